/** The cameras we are set up to use, as data: registry and status. */
@Version("0.1.0")
@Export
package io.vedette.api.camera;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/** Streams for other software. */
@Version("0.1.0")
@Export
package io.vedette.api.restream;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

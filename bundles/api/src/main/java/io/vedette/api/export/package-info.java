/** Exports: recordings of several cameras in one signed archive. */
@Version("0.1.0")
@Export
package io.vedette.api.export;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

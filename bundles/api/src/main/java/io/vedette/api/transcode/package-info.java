/** Decoding and encoding anew, for what cannot be passed on as it was recorded. */
@Version("0.1.0")
@Export
package io.vedette.api.transcode;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

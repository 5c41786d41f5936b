/**
 * Features that are installed and removed while everything else runs. Exported by the launcher's
 * class path, so that the launcher can offer the service.
 */
@Version("0.1.0")
@Export
package io.vedette.api.feature;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

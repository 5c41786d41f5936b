/** What was recorded: timeline, files, units by wall time. Implemented by the recorder. */
@Version("0.1.0")
@Export
package io.vedette.api.recording;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/** Replays: recorded units of one or more cameras on one clock, sent as streams. */
@Version("0.1.0")
@Export
package io.vedette.api.replay;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/**
 * Live engines: an SDP offer in, an answer out. Several may be installed; service ranking and
 * health choose.
 */
@Version("0.1.0")
@Export
package io.vedette.api.live;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

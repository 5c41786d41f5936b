/** Finding cameras in the network: who searches, and what was found, one row per device. */
@Version("0.1.0")
@Export
package io.vedette.api.discovery;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

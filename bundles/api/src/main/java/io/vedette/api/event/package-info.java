/** What happens, told to whoever listens: motion, inputs, faults. Implemented by the hub. */
@Version("0.1.0")
@Export
package io.vedette.api.event;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

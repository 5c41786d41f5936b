/**
 * Streams of access units: the hub's {@link io.vedette.api.stream.StreamHub} and the cursors that
 * sinks read with.
 */
@Version("0.1.0")
@Export
package io.vedette.api.stream;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

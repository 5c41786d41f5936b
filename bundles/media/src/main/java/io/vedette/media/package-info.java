/**
 * Values of the house: what a stream is made of, independent of wire and file.
 *
 * <p>In: tracks, access units, codec configurations, NAL units, parameter sets. Not in: RTP (bundle
 * {@code rtp}), boxes (bundle {@code mp4}), anything with a thread, socket, clock or OSGi.
 *
 * <p>Video payloads are NAL units with 4-byte big-endian lengths everywhere inside the house, as
 * MP4 stores them; Annex B start codes exist only at the edges.
 */
@Version("0.1.0")
@Export
package io.vedette.media;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/**
 * SDP between a browser and a sender of one video and one audio track (RFC 8829, RFC 9143): reads
 * the offer, chooses payload types, writes the answer.
 *
 * <p>Not in: offers of our own, renegotiation, simulcast, data channels: a viewer takes what the
 * camera sends or goes to another engine.
 */
@Version("0.1.0")
@Export
package io.vedette.webrtc.sdp;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

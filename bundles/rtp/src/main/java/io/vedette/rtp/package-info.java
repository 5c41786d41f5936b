/**
 * RTP and RTCP (RFC 3550): packets, the counts a receiver keeps, and one depacketizer or packetizer
 * per payload format.
 *
 * <p>In: bytes of packets and the time at which they came; out: access units and bytes of packets.
 * Not in: how packets travel (interleaved in RTSP: bundle {@code rtsp}; SRTP over UDP: bundle
 * {@code webrtc}), SDP, sockets, threads, clocks.
 *
 * <p>A track's packets go {@link io.vedette.rtp.RtpPacket#parse} → {@link
 * io.vedette.rtp.TrackReceiver#push} → {@link io.vedette.rtp.TrackReceiver#pull}.
 */
@Version("0.1.0")
@Export
package io.vedette.rtp;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

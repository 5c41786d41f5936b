package io.vedette.rtsp;

import io.vedette.media.AccessUnit;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.Track;
import io.vedette.rtp.H264Packetizer;
import io.vedette.rtp.NtpTime;
import io.vedette.rtp.RtcpPacket;
import io.vedette.rtp.RtpPacket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/**
 * One track of a server session: access units → {@code $} frames, with the sequence numbers and
 * counts of one receiver. Used by one thread at a time.
 */
final class InterleavedSender {
  /** Over TCP a packet may be large; kept as on UDP, so that a receiver may pass packets on. */
  private static final H264Packetizer VIDEO =
      new H264Packetizer(H264Packetizer.DEFAULT_MAX_PAYLOAD_BYTES);

  private final Track track;
  private final int channel;
  private final long ssrc;
  private int sequence;
  private long packets;
  private long octets;
  private long lastPts;
  private Instant lastReceived = Instant.EPOCH;

  InterleavedSender(Track track, int channel, long ssrc, int firstSequence) {
    this.track = track;
    this.channel = channel;
    this.ssrc = ssrc;
    this.sequence = firstSequence;
  }

  Track track() {
    return track;
  }

  /** Of the next packet. */
  int sequence() {
    return sequence;
  }

  /** All frames of the unit in one array, ready to write. RTP timestamp = pts. */
  ByteBuffer frames(AccessUnit unit) throws MalformedMediaException {
    List<ByteBuffer> payloads = track.isVideo() ? VIDEO.packetize(unit) : List.of(unit.payload());
    int size = 0;
    for (ByteBuffer payload : payloads) {
      size += Interleaved.HEADER_BYTES + RtpPacket.HEADER_BYTES + payload.remaining();
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    int type = SdpWriter.payloadType(track);
    for (int i = 0; i < payloads.size(); i++) {
      ByteBuffer payload = payloads.get(i);
      boolean last = i == payloads.size() - 1;
      octets += payload.remaining();
      Interleaved.writeHeader(out, channel, RtpPacket.HEADER_BYTES + payload.remaining());
      // RFC 3551 4.1: audio sets the marker at the begin of a talk spurt only.
      boolean marker = last && track.isVideo();
      RtpPacket.writeHeader(out, out.position(), marker, type, sequence, unit.pts(), ssrc);
      out.position(out.position() + RtpPacket.HEADER_BYTES);
      out.put(payload.duplicate());
      sequence = sequence + 1 & 0xffff;
      packets++;
    }
    lastPts = unit.pts();
    lastReceived = unit.received();
    return out.flip();
  }

  /** A frame with sender report and name; empty before the first unit. */
  ByteBuffer report() {
    if (packets == 0) {
      return ByteBuffer.allocate(0);
    }
    RtcpPacket report =
        new RtcpPacket.SenderReport(
            ssrc, NtpTime.of(lastReceived), lastPts, packets, octets, List.of());
    ByteBuffer out = ByteBuffer.allocate(128).position(Interleaved.HEADER_BYTES);
    report.writeTo(out);
    new RtcpPacket.SourceDescription(ssrc, "vedette").writeTo(out);
    int size = out.position() - Interleaved.HEADER_BYTES;
    Interleaved.writeHeader(out.position(0), channel + 1, size);
    return out.position(0).limit(Interleaved.HEADER_BYTES + size);
  }
}

package io.vedette.rtsp;

import io.vedette.media.AccessUnit;
import io.vedette.media.H265Config;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.Track;
import io.vedette.rtp.H264Packetizer;
import io.vedette.rtp.H265Packetizer;
import io.vedette.rtp.NalPacketizer;
import io.vedette.rtp.NtpTime;
import io.vedette.rtp.RtcpPacket;
import io.vedette.rtp.RtpPacket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One track of a server session: access units → {@code $} frames, with the sequence numbers and
 * counts of one receiver. Used by one thread at a time.
 */
final class InterleavedSender {
  /** Over TCP a packet may be large; kept as on UDP, so that a receiver may pass packets on. */
  private static final NalPacketizer H264 =
      new H264Packetizer(NalPacketizer.DEFAULT_MAX_PAYLOAD_BYTES);

  private static final NalPacketizer H265 =
      new H265Packetizer(NalPacketizer.DEFAULT_MAX_PAYLOAD_BYTES);

  private static final int EXTENSION_BIT = 0x10; // RFC 3550 5.1

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
    return frames(unit, Optional.empty());
  }

  /**
   * The same with the header extension of ONVIF replay in the first packet.
   *
   * @param request CSeq of the PLAY that this belongs to
   * @param jumped it does not continue what was sent before
   */
  ByteBuffer frames(AccessUnit unit, int request, boolean jumped) throws MalformedMediaException {
    return frames(unit, Optional.of(replayExtension(unit, request, jumped)));
  }

  /**
   * ONVIF Streaming 6.3: recorded time, flags, CSeq.
   *
   * <pre>
   * |     0xABAC      |   length = 3    |
   * |       NTP timestamp, 64 bits      |
   * |C|E|D|T| zero |  CSeq  |  padding  |
   * </pre>
   */
  private static ByteBuffer replayExtension(AccessUnit unit, int request, boolean jumped) {
    int flags = (unit.randomAccess() ? 0x80 : 0) | (jumped ? 0x20 : 0);
    return ByteBuffer.allocate(16)
        .putShort((short) 0xABAC)
        .putShort((short) 3)
        .putLong(NtpTime.of(unit.received()))
        .put((byte) flags)
        .put((byte) request)
        .putShort((short) 0)
        .flip();
  }

  private ByteBuffer frames(AccessUnit unit, Optional<ByteBuffer> extension)
      throws MalformedMediaException {
    List<ByteBuffer> payloads = payloads(unit);
    int size = extension.map(ByteBuffer::remaining).orElse(0);
    for (ByteBuffer payload : payloads) {
      size += Interleaved.HEADER_BYTES + RtpPacket.HEADER_BYTES + payload.remaining();
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    for (int i = 0; i < payloads.size(); i++) {
      // RFC 3551 4.1: audio sets the marker at the begin of a talk spurt only.
      boolean marker = i == payloads.size() - 1 && track.isVideo();
      packet(out, payloads.get(i), marker, unit.pts(), i == 0 ? extension : Optional.empty());
    }
    lastPts = unit.pts();
    lastReceived = unit.received();
    return out.flip();
  }

  private List<ByteBuffer> payloads(AccessUnit unit) throws MalformedMediaException {
    if (!track.isVideo()) {
      return List.of(unit.payload());
    }
    return (track.config() instanceof H265Config ? H265 : H264).packetize(unit);
  }

  private void packet(
      ByteBuffer out,
      ByteBuffer payload,
      boolean marker,
      long timestamp,
      Optional<ByteBuffer> extension) {
    int extensionBytes = extension.map(ByteBuffer::remaining).orElse(0);
    int size = RtpPacket.HEADER_BYTES + extensionBytes + payload.remaining();
    Interleaved.writeHeader(out, channel, size);
    int at = out.position();
    int type = SdpWriter.payloadType(track);
    RtpPacket.writeHeader(out, at, marker, type, sequence, timestamp, ssrc);
    out.position(at + RtpPacket.HEADER_BYTES);
    if (extension.isPresent()) {
      out.put(at, (byte) (out.get(at) | EXTENSION_BIT)).put(extension.get());
    }
    out.put(payload.duplicate());
    sequence = sequence + 1 & 0xffff;
    octets += payload.remaining();
    packets++;
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

package io.vedette.sink.webrtc;

import io.vedette.rtp.RtcpPacket;
import io.vedette.rtp.RtpPacket;
import io.vedette.rtp.SendClock;
import io.vedette.webrtc.srtp.SrtpSender;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * One SSRC of a viewer: gives sequence numbers, encrypts, sends, sends again, and counts for the
 * reports. Used by the sender's thread.
 */
final class RtpStream {
  /** Extension block of RFC 8285 with one element of 3 bytes: profile, length 1, element. */
  private static final int EXTENSION_BYTES = 8;

  private static final long NTP_EPOCH_SECONDS = 2_208_988_800L; // 1900 to 1970

  private final long ssrc;
  private final int payloadType;
  private final int clockRate;
  private final OptionalInt playoutDelay;
  private final SrtpSender srtp;
  private final Output output;
  private final ResendRing ring;

  private long index; // sequence number with its roll-over counter
  private long packets;
  private long octets;
  private long timestamp; // of the newest packet
  private Instant timestampAt; // wall time of that timestamp, null before the first packet

  /**
   * @param first sequence number of the first packet, below 2^15 so that the browser cannot take
   *     the roll-over counter for 1 if the first packets are lost (RFC 3711 3.3.1)
   * @param ring for packets from that number on
   * @param playoutDelay id of the extension by which each packet asks to be shown at once
   */
  RtpStream(
      long ssrc,
      int payloadType,
      int clockRate,
      int first,
      OptionalInt playoutDelay,
      SrtpSender srtp,
      ResendRing ring,
      Output output) {
    this.ssrc = ssrc;
    this.payloadType = payloadType;
    this.clockRate = clockRate;
    this.playoutDelay = playoutDelay;
    this.srtp = srtp;
    this.output = output;
    this.index = first;
    this.ring = ring;
  }

  /**
   * Sends a packet.
   *
   * @param payload not moved
   * @param at wall time that the timestamp stands for, for the sender reports
   * @return its bytes on the wire, UDP and IP not counted
   */
  int send(ByteBuffer payload, boolean marker, long rtpTimestamp, Instant at, int nowMs) {
    int size = payload.remaining();
    int room = RtpPacket.HEADER_BYTES + EXTENSION_BYTES + size + srtp.overheadBytes();
    int offset = ring.reserve(room, nowMs);
    byte[] bytes = ring.bytes();
    ByteBuffer out = ByteBuffer.wrap(bytes);
    RtpPacket.writeHeader(out, offset, marker, payloadType, (int) index, rtpTimestamp, ssrc);
    int header = RtpPacket.HEADER_BYTES;
    if (playoutDelay.isPresent()) {
      out.put(offset, (byte) (out.get(offset) | 0x10));
      out.putShort(offset + 12, (short) 0xbede).putShort(offset + 14, (short) 1);
      out.putInt(offset + 16, (playoutDelay.getAsInt() << 4 | 2) << 24); // min 0, max 0
      header += EXTENSION_BYTES;
    }
    out.put(offset + header, payload, payload.position(), size);
    int length = srtp.protect(bytes, offset, header + size, index);
    ring.commit(length, nowMs);
    index++;
    packets++;
    octets += size;
    timestamp = rtpTimestamp;
    timestampAt = at;
    output.send(bytes, offset, length);
    return length;
  }

  /** Sends a packet again; gives its bytes on the wire, 0 if it is gone or was just sent. */
  int resend(int sequence, int nowMs) {
    int slot = ring.find(sequence, nowMs);
    if (slot < 0) {
      return 0;
    }
    output.send(ring.bytes(), ring.offset(slot), ring.length(slot));
    return ring.length(slot);
  }

  /** Sender report and CNAME; empty if nothing was sent yet. */
  List<RtcpPacket> report(Instant now, String cname) {
    if (timestampAt == null) {
      return List.of();
    }
    long sinceNs = Duration.between(timestampAt, now).toNanos();
    long rtpNow = timestamp + SendClock.ticks(sinceNs, clockRate) & 0xffff_ffffL;
    long ntp =
        now.getEpochSecond() + NTP_EPOCH_SECONDS << 32
            | ((long) now.getNano() << 32) / 1_000_000_000;
    return List.of(
        new RtcpPacket.SenderReport(
            ssrc, ntp, rtpNow, packets & 0xffff_ffffL, octets & 0xffff_ffffL, List.of()),
        new RtcpPacket.SourceDescription(ssrc, cname));
  }

  /** Gives the memory for sending again back; nothing can be sent any more. */
  void close() {
    ring.close();
  }

  long ssrc() {
    return ssrc;
  }

  int clockRate() {
    return clockRate;
  }

  long packets() {
    return packets;
  }

  /** Timestamp of the newest packet, not cut to 32 bits; before the first one Long.MIN_VALUE. */
  long newestTimestamp() {
    return timestampAt == null ? Long.MIN_VALUE : timestamp;
  }
}

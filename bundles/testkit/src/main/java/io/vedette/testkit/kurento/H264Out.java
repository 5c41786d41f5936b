package io.vedette.testkit.kurento;

import io.vedette.media.AccessUnit;
import io.vedette.media.H264Config;
import io.vedette.media.MalformedMediaException;
import io.vedette.rtp.H264Packetizer;
import io.vedette.rtp.NtpTime;
import io.vedette.rtp.RtcpPacket;
import io.vedette.rtp.RtpPacket;
import io.vedette.rtp.SendClock;
import io.vedette.webrtc.dtls.DtlsSession;
import io.vedette.webrtc.srtp.SrtcpSender;
import io.vedette.webrtc.srtp.SrtpSender;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The pictures of one viewer, from its first key picture on: packets, encryption, sender reports.
 * Thread-safe.
 */
final class H264Out {
  private static final H264Packetizer PACKETIZER =
      new H264Packetizer(H264Packetizer.DEFAULT_MAX_PAYLOAD_BYTES);
  private static final int CLOCK_RATE = 90_000;

  /** Sends one datagram to the viewer. */
  interface Way {
    void send(byte[] datagram, int length);
  }

  private final int payloadType;
  private final long ssrc;
  private final String cname;
  private final Way way;
  private final SrtpSender srtp; // guarded by this, as all below
  private final SrtcpSender srtcp;
  private final SendClock clock = new SendClock();
  private boolean begun; // a key picture has come
  private long index; // sequence number with its roll-over counter
  private long packets;
  private long octets;
  private long timestamp;
  private Instant timestampAt = Instant.EPOCH;

  H264Out(int payloadType, long ssrc, String cname, DtlsSession dtls, Way way) {
    this.payloadType = payloadType;
    this.ssrc = ssrc;
    this.cname = cname;
    this.way = way;
    this.srtp = new SrtpSender(dtls.localKeys());
    this.srtcp = new SrtcpSender(dtls.localKeys());
  }

  /** Sends a picture; false if it is held back: no key picture has come yet, or it is no H.264. */
  synchronized boolean send(UUID run, AccessUnit unit) {
    if (!begun && !unit.randomAccess() || !(unit.track().config() instanceof H264Config)) {
      return false;
    }
    begun = true;
    try {
      List<ByteBuffer> payloads = PACKETIZER.packetize(unit);
      timestamp = clock.timestamp(run, unit);
      timestampAt = Instant.now();
      for (int i = 0; i < payloads.size(); i++) {
        send(payloads.get(i), i == payloads.size() - 1);
      }
    } catch (MalformedMediaException broken) {
      return false; // as good as lost
    }
    return true;
  }

  private void send(ByteBuffer payload, boolean last) {
    int size = RtpPacket.HEADER_BYTES + payload.remaining();
    byte[] bytes = new byte[size + srtp.overheadBytes()];
    ByteBuffer out = ByteBuffer.wrap(bytes);
    RtpPacket.writeHeader(out, 0, last, payloadType, (int) index, timestamp, ssrc);
    out.position(RtpPacket.HEADER_BYTES).put(payload.duplicate());
    way.send(bytes, srtp.protect(bytes, 0, size, index));
    index++;
    packets++;
    octets += payload.remaining();
  }

  /** Sends a sender report, if there is something to report. */
  synchronized void report() {
    if (packets == 0) {
      return;
    }
    Instant now = Instant.now();
    long since = Duration.between(timestampAt, now).toNanos();
    long rtpNow = timestamp + SendClock.ticks(since, CLOCK_RATE) & 0xffff_ffffL;
    byte[] bytes = new byte[512];
    ByteBuffer out = ByteBuffer.wrap(bytes);
    new RtcpPacket.SenderReport(ssrc, NtpTime.of(now), rtpNow, packets, octets, List.of())
        .writeTo(out);
    new RtcpPacket.SourceDescription(ssrc, cname).writeTo(out);
    way.send(bytes, srtcp.protect(bytes, 0, out.position()));
  }

  synchronized long packets() {
    return packets;
  }

  synchronized long octets() {
    return octets;
  }
}

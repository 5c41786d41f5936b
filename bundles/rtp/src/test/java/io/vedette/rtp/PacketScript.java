package io.vedette.rtp;

import io.vedette.media.AccessUnit;
import io.vedette.media.H264Config;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.NalUnits;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

/** A camera by hand: pushes packets into a receiver and writes down what comes out. */
final class PacketScript {
  static final String SPS = H264PacketizerTest.SPS;
  static final String PPS = H264PacketizerTest.PPS;

  /** First bytes of slices: header, then first_mb_in_slice and slice_type. */
  static final String IDR = "6588";

  static final String IDR_SECOND = "6542";
  static final String P = "419a";
  static final String P_SECOND = "4146";
  static final String B = "019e";

  private static final long ARRIVAL_NANOS = 40_000_000;

  private final RunStart start = new RunStart(0);
  final TrackReceiver receiver;
  final List<String> units = new ArrayList<>();
  private int sequence = 100;
  private long ssrc = 0x1234;
  private long timestamp;
  private long nowNanos;

  PacketScript(Depacketizer depacketizer) {
    receiver = new TrackReceiver(Set.of(96), 90000, depacketizer, start);
  }

  PacketScript(Optional<H264Config> fromSdp) {
    this(new H264Depacketizer(0, fromSdp));
  }

  static PacketScript withoutSdp() {
    return new PacketScript(Optional.empty());
  }

  static PacketScript withSdp() {
    try {
      return new PacketScript(Optional.of(H264Config.of(hex(SPS), List.of(hex(PPS)))));
    } catch (MalformedMediaException impossible) {
      throw new AssertionError(impossible);
    }
  }

  static ByteBuffer hex(String bytes) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(bytes.replace(" ", "")));
  }

  /** The timestamp from here on; 40 ms pass. */
  PacketScript at(long ticks) {
    timestamp = ticks;
    return after(ARRIVAL_NANOS);
  }

  PacketScript after(long nanos) {
    nowNanos += nanos;
    return this;
  }

  /** Packets that never come. */
  PacketScript lose(int packets) {
    sequence += packets;
    return this;
  }

  PacketScript ssrc(long other, int firstSequence) {
    ssrc = other;
    sequence = firstSequence;
    return this;
  }

  PacketScript send(String payload) {
    return packet(96, sequence++, false, hex(payload));
  }

  /** With the marker. */
  PacketScript sendLast(String payload) {
    return packet(96, sequence++, true, hex(payload));
  }

  /** With a number of the past and another payload type. */
  PacketScript sendForeign(int payloadType, int offset, String payload) {
    return packet(payloadType, sequence + offset, true, hex(payload));
  }

  PacketScript packet(int type, int number, boolean marker, ByteBuffer payload) {
    ByteBuffer bytes = ByteBuffer.allocate(12 + payload.remaining());
    RtpPacket.writeHeader(bytes, 0, marker, type, number, timestamp, ssrc);
    bytes.position(12).put(payload).flip();
    try {
      receiver.push(RtpPacket.parse(bytes), nowNanos, Instant.ofEpochSecond(0, nowNanos));
      for (AccessUnit unit = receiver.pull(); unit != null; unit = receiver.pull()) {
        units.add(describe(unit));
      }
    } catch (MalformedMediaException impossible) {
      throw new AssertionError(impossible);
    }
    return this;
  }

  /** {@code dts/pts K|- type:hash-or-hex …}. */
  static String describe(AccessUnit unit) throws MalformedMediaException {
    StringBuilder text = new StringBuilder();
    text.append(unit.dts());
    if (unit.pts() != unit.dts()) {
      text.append('/').append(unit.pts());
    }
    text.append(unit.randomAccess() ? " K" : " -");
    for (ByteBuffer nalUnit :
        unit.track().isVideo() ? NalUnits.split(unit.payload()) : List.of(unit.payload())) {
      byte[] bytes = new byte[nalUnit.remaining()];
      nalUnit.get(bytes);
      if (bytes.length <= 12) {
        text.append(' ').append(HexFormat.of().formatHex(bytes));
      } else {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        text.append(String.format(" %d:%d:%08x", bytes[0] & 31, bytes.length, crc.getValue()));
      }
    }
    return text.toString();
  }
}

package io.vedette.sink.webrtc;

import io.vedette.media.AccessUnit;
import io.vedette.media.G711Config;
import io.vedette.media.H264Config;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.NalUnits;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** Units that look like those of a camera; their slices have a true header and any content. */
final class Pictures {
  static final Instant START = Instant.parse("2026-11-25T12:00:00Z");
  static final Track AUDIO = new Track(2, 8000, new G711Config(G711Config.Law.MU, 1));

  // x264, 640x360, constrained baseline and high
  static final Track VIDEO = video("6742c01ed9005017fcb808800000030080000019478b1724");

  private Pictures() {}

  static Track video(String sps) {
    try {
      List<ByteBuffer> pps = List.of(ByteBuffer.wrap(HexFormat.of().parseHex("68eb8cb2")));
      ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(sps));
      return new Track(1, 90_000, H264Config.of(bytes, pps));
    } catch (MalformedMediaException broken) {
      throw new AssertionError(broken);
    }
  }

  /** A key picture of about {@code bytes} bytes, received at its dts after {@link #START}. */
  static AccessUnit key(long dts, int bytes) {
    return picture(dts, true, 0x65, 0x88, bytes);
  }

  /** A P picture. */
  static AccessUnit p(long dts, int bytes) {
    return picture(dts, false, 0x41, 0x9a, bytes);
  }

  /** A B picture. */
  static AccessUnit b(long dts, int bytes) {
    return picture(dts, false, 0x01, 0x9e, bytes);
  }

  private static AccessUnit picture(long dts, boolean key, int header, int slice, int bytes) {
    byte[] nal = new byte[bytes];
    nal[0] = (byte) header;
    nal[1] = (byte) slice;
    ByteBuffer payload = NalUnits.join(List.of(ByteBuffer.wrap(nal)));
    return new AccessUnit(VIDEO, dts, dts, START.plusNanos(dts * 100_000 / 9), key, payload);
  }

  /** 20 ms of sound. */
  static AccessUnit sound(long dts) {
    Instant received = START.plusNanos(dts * 125_000);
    return new AccessUnit(AUDIO, dts, dts, received, true, ByteBuffer.allocate(160));
  }
}

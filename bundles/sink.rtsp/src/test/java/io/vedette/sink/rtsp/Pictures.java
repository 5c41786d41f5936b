package io.vedette.sink.rtsp;

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

/** Units to send: they look like H.264 and G.711, and nobody decodes them. */
final class Pictures {
  static final Instant START = Instant.parse("2026-11-25T10:00:00Z");
  static final Track AUDIO = new Track(2, 8000, new G711Config(G711Config.Law.MU, 1));
  static final Track VIDEO = video(); // x264, 640x360, constrained baseline

  private Pictures() {}

  private static Track video() {
    try {
      List<ByteBuffer> pps = List.of(ByteBuffer.wrap(HexFormat.of().parseHex("68eb8cb2")));
      String sps = "6742c01ed9005017fcb808800000030080000019478b1724";
      return new Track(
          1, 90_000, H264Config.of(ByteBuffer.wrap(HexFormat.of().parseHex(sps)), pps));
    } catch (MalformedMediaException broken) {
      throw new AssertionError(broken);
    }
  }

  /** A key picture of some bytes, received at its dts after {@link #START}. */
  static AccessUnit key(long dts, int bytes) {
    return picture(dts, true, bytes);
  }

  /** A P picture. */
  static AccessUnit p(long dts, int bytes) {
    return picture(dts, false, bytes);
  }

  private static AccessUnit picture(long dts, boolean key, int bytes) {
    byte[] nal = new byte[bytes];
    nal[0] = (byte) (key ? 0x65 : 0x41);
    nal[1] = (byte) 0x88;
    ByteBuffer payload = NalUnits.join(List.of(ByteBuffer.wrap(nal)));
    return new AccessUnit(VIDEO, dts, dts, START.plusNanos(dts * 100_000 / 9), key, payload);
  }

  /** 20 ms of sound. */
  static AccessUnit sound(long dts) {
    Instant received = START.plusNanos(dts * 125_000);
    return new AccessUnit(AUDIO, dts, dts, received, true, ByteBuffer.allocate(160));
  }
}

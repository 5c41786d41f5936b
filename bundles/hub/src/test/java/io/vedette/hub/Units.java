package io.vedette.hub;

import io.vedette.api.stream.Run;
import io.vedette.media.AccessUnit;
import io.vedette.media.G711Config;
import io.vedette.media.H264Config;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** Small units for tests. */
final class Units {
  static final Instant START = Instant.parse("2026-11-22T10:15:30Z");
  static final Track VIDEO = new Track(0, 90000, config());
  static final Track AUDIO = new Track(1, 8000, new G711Config(G711Config.Law.A, 1));
  static final Run RUN = new Run(UUID.randomUUID(), START, List.of(VIDEO));

  private Units() {}

  private static H264Config config() {
    try { // SPS of x264: constrained baseline, 640x360
      return H264Config.of(
          ByteBuffer.wrap(
              HexFormat.of().parseHex("6742c01ed900a02ff970110000030001000003001e0f162e48")),
          List.of(ByteBuffer.wrap(HexFormat.of().parseHex("68cb83cb20"))));
    } catch (MalformedMediaException e) {
      throw new AssertionError(e);
    }
  }

  static AccessUnit picture(long number, boolean key, int sizeBytes) {
    return unit(VIDEO, number * 3600, key, sizeBytes);
  }

  static AccessUnit audio(long number) {
    return unit(AUDIO, number * 160, true, 160);
  }

  private static AccessUnit unit(Track track, long dts, boolean key, int sizeBytes) {
    Instant received = START.plusMillis(dts * 1000 / track.clockRate());
    return new AccessUnit(track, dts, dts, received, key, ByteBuffer.allocate(sizeBytes));
  }
}

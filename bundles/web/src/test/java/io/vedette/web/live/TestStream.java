package io.vedette.web.live;

import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.Run;
import io.vedette.media.AccessUnit;
import io.vedette.media.H264Config;
import io.vedette.media.H265Config;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Makes entries of a stream; the parameter sets are of x264, high profile, and x265. */
public final class TestStream {
  public static final Track H264_1080P =
      h264("67640028acd940780227e5c044000003000400000300c83c60c658", "68ebe3cb22c0");
  public static final Track H264_720P =
      h264("67640028acd9405005bb011000000300100000030320f1831960", "68ebe3cb22c0");
  public static final Track H264_360P =
      h264("6764001eacd940a02ff97011000003000100000300320f162d96", "68ebe3cb22c0");
  public static final Track H265_360P = h265();
  private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");
  public static final Run RUN = new Run(new UUID(0, 1), START, List.of(H264_1080P));

  private TestStream() {}

  private static Track h264(String sps, String pps) {
    HexFormat hex = HexFormat.of();
    try {
      return new Track(
          0,
          90_000,
          H264Config.of(
              ByteBuffer.wrap(hex.parseHex(sps)), List.of(ByteBuffer.wrap(hex.parseHex(pps)))));
    } catch (MalformedMediaException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Track h265() {
    String sps =
        "42010101600000030090000003000003003fa0050201696592a4932bc05a020000030002000003003210";
    List<ByteBuffer> sets =
        Stream.of(sps, "4401c172b46240")
            .map(set -> ByteBuffer.wrap(HexFormat.of().parseHex(set)))
            .toList();
    try {
      return new Track(0, 90_000, H265Config.of(sets));
    } catch (MalformedMediaException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A picture of some bytes. */
  public static LogEntry.Unit picture(Track track, long dts, boolean key, int bytes) {
    return new LogEntry.Unit(
        RUN, 0, new AccessUnit(track, dts, dts, START, key, ByteBuffer.allocate(bytes)));
  }
}

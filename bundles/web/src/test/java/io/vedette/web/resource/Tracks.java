package io.vedette.web.resource;

import io.vedette.media.H264Config;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

/** Tracks with parameter sets that x264 made. */
public final class Tracks {
  public static final Track H264_1080P =
      h264("67640028acd940780227e5c044000003000400000300c83c60c658", "68ebe3cb22c0");
  public static final Track H264_360P =
      h264("6764001eacd940a02ff97011000003000100000300320f162d96", "68ebe3cb22c0");

  private Tracks() {}

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
}

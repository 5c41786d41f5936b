package io.vedette.media;

import java.nio.ByteBuffer;
import java.util.OptionalInt;

/** Codec of a track whose units are pictures: NAL units, decoded with parameter sets. */
public sealed interface VideoConfig extends CodecConfig permits H264Config, H265Config {
  /** Pixels after cropping. */
  int width();

  /** Pixels after cropping. */
  int height();

  /**
   * How many pictures may be sent before one that is shown earlier: 0 promises that there are no
   * B-frames. Empty: nobody said.
   */
  OptionalInt reorderFrames();

  /** Codec string of RFC 6381, as browsers are asked with it: {@code avc1.640028}. */
  String rfc6381();

  /** All parameter sets with 4-byte lengths, ready to stand before a key picture. */
  ByteBuffer lengthPrefixed();
}

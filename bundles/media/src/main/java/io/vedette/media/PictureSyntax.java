package io.vedette.media;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What the NAL units of one video track mean, as far as pictures are put together from them. Keeps
 * the parameter sets that came. Used by one thread; no method moves the buffer it is given.
 */
public sealed interface PictureSyntax permits H264Syntax, H265Syntax {
  /** What a NAL unit is to a picture. */
  enum Part {
    /** A part of a picture at which decoding can start. */
    KEY_SLICE,
    /** A part of a picture that may refer to what was before the key picture it follows (RASL). */
    LEADING_SLICE,
    /** A part of any other picture. */
    SLICE,
    /** Goes with the picture, not needed to decode it. */
    SUPPLEMENT,
    /** For {@link #parameterSet}. */
    PARAMETER_SET,
    /** Before it a picture ends. */
    DELIMITER,
    /** Means nothing to a decoder of one layer. */
    OTHER
  }

  /**
   * @param first begins a picture; false if the picture's beginning is missing
   * @param reordered may be shown before a picture that was sent earlier
   */
  record Slice(boolean first, boolean reordered) {}

  /** What the unit is, asked in the order of the stream. One shorter than its header is OTHER. */
  Part part(ByteBuffer unit);

  /**
   * Looks into a slice.
   *
   * @throws MalformedMediaException if its header ends early
   */
  Slice slice(ByteBuffer unit) throws MalformedMediaException;

  /** Takes a parameter set, which holds from the next key picture on. */
  void parameterSet(ByteBuffer unit);

  /** What holds for a key picture that comes now; empty while a set is missing. */
  Optional<VideoConfig> config();
}

package io.vedette.mp4;

import io.vedette.media.AccessUnit;
import java.util.Objects;

/**
 * An access unit with its place in a file.
 *
 * @param unit payload, track, random access; its {@code pts - dts} becomes the composition offset
 * @param dts decoding time in the file, ticks of the track's clock rate, from 0
 * @param duration ticks until the next sample of the track
 */
public record Sample(AccessUnit unit, long dts, long duration) {
  public Sample {
    Objects.requireNonNull(unit, "unit");
    if (dts < 0) {
      throw new IllegalArgumentException("dts of a sample must not be negative: " + dts);
    }
    if (duration < 0 || duration > 0xffff_ffffL) {
      throw new IllegalArgumentException("duration of a sample must fit 32 bits: " + duration);
    }
  }

  /** pts - dts; negative is allowed (trun and ctts of version 1). */
  int compositionOffset() {
    return Math.toIntExact(unit.pts() - unit.dts());
  }
}

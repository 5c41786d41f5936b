package io.vedette.media;

import java.util.Objects;

/**
 * One elementary stream inside a Stream: video or audio. Immutable; new parameter sets make a new
 * Track with the same {@code id}.
 *
 * @param id small number, unique among the tracks of one run, stable while the run lasts
 * @param clockRate ticks per second of {@code dts} and {@code pts}: 90000 for video, the sampling
 *     rate for audio
 * @param config codec and what a decoder needs before the first unit
 */
public record Track(int id, int clockRate, CodecConfig config) {
  public Track {
    Objects.requireNonNull(config, "config");
    if (clockRate <= 0) {
      throw new IllegalArgumentException("clockRate must be above 0: " + clockRate);
    }
  }

  /** True for video, false for audio. */
  public boolean isVideo() {
    return config instanceof VideoConfig;
  }
}

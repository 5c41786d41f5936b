package io.vedette.media;

import java.util.Objects;

/**
 * G.711 audio (ITU-T G.711; RFC 3551 4.5.14): one byte per sample and channel.
 *
 * @param law A-law or µ-law
 * @param channels interleaved channels, 1 for every camera seen so far
 */
public record G711Config(Law law, int channels) implements CodecConfig {
  /** Companding law. */
  public enum Law {
    A,
    MU
  }

  public G711Config {
    Objects.requireNonNull(law, "law");
    if (channels < 1 || channels > 2) {
      throw new IllegalArgumentException("channels must be 1 or 2: " + channels);
    }
  }

  @Override
  public String codecName() {
    return law == Law.A ? "pcma" : "pcmu";
  }

  @Override
  public String toString() {
    return "G.711 " + (law == Law.A ? "A-law" : "µ-law") + (channels == 1 ? "" : " stereo");
  }
}

package io.vedette.media;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * AAC-LC (ISO/IEC 14496-3): one raw frame per access unit, without ADTS header.
 *
 * @param specific the AudioSpecificConfig as the camera tells it (1.6.2.1), at least two bytes;
 *     read-only
 * @param sampleRate of the frames, Hz; the track's clock rate
 * @param channels 1 to 8
 * @param samplesPerUnit per channel and access unit: 1024 or 960
 */
public record AacConfig(ByteBuffer specific, int sampleRate, int channels, int samplesPerUnit)
    implements CodecConfig {
  private static final int LOW_COMPLEXITY = 2;

  /** Those of cameras have 2 to 5. */
  private static final int MAX_BYTES = 64;

  /** Sampling frequencies by index (1.6.3.4). */
  private static final int[] RATES = {
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000,
    7350
  };

  public AacConfig {
    specific = specific.asReadOnlyBuffer();
  }

  /** A duplicate, so that readers may move it. */
  @Override
  public ByteBuffer specific() {
    return specific.duplicate();
  }

  /**
   * Copies and parses.
   *
   * @throws MalformedMediaException if it is too short, of another object type than AAC-LC, or of a
   *     rate or channels that are described in words of their own: no camera does that
   */
  public static AacConfig of(ByteBuffer audioSpecificConfig) throws MalformedMediaException {
    int length = audioSpecificConfig.remaining();
    if (length < 2 || length > MAX_BYTES) {
      throw new MalformedMediaException("AudioSpecificConfig of " + length + " bytes");
    }
    ByteBuffer in = ByteBuffer.allocate(length);
    in.put(audioSpecificConfig.duplicate()).flip();
    int first = in.getShort(0) & 0xffff;
    int objectType = first >> 11;
    int rateIndex = first >> 7 & 0xf;
    if (objectType != LOW_COMPLEXITY) {
      throw new MalformedMediaException("audio object type " + objectType + " is not AAC-LC");
    }
    if (rateIndex >= RATES.length) {
      throw new MalformedMediaException("sampling frequency index " + rateIndex);
    }
    int configuration = first >> 3 & 0xf;
    if (configuration < 1 || configuration > 7) {
      throw new MalformedMediaException("channel configuration " + configuration);
    }
    int channels = configuration == 7 ? 8 : configuration;
    return new AacConfig(in, RATES[rateIndex], channels, (first & 4) == 0 ? 1024 : 960);
  }

  /**
   * The configuration that a rate and a number of channels describe, 1024 samples per unit.
   *
   * @throws MalformedMediaException if they have no number in 1.6.3.3 or 1.6.3.4
   */
  public static AacConfig of(int sampleRate, int channels) throws MalformedMediaException {
    int rateIndex = Arrays.stream(RATES).boxed().toList().indexOf(sampleRate);
    if (rateIndex < 0 || channels < 1 || channels > 6) {
      throw new MalformedMediaException("AAC of " + sampleRate + " Hz, " + channels + " channels");
    }
    int bits = LOW_COMPLEXITY << 11 | rateIndex << 7 | channels << 3;
    return of(ByteBuffer.allocate(2).putShort(0, (short) bits));
  }

  @Override
  public String codecName() {
    return "aac";
  }
}

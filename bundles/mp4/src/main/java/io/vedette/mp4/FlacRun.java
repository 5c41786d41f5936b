package io.vedette.mp4;

import io.vedette.media.G711Config;
import java.nio.ByteBuffer;

/**
 * A stretch of G.711 as FLAC frames (RFC 9639), uncompressed ("verbatim") and therefore of a size
 * that is known before a byte of it is read. It is the one lossless form in MP4 that ffmpeg, VLC,
 * Chromium and Firefox all play; it takes twice the bytes of G.711.
 */
final class FlacRun {
  /** Samples per channel in one frame: 0.2 s at 8 kHz. */
  private static final int FRAME_SAMPLES = 1600;

  /** Least samples in a frame that STREAMINFO may tell; only a very last one is shorter. */
  private static final int MIN_FRAME_SAMPLES = 16;

  private static final int BITS = 16;
  private static final short[] A_LAW = table(G711Config.Law.A);
  private static final short[] MU_LAW = table(G711Config.Law.MU);

  private final G711Config config;
  private final int clockRate;
  private final int samples; // per channel
  private final long first; // number of the first sample, per channel
  private final int frames;

  /**
   * Lays the frames out.
   *
   * @param bytes of G.711, at least one per channel
   * @param first number of the first sample in its track: it stands in the frames
   */
  FlacRun(G711Config config, int clockRate, int bytes, long first) {
    this.config = config;
    this.clockRate = clockRate;
    this.samples = bytes / config.channels();
    this.first = first;
    this.frames = (samples + FRAME_SAMPLES - 1) / FRAME_SAMPLES;
  }

  int frames() {
    return frames;
  }

  /** Number of the first sample of a frame, from the begin of the run; frames are equally long. */
  int begin(int frame) {
    return (int) ((long) samples * frame / frames);
  }

  int samples(int frame) {
    return begin(frame + 1) - begin(frame);
  }

  int sizeBytes(int frame) {
    int payload = config.channels() * (1 + samples(frame) * BITS / 8);
    return headerBytes(frame) + payload + 2;
  }

  /** Bytes of all frames. */
  int sizeBytes() {
    int size = 0;
    for (int i = 0; i < frames; i++) {
      size += sizeBytes(i);
    }
    return size;
  }

  /** Sync and codes, sample number, length of the block, CRC. */
  private int headerBytes(int frame) {
    return 4 + utf8Bytes(number(frame)) + 2 + 1;
  }

  /** Number that stands in the frame. RFC 9639 has 36 bits for it, but ffmpeg takes 31. */
  private long number(int frame) {
    return first + begin(frame) & Integer.MAX_VALUE;
  }

  private static int utf8Bytes(long number) {
    int bytes = 1;
    for (long limit = 0x80; number >= limit; limit = 1L << (5 * bytes + 1)) {
      bytes++;
    }
    return bytes;
  }

  /**
   * Writes one frame.
   *
   * @param g711 the samples of the frame, interleaved
   */
  void write(int frame, ByteBuffer g711, ByteBuffer out) {
    int begin = out.position();
    int count = samples(frame);
    out.putShort((short) 0xfff9); // sync; blocks of different lengths
    out.put((byte) (0x70 | rateCode())); // the length follows in 16 bits
    out.put((byte) ((config.channels() - 1) << 4 | 4 << 1)); // 16 bits per sample
    putUtf8(out, number(frame));
    out.putShort((short) (count - 1));
    out.put((byte) Crc.flac8(out, begin, out.position()));
    short[] table = config.law() == G711Config.Law.A ? A_LAW : MU_LAW;
    for (int channel = 0; channel < config.channels(); channel++) {
      out.put((byte) 2); // subframe, verbatim
      for (int i = 0; i < count; i++) {
        int at = g711.position() + i * config.channels() + channel;
        out.putShort(table[g711.get(at) & 0xff]);
      }
    }
    out.putShort((short) Crc.flac16(out, begin, out.position()));
  }

  private int rateCode() {
    return switch (clockRate) {
      case 8000 -> 4;
      case 16_000 -> 5;
      default -> 0; // as STREAMINFO says
    };
  }

  /** The number in the way of UTF-8 (RFC 9639 9.1.5). */
  private static void putUtf8(ByteBuffer out, long number) {
    int bytes = utf8Bytes(number);
    if (bytes == 1) {
      out.put((byte) number);
      return;
    }
    int lead = 0xff00 >> bytes & 0xff;
    out.put((byte) (lead | number >> 6 * (bytes - 1)));
    for (int i = bytes - 2; i >= 0; i--) {
      out.put((byte) (0x80 | number >> 6 * i & 0x3f));
    }
  }

  /** Sample entry of such a track (Encapsulation of FLAC in ISO BMFF 1.0, 3.3.1 and 3.3.2). */
  static void entry(BoxWriter w, G711Config config, int clockRate) {
    SampleEntries.audio(
        w,
        "fLaC",
        config.channels(),
        clockRate,
        () ->
            w.fullBox(
                "dfLa",
                0,
                0,
                () -> {
                  w.u32(0x80000000L | 34); // last block, STREAMINFO
                  w.u16(MIN_FRAME_SAMPLES).u16(FRAME_SAMPLES).zeros(6);
                  w.u64(
                      (long) clockRate << 44
                          | (config.channels() - 1L) << 41
                          | (BITS - 1L) << 36); // number of samples unknown
                  w.zeros(16); // MD5 unknown
                }));
  }

  /** Linear values of all bytes (ITU-T G.711), in 16 bits. */
  private static short[] table(G711Config.Law law) {
    short[] table = new short[256];
    for (int i = 0; i < 256; i++) {
      table[i] = (short) (law == G711Config.Law.A ? fromALaw(i) : fromMuLaw(i));
    }
    return table;
  }

  private static int fromALaw(int code) {
    int bits = code ^ 0x55;
    int segment = bits >> 4 & 7;
    int value = (bits & 0xf) << 4 | 8;
    if (segment > 0) {
      value = (value | 0x100) << (segment - 1);
    }
    return (bits & 0x80) != 0 ? value : -value;
  }

  private static int fromMuLaw(int code) {
    int bits = ~code & 0xff;
    int value = (((bits & 0xf) << 3 | 0x84) << (bits >> 4 & 7)) - 0x84;
    return (bits & 0x80) != 0 ? -value : value;
  }
}

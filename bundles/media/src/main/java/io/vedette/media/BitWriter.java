package io.vedette.media;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Writes a NAL unit bit by bit, with emulation prevention bytes (ISO/IEC 14496-10 7.3.1). Used by
 * one thread.
 */
final class BitWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int current;
  private int used;
  private int zeros; // zero bytes just written

  BitWriter bits(int count, long value) {
    for (int i = count - 1; i >= 0; i--) {
      current = current << 1 | (int) (value >> i & 1);
      if (++used == 8) {
        writeByte();
      }
    }
    return this;
  }

  private void writeByte() {
    if (zeros >= 2 && current <= 3) {
      bytes.write(3); // emulation prevention
      zeros = 0;
    }
    bytes.write(current);
    zeros = current == 0 ? zeros + 1 : 0;
    current = 0;
    used = 0;
  }

  /** ue(v). */
  BitWriter ue(long... values) {
    for (long value : values) {
      int length = 64 - Long.numberOfLeadingZeros(value + 1);
      bits(length - 1, 0).bits(length, value + 1);
    }
    return this;
  }

  /** se(v). */
  BitWriter se(long value) {
    return ue(value > 0 ? 2 * value - 1 : -2 * value);
  }

  /** With the stop bit. */
  ByteBuffer done() {
    bits(1, 1);
    while (used != 0) {
      bits(1, 0);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }
}

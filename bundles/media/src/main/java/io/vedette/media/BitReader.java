package io.vedette.media;

import java.nio.ByteBuffer;

/**
 * Reads bits of a NAL unit's RBSP, most significant first, stepping over emulation prevention bytes
 * (ISO/IEC 14496-10 7.3.1: 00 00 03 → 00 00). Used by one thread; does not move the buffer.
 */
final class BitReader {
  private final ByteBuffer bytes;
  private int position; // absolute index of the next byte
  private int zeros; // zero bytes just read, for emulation prevention
  private int current; // byte whose bits are being read
  private int bitsLeft; // of current, 0..8

  BitReader(ByteBuffer nalUnit, int headerBytes) {
    this.bytes = nalUnit;
    this.position = nalUnit.position() + headerBytes;
  }

  int bit() throws MalformedMediaException {
    if (bitsLeft == 0) {
      nextByte();
    }
    return current >> --bitsLeft & 1;
  }

  private void nextByte() throws MalformedMediaException {
    int next = rawByte();
    if (zeros >= 2 && next == 3) {
      zeros = 0;
      next = rawByte();
    }
    zeros = next == 0 ? zeros + 1 : 0;
    current = next;
    bitsLeft = 8;
  }

  private int rawByte() throws MalformedMediaException {
    if (position >= bytes.limit()) {
      throw new MalformedMediaException(
          "NAL unit ends after " + (position - bytes.position()) + " bytes, more were announced");
    }
    return bytes.get(position++) & 0xff;
  }

  /** Up to 32 bits as an unsigned number. */
  long bits(int count) throws MalformedMediaException {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 1 | bit();
    }
    return value;
  }

  boolean flag() throws MalformedMediaException {
    return bit() == 1;
  }

  /** Exp-Golomb code ue(v), ISO/IEC 14496-10 9.1. */
  long unsignedGolomb() throws MalformedMediaException {
    int leadingZeros = 0;
    while (bit() == 0) {
      if (++leadingZeros > 31) {
        throw new MalformedMediaException("Exp-Golomb code with more than 31 leading zeros");
      }
    }
    return (1L << leadingZeros) - 1 + bits(leadingZeros);
  }

  /** Exp-Golomb code se(v), ISO/IEC 14496-10 9.1.1. */
  long signedGolomb() throws MalformedMediaException {
    long code = unsignedGolomb();
    return (code & 1) == 1 ? (code + 1) / 2 : -(code / 2);
  }
}

package io.vedette.mp4;

import java.nio.ByteBuffer;

/** Checksums of FLAC frames (RFC 9639 9.1.8, 9.3): most significant bit first, begun with 0. */
final class Crc {
  private static final int[] TABLE_8 = table(8, 0x07);
  private static final int[] TABLE_16 = table(16, 0x8005);

  private Crc() {}

  private static int[] table(int width, int polynomial) {
    int[] table = new int[256];
    for (int i = 0; i < 256; i++) {
      int crc = i << (width - 8);
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc << 1) ^ ((crc >> (width - 1) & 1) * polynomial);
      }
      table[i] = crc & ((1 << width) - 1);
    }
    return table;
  }

  /** Of a header. */
  static int flac8(ByteBuffer bytes, int from, int to) {
    int crc = 0;
    for (int i = from; i < to; i++) {
      crc = TABLE_8[crc ^ (bytes.get(i) & 0xff)];
    }
    return crc;
  }

  /** Of a whole frame. */
  static int flac16(ByteBuffer bytes, int from, int to) {
    int crc = 0;
    for (int i = from; i < to; i++) {
      crc = (crc << 8 & 0xffff) ^ TABLE_16[crc >> 8 ^ (bytes.get(i) & 0xff)];
    }
    return crc;
  }
}

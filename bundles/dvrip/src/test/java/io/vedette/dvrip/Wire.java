package io.vedette.dvrip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;

/** Bytes that the tests share. */
final class Wire {
  /** SPS, PPS, IDR of 16x16. */
  static final byte[] KEY =
      hex(
          "00000001 6742c00ad91ec044000003000400000300783c489920"
              + "00000001 68cb83cb20 000001 6588840bf26280019c");

  static final byte[] DELTA = hex("00000001 419a02030405");

  /** VPS, SPS, PPS, first bytes of an IDR picture of 640x360. */
  static final byte[] H265_KEY =
      hex(
          "00000001 40010c01ffff01600000030090000003000003003f928090"
              + "00000001 42010101600000030090000003000003003fa0050201696592a4932bc05a02000003000200"
              + "0003003210 00000001 4401c172b46240 00000001 2801af1d30c62742");

  static final byte[] H265_DELTA = hex("00000001 0201d00b8f");

  private Wire() {}

  static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  static byte[] bytes(ByteBuffer buffer) {
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return copy;
  }

  /** An I frame of 1920x1080 at a rate, H.264 or as the type byte says. */
  static byte[] key(int type, int fps, byte[] picture) {
    ByteBuffer head = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    head.put(hex("000001fc")).put((byte) type).put((byte) fps).put(hex("f0879e6dec6a"));
    return join(head.putInt(picture.length).array(), picture);
  }

  static byte[] delta(byte[] picture) {
    ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    return join(head.put(hex("000001fd")).putInt(picture.length).array(), picture);
  }

  static byte[] audio(int type, int rate, int samples) {
    ByteBuffer head = ByteBuffer.allocate(8 + samples).order(ByteOrder.LITTLE_ENDIAN);
    head.put(hex("000001fa")).put((byte) type).put((byte) rate).putShort((short) samples);
    return head.array();
  }

  static byte[] media(byte[]... parts) {
    ByteBuffer payload = ByteBuffer.wrap(join(parts));
    return bytes(new DvripPacket(1, 0x1a, 7, 0, 0, DvripId.MONITOR_DATA, payload).encode());
  }

  static byte[] join(byte[]... parts) {
    int size = 0;
    for (byte[] part : parts) {
      size += part.length;
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    List.of(parts).forEach(out::put);
    return out.array();
  }
}

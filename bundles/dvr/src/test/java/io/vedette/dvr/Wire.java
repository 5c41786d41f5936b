package io.vedette.dvr;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

/** Bytes that the tests share: the worked example of the protocol's description. */
final class Wire {
  /** AUD, SPS, PPS, IDR of 16x16, 53 bytes. */
  static final byte[] KEY =
      hex(
          "00000001 0910 00000001 6742c00ad91ec044000003000400000300783c489920"
              + "00000001 68cb83cb20 000001 6588840bf26280019c");

  static final byte[] DELTA = hex("00000001 419a02030405");

  /** VPS, SPS, PPS, first bytes of an IDR picture of 640x360. */
  static final byte[] H265_KEY =
      hex(
          "00000001 40010c01ffff01600000030090000003000003003f928090"
              + "00000001 42010101600000030090000003000003003fa0050201696592a4932bc05a02000003000200"
              + "0003003210 00000001 4401c172b46240 00000001 2801af1d30c62742");

  static final byte[] H265_DELTA = hex("00000001 0201d00b8f");

  /** Key picture of channel 0 titled "Door", PTS 90000. */
  static final byte[] PACKET =
      hex(
          "ff5656ffb10000000100000001000000"
              + "8035305690d003000000000070746565"
              + "656c64000100ff446f6f720000000000"
              + "0000010001020f0fb10000000000004e"
              + "5453430080353056fa00000000000000"
              + "905f0100000000000000000000000000"
              + "00000000000000000000000000000000"
              + "0000000000000000000001e0004f84c1"
              + "17310005bf21110005bf210f8b800800"
              + "80085501000000000000000109100000"
              + "00016742c00ad91ec044000003000400"
              + "000300783c4899200000000168cb83cb"
              + "200000016588840bf26280019c");

  private Wire() {}

  static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  static String hex(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return HexFormat.of().formatHex(copy);
  }

  /** What {@link FrameHead}'s length counts. */
  enum Counts {
    HEADS(0),
    PES(FrameHead.BYTES),
    STREAM(FrameHead.BYTES + PesHead.BYTES);

    final int less;

    Counts(int less) {
      this.less = less;
    }
  }

  /** A frame: both heads and a picture. */
  static byte[] frame(int channel, byte[] picture, long pts, Counts counts) {
    boolean key = picture[picture.length - 1] == KEY[KEY.length - 1];
    int size = FrameHead.BYTES + PesHead.BYTES + picture.length;
    FrameHead head = new FrameHead(channel, "Door", 1, size - counts.less, 1_446_000_000L, 250);
    ByteBuffer out = ByteBuffer.allocate(size);
    out.put(head.encode(key, true, 15, 1));
    out.put(new PesHead(0xe0, pts, PesHead.BYTES).encode(picture.length, 0, key));
    return out.put(picture).array();
  }

  /** A packet with that number. */
  static byte[] packet(long number, byte[]... payload) {
    byte[] all = join(payload);
    return join(new PacketHeader(all.length, number, new byte[12]).encode(1).array(), all);
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

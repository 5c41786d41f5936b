package io.vedette.dvr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * MPEG-style packet head between a frame's head and its elementary stream (ISO/IEC 13818-1 2.4.3.6
 * as far as it goes); 32 bytes from every device known, big-endian.
 *
 * @param streamId 0xC0 to 0xCF: audio; 0xE0 to 0xFF: video
 * @param pts 33 bits, 90 kHz; -1 if it is not there
 * @param streamStart bytes from here to the elementary stream
 */
public record PesHead(int streamId, long pts, int streamStart) {
  /** Bytes of the head, as devices write it. */
  public static final int BYTES = 32;

  private static final int FIXED = 9;
  private static final int USUAL_EXTRA = BYTES - FIXED;
  private static final int MAX_EXTRA = 64;

  /** Null if there is none. {@code in} is not moved. */
  static PesHead parse(ByteBuffer in) {
    int at = in.position();
    if (in.remaining() < FIXED || in.get(at) != 0 || in.get(at + 1) != 0 || in.get(at + 2) != 1) {
      return null;
    }
    int extra = in.get(at + 8) & 0xff;
    if (extra > MAX_EXTRA) {
      extra = USUAL_EXTRA;
    }
    if (in.remaining() < FIXED + extra) {
      return null;
    }
    boolean hasPts = (in.get(at + 7) & 0x80) != 0 && extra >= 5;
    return new PesHead(in.get(at + 3) & 0xff, hasPts ? pts(in, at + FIXED) : -1, FIXED + extra);
  }

  boolean isAudio() {
    return streamId >= 0xc0 && streamId <= 0xcf;
  }

  /** 4 bits, 3 bits + marker, 15 + marker, 15 + marker. */
  private static long pts(ByteBuffer in, int at) {
    long high = in.get(at) >> 1 & 7L;
    int middle = (in.get(at + 1) & 0xff) << 7 | (in.get(at + 2) & 0xff) >> 1;
    int low = (in.get(at + 3) & 0xff) << 7 | (in.get(at + 4) & 0xff) >> 1;
    return high << 30 | (long) middle << 15 | low;
  }

  /**
   * As a device writes it.
   *
   * @param streamBytes of the elementary stream behind it
   * @param previousBytes of the channel's packet before, heads counted
   * @param key an I picture
   */
  public ByteBuffer encode(int streamBytes, int previousBytes, boolean key) {
    ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.BIG_ENDIAN);
    int length = BYTES - 6 + streamBytes;
    out.put(new byte[] {0, 0, 1, (byte) streamId});
    out.putShort((short) (length > 0xffff ? 0 : length));
    out.put((byte) 0x84).put((byte) 0xc1).put((byte) USUAL_EXTRA);
    time(out, 3);
    time(out, 1);
    out.put((byte) 0x0f).put((byte) 0x8b);
    length22(out, previousBytes);
    length22(out, BYTES + streamBytes);
    return out.put((byte) (key ? 1 : 2)).clear();
  }

  private void time(ByteBuffer out, int prefix) {
    out.put((byte) (prefix << 4 | (pts >> 29 & 0xe) | 1));
    out.putShort((short) (pts >> 14 & 0xfffe | 1));
    out.putShort((short) (pts << 1 & 0xfffe | 1));
  }

  private static void length22(ByteBuffer out, int length) {
    out.put((byte) (0x80 | length >> 15 & 0x7f));
    out.put((byte) (length >> 7 & 0xf0 | 8 | length >> 8 & 7));
    out.put((byte) length);
  }
}

package io.vedette.dvr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Header of a stream packet, 28 bytes.
 *
 * <pre>{@code | FF 56 56 FF | length u32 | token u32 | number u32 | tp 12 bytes |}</pre>
 *
 * @param length of the payload that follows
 * @param number counts packets of all channels, from 1
 * @param echo opaque; goes back in the acknowledgement
 */
@SuppressWarnings("ArrayRecordComponent") // private to this package's use; never compared
public record PacketHeader(int length, long number, byte[] echo) {
  /** Bytes of a header. */
  public static final int BYTES = 28;

  /** Twice the largest key picture of a 4K camera (guess); longer ones are garbage. */
  public static final int MAX_PAYLOAD = 8 * 1024 * 1024;

  private static final int MAGIC = 0xff5656ff;
  private static final int ECHO = 12;

  /** Null if these 28 bytes are no header. */
  static PacketHeader parse(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long length = in.getInt(4) & 0xffffffffL;
    if (in.getInt(0) != MAGIC || length > MAX_PAYLOAD) {
      return null;
    }
    byte[] echo = Arrays.copyOfRange(bytes, BYTES - ECHO, BYTES);
    return new PacketHeader((int) length, in.getInt(12) & 0xffffffffL, echo);
  }

  /** True if a header may begin with the byte at {@code at}, as far as the bytes go. */
  static boolean mayBegin(byte[] bytes, int at, int size) {
    for (int i = 0; i < 4 && at + i < size; i++) {
      if (bytes[at + i] != (byte) (MAGIC >>> 24 - 8 * i)) {
        return false;
      }
    }
    return true;
  }

  /** As a device writes it. */
  public ByteBuffer encode(int token) {
    ByteBuffer out = DvrMessage.bytes(BYTES);
    return out.putInt(MAGIC).putInt(length).putInt(token).putInt((int) number).put(echo).flip();
  }

  /** The acknowledgement that the client owes. */
  public DvrMessage acknowledgement() {
    ByteBuffer body = DvrMessage.bytes(4 + ECHO).putInt((int) number).put(echo).flip();
    return new DvrMessage(false, DvrId.DATA_ACKNOWLEDGE, body);
  }
}

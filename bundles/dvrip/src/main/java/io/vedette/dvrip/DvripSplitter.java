package io.vedette.dvrip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Bytes of a connection → packets. Grows with the bytes that came, not with the length that is
 * announced. Used by one thread, on either side.
 */
public final class DvripSplitter {
  private byte[] buffer = new byte[4096];
  private int start;
  private int end;

  /** Takes all bytes. */
  public void push(ByteBuffer bytes) {
    int count = bytes.remaining();
    if (buffer.length - end < count) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
      if (buffer.length - end < count) {
        buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, end + count));
      }
    }
    bytes.get(buffer, end, count);
    end += count;
  }

  /**
   * The next packet.
   *
   * @return null if it is not all there yet
   * @throws DvripException if what comes is no packet
   */
  public DvripPacket next() throws DvripException {
    if (end - start < DvripPacket.HEADER_BYTES) {
      return null;
    }
    ByteBuffer head = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
    int first = buffer[start] & 0xff;
    long length = head.getInt(start + 16) & 0xffffffffL;
    if (first != DvripPacket.HEAD || length > DvripPacket.MAX_PAYLOAD_BYTES) {
      throw new DvripException(
          DvripException.Kind.PROTOCOL,
          "no DVRIP packet: begins with 0x%02x, announces %d bytes".formatted(first, length));
    }
    int bodyStart = start + DvripPacket.HEADER_BYTES;
    if (end - bodyStart < length) {
      return null;
    }
    byte[] body = Arrays.copyOfRange(buffer, bodyStart, bodyStart + (int) length);
    DvripPacket packet =
        new DvripPacket(
            buffer[start + 1] & 0xff,
            head.getInt(start + 4),
            head.getInt(start + 8),
            buffer[start + 12] & 0xff,
            buffer[start + 13] & 0xff,
            head.getShort(start + 14) & 0xffff,
            ByteBuffer.wrap(body));
    start = bodyStart + (int) length;
    if (start == end) {
      start = 0;
      end = 0;
    }
    return packet;
  }
}

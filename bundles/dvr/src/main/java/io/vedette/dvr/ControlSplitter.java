package io.vedette.dvr;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes of a control connection → messages, wherever TCP cut them. Grows with the bytes that came,
 * not with the length that is announced. Used by one thread, on either side.
 */
public final class ControlSplitter {
  private byte[] buffer = new byte[1024];
  private int size;

  /** Takes all bytes. */
  public void push(ByteBuffer bytes) {
    int count = bytes.remaining();
    if (buffer.length - size < count) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + count));
    }
    bytes.get(buffer, size, count);
    size += count;
  }

  /**
   * The next message.
   *
   * @return null if it is not all there yet
   * @throws DvrException if one announces a length that none has
   */
  public DvrMessage next() throws DvrException {
    if (size < DvrMessage.HEADER_BYTES) {
      return null;
    }
    ByteBuffer view = ByteBuffer.wrap(buffer, 0, size).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    final int id = view.getShort(1) & 0xffff;
    long length = view.getInt(3) & 0xffffffffL;
    if (length > DvrMessage.MAX_BODY_BYTES) {
      throw new DvrException(
          DvrException.Kind.PROTOCOL,
          "control message 0x%02x announces %d bytes: no such DVR".formatted(id, length));
    }
    int end = DvrMessage.HEADER_BYTES + (int) length;
    if (size < end) {
      return null;
    }
    byte[] body = Arrays.copyOfRange(buffer, DvrMessage.HEADER_BYTES, end);
    final boolean wantsReply = buffer[0] != 0;
    System.arraycopy(buffer, end, buffer, 0, size - end);
    size -= end;
    return new DvrMessage(wantsReply, id, ByteBuffer.wrap(body));
  }
}

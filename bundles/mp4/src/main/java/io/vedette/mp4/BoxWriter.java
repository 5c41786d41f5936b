package io.vedette.mp4;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes nested boxes into a buffer that grows: {@link #box} leaves room for the size, runs the
 * content and fills the size in, so that code reads as the tree of the standard. Used by one
 * thread.
 */
final class BoxWriter {
  private ByteBuffer out;

  BoxWriter(int expectedBytes) {
    out = ByteBuffer.allocate(expectedBytes);
  }

  /** A box (ISO/IEC 14496-12 4.2) whose content is what {@code content} writes. */
  BoxWriter box(String type, Runnable content) {
    int start = out.position();
    u32(0).ascii(type);
    content.run();
    out.putInt(start, out.position() - start);
    return this;
  }

  /** A box that begins with version and flags. */
  BoxWriter fullBox(String type, int version, int flags, Runnable content) {
    return box(
        type,
        () -> {
          u32((long) version << 24 | flags);
          content.run();
        });
  }

  BoxWriter u8(int value) {
    room(1).put((byte) value);
    return this;
  }

  BoxWriter u16(int value) {
    room(2).putShort((short) value);
    return this;
  }

  BoxWriter u32(long value) {
    room(4).putInt((int) value);
    return this;
  }

  BoxWriter u64(long value) {
    room(8).putLong(value);
    return this;
  }

  BoxWriter zeros(int count) {
    room(count).put(new byte[count]);
    return this;
  }

  BoxWriter ascii(String text) {
    return bytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** The remaining bytes; does not move the buffer. */
  BoxWriter bytes(ByteBuffer bytes) {
    room(bytes.remaining()).put(bytes.duplicate());
    return this;
  }

  /** Position of the next byte. */
  int position() {
    return out.position();
  }

  /** Overwrites four bytes that were written before. */
  void patchU32(int at, long value) {
    out.putInt(at, (int) value);
  }

  private ByteBuffer room(int bytes) {
    if (out.remaining() < bytes) {
      int capacity = Math.max(out.capacity() * 2, out.position() + bytes);
      out = ByteBuffer.allocate(capacity).put(out.flip());
    }
    return out;
  }

  /** What was written; the writer must not be used after this. */
  ByteBuffer finish() {
    return out.flip();
  }
}

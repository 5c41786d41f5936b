package io.vedette.sink.recorder;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Direct buffers in which fragments are put together for one write call. Shared by all streams,
 * because a buffer is in use for a millisecond every two seconds; a heap buffer would make the JDK
 * keep one of that size per thread. Thread-safe.
 */
final class WriteBuffers {
  /** Buffers kept; more exist only while more streams write at once. */
  private static final int KEPT = 4;

  /** Larger ones are not kept. */
  private static final int KEPT_BYTES = 4 << 20;

  private static final int STEP = 256 << 10;

  private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>(); // guarded by this

  /** A cleared buffer with room for so many bytes; give it back. */
  synchronized ByteBuffer take(int bytes) {
    ByteBuffer buffer = free.poll();
    if (buffer == null || buffer.capacity() < bytes) {
      buffer = ByteBuffer.allocateDirect((bytes / STEP + 1) * STEP);
    }
    return buffer.clear();
  }

  synchronized void giveBack(ByteBuffer buffer) {
    if (free.size() < KEPT && buffer.capacity() <= KEPT_BYTES) {
      free.push(buffer);
    }
  }
}

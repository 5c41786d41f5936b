package io.vedette.sink.webrtc;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that all {@link ResendRing}s together may take beyond their first: viewers must not take
 * the memory that the recorder needs. Thread-safe.
 */
final class ResendMemory {
  private final AtomicLong left;

  ResendMemory(long limitBytes) {
    left = new AtomicLong(limitBytes);
  }

  /** A quarter of what this process may have. */
  static ResendMemory ofThisProcess() {
    return new ResendMemory(Runtime.getRuntime().maxMemory() / 4);
  }

  /** Takes bytes; false, and nothing taken, if so many are not left. */
  boolean take(int bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return true;
    }
    left.addAndGet(bytes);
    return false;
  }

  void give(int bytes) {
    left.addAndGet(bytes);
  }
}

package io.vedette.itests;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process does in its own time. */
final class Eventually {
  private static final long EVERY_NANOS = 100_000_000;

  private Eventually() {}

  /**
   * Asks again until the answer is true.
   *
   * @throws AssertionError if it is not within the time; the last exception is its cause
   */
  static void within(Duration time, String what, Callable<Boolean> condition) {
    long end = System.nanoTime() + time.toNanos();
    Exception last = null;
    while (true) {
      try {
        if (condition.call()) {
          return;
        }
        last = null;
      } catch (Exception e) {
        last = e;
      }
      if (System.nanoTime() > end) {
        String reason = last == null ? "" : " (" + last.getMessage() + ")";
        throw new AssertionError("not within " + time.toSeconds() + " s: " + what + reason, last);
      }
      LockSupport.parkNanos(EVERY_NANOS);
    }
  }
}

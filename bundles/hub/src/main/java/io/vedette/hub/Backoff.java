package io.vedette.hub;

import io.vedette.api.driver.CameraException;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before a camera is tried again. Used by one camera's thread.
 *
 * <p>A camera that comes back is seen within 5 s, however long it was away: tries begin 0.5 s, then
 * 1, 2, and from then on 4 s after one another, each up to a quarter later at random so that forty
 * cameras behind one switch do not knock together. A try that itself took long, because nobody said
 * no, is followed by the next after 0.5 s: TCP asks again at 1, 3 and 7 s only (RFC 6298), and a
 * pause on top of such a silence would be longer than promised.
 *
 * <p>A wrong password is tried again after 1, 5, 15, and from then on every 30 minutes: cameras
 * lock an account, or us, for 5 to 30 minutes after about five wrong ones (Hikvision, Dahua).
 * Whoever corrects the password here starts the camera anew and waits for nothing.
 */
final class Backoff {
  private static final long FIRST_MS = 500;
  private static final long LONGEST_MS = 4000;
  private static final long HOPELESS_MS = 60_000;
  private static final int[] REFUSED_MINUTES = {1, 5, 15, 30};

  private final DoubleSupplier random; // 0 … 1
  private int failures; // in a row
  private int refusals; // of the password, in a row

  Backoff(DoubleSupplier random) {
    this.random = random;
  }

  /** A run delivered: the next failure is the first of a row. */
  void reset() {
    failures = 0;
    refusals = 0;
  }

  /**
   * The pause after a failure of this kind.
   *
   * @param took how long the try that failed went on
   */
  Duration after(CameraException.Kind kind, Duration took) {
    long ms =
        switch (kind) {
          case UNAUTHORIZED ->
              60_000L * REFUSED_MINUTES[Math.min(refusals++, REFUSED_MINUTES.length - 1)];
          case UNSUPPORTED -> HOPELESS_MS;
          case UNREACHABLE, TIMEOUT, PROTOCOL, ENDED ->
              Math.min(LONGEST_MS, FIRST_MS << Math.min(failures, 4));
        };
    failures++;
    double late = 1 + random.getAsDouble() / 4;
    double pauseMs =
        ms > LONGEST_MS ? ms * late : Math.max(FIRST_MS * late, ms * late - took.toMillis());
    return Duration.ofMillis((long) pauseMs);
  }
}

package io.vedette.hub;

import io.vedette.api.driver.CameraException;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before a camera is tried again. Used by one camera's thread.
 *
 * <p>A camera that comes back is seen within 5 s: pauses double from 0.5 s to 4 s, each up to a
 * quarter longer at random so that forty cameras behind one switch do not knock together. A wrong
 * password is tried once a minute at most: many cameras lock the account after a handful.
 */
final class Backoff {
  private static final long FIRST_MS = 500;
  private static final long LONGEST_MS = 4000;
  private static final long HOPELESS_MS = 60_000;

  private final DoubleSupplier random; // 0 … 1
  private int failures; // in a row

  Backoff(DoubleSupplier random) {
    this.random = random;
  }

  /** A run delivered: the next failure is the first of a row. */
  void reset() {
    failures = 0;
  }

  /** The pause after a failure of this kind. */
  Duration after(CameraException.Kind kind) {
    long ms =
        switch (kind) {
          case UNAUTHORIZED, UNSUPPORTED -> HOPELESS_MS;
          case UNREACHABLE, TIMEOUT, PROTOCOL, ENDED ->
              Math.min(LONGEST_MS, FIRST_MS << Math.min(failures, 4));
        };
    failures++;
    return Duration.ofMillis(ms + (long) (ms * random.getAsDouble() / 4));
  }
}

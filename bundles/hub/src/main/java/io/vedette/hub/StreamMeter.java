package io.vedette.hub;

import io.vedette.media.AccessUnit;
import java.time.Instant;
import java.util.Arrays;

/**
 * Pictures per second and bit rate of a stream over the last whole seconds. Written by the source
 * thread, read by status pages.
 */
final class StreamMeter {
  private static final int SECONDS = 5; // two GOPs of 2 s and a bit: steady figures for the eye

  private final int[] pictures = new int[SECONDS + 1]; // guarded by this
  private final long[] bytes = new long[SECONDS + 1]; // guarded by this
  private long second = Long.MIN_VALUE; // epoch second being filled; guarded by this
  private long begun = Long.MIN_VALUE; // epoch second of the first unit; guarded by this

  synchronized void count(AccessUnit unit) {
    moveTo(unit.received().getEpochSecond());
    int slot = (int) Math.floorMod(second, SECONDS + 1L);
    bytes[slot] += unit.sizeBytes();
    if (unit.track().isVideo()) {
      pictures[slot]++;
    }
  }

  /** Forgets everything. */
  synchronized void clear() {
    second = Long.MIN_VALUE;
  }

  private void moveTo(long now) {
    if (second == Long.MIN_VALUE || Math.abs(now - second) > SECONDS) {
      Arrays.fill(pictures, 0);
      Arrays.fill(bytes, 0);
      second = now;
      begun = now;
    }
    while (second < now) {
      second++;
      int slot = (int) Math.floorMod(second, SECONDS + 1L);
      pictures[slot] = 0;
      bytes[slot] = 0;
    }
  }

  /** Whole seconds that the figures cover, 0 … {@link #SECONDS}. */
  private long covered() {
    return Math.min(SECONDS, second - begun);
  }

  synchronized double fps(Instant now) {
    moveTo(now.getEpochSecond());
    long seconds = covered();
    int sum = 0;
    for (long s = second - seconds; s < second; s++) {
      sum += pictures[(int) Math.floorMod(s, SECONDS + 1L)];
    }
    return seconds == 0 ? 0 : (double) sum / seconds;
  }

  synchronized int kbps(Instant now) {
    moveTo(now.getEpochSecond());
    long seconds = covered();
    long sum = 0;
    for (long s = second - seconds; s < second; s++) {
      sum += bytes[(int) Math.floorMod(s, SECONDS + 1L)];
    }
    return seconds == 0 ? 0 : (int) (sum * 8 / 1000 / seconds);
  }
}

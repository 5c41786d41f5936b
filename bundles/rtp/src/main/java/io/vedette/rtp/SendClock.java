package io.vedette.rtp;

import io.vedette.media.AccessUnit;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Times of units → RTP timestamps for one receiver, as 64-bit numbers that only rise. They must go
 * on when a camera reconnects, although its {@code dts} begin at 0 again: a run continues the one
 * before at the distance in which its first unit was received. Picture and sound move together.
 * Used by one thread.
 */
public final class SendClock {
  /** Distance at least between the runs, if the clock was set back or a camera's runs fast. */
  private static final long MIN_STEP_NS = 40_000_000;

  private UUID run; // null before the first unit
  private long offsetNs;
  private long newestNs; // media time of the newest unit, offset included
  private Instant newestReceived = Instant.EPOCH;

  /**
   * RTP timestamp of a unit, not yet cut to 32 bits.
   *
   * @param of the run it belongs to
   */
  public long timestamp(UUID of, AccessUnit unit) {
    int rate = unit.track().clockRate();
    if (run == null) {
      run = of;
    } else if (!run.equals(of)) {
      run = of;
      long elapsedNs = Duration.between(newestReceived, unit.received()).toNanos();
      long continues = newestNs + Math.max(MIN_STEP_NS, elapsedNs);
      offsetNs = continues - nanos(unit.pts(), rate);
    }
    long mediaNs = offsetNs + nanos(unit.pts(), rate);
    if (mediaNs > newestNs) {
      newestNs = mediaNs;
      newestReceived = unit.received();
    }
    return unit.pts() + ticks(offsetNs, rate);
  }

  /** Ticks of a clock in nanoseconds; of either sign, exact to a nanosecond for years. */
  public static long nanos(long ticks, int rate) {
    return ticks / rate * 1_000_000_000 + ticks % rate * 1_000_000_000 / rate;
  }

  /** Nanoseconds in ticks of a clock. */
  public static long ticks(long nanos, int rate) {
    return nanos / 1_000_000_000 * rate + nanos % 1_000_000_000 * rate / 1_000_000_000;
  }
}

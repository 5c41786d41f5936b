package io.vedette.sink.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Maps monotonic time to recorded time: {@code recorded = anchor + rate · (now − anchorNs)}. An
 * immutable value: the session swaps it, the thread that sends works on the one it took.
 *
 * @param anchor recorded time at {@code anchorNs}
 * @param anchorNs monotonic nanoseconds
 * @param rate speed, −64 … 64, not 0; negative: backward
 * @param playing false: the clock stands at {@code anchor}
 */
record ReplayClock(Instant anchor, long anchorNs, double rate, boolean playing) {
  private static final Duration YEAR = Duration.ofDays(365);
  private static final long YEAR_NS = YEAR.toNanos();

  /** Recorded time now. */
  Instant at(long nowNs) {
    return playing ? anchor.plusNanos((long) ((nowNs - anchorNs) * rate)) : anchor;
  }

  boolean isForward() {
    return rate > 0;
  }

  ReplayClock seek(Instant at, long nowNs) {
    return new ReplayClock(at, nowNs, rate, playing);
  }

  ReplayClock rate(double rate, long nowNs) {
    return new ReplayClock(at(nowNs), nowNs, rate, playing);
  }

  ReplayClock play(boolean playing, long nowNs) {
    return new ReplayClock(at(nowNs), nowNs, rate, playing);
  }

  /**
   * When the clock reaches a recorded time that lies ahead in its direction; playing only.
   * Saturates at ±1 year from the anchor: a speed may be next to 0.
   */
  long nsAt(Instant recorded) {
    long ns = (long) (nanos(anchor, recorded) / rate);
    return anchorNs + Math.max(-YEAR_NS, Math.min(ns, YEAR_NS));
  }

  /** Recorded nanoseconds from here to there in the clock's direction; negative: passed. */
  long aheadNs(Instant recorded, long nowNs) {
    long nanos = nanos(at(nowNs), recorded);
    return isForward() ? nanos : -nanos;
  }

  /** Of two recorded times the one that the clock reaches later. */
  Instant furthest(Instant one, Optional<Instant> other) {
    return other.filter(o -> isForward() ? o.isAfter(one) : o.isBefore(one)).orElse(one);
  }

  /** Nanoseconds between two recorded times; saturates at ±1 year. */
  static long nanos(Instant from, Instant to) {
    Duration between = Duration.between(from, to);
    if (between.abs().compareTo(YEAR) > 0) {
      return between.isNegative() ? -YEAR_NS : YEAR_NS;
    }
    return between.toNanos();
  }
}

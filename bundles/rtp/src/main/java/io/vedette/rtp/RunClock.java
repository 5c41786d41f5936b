package io.vedette.rtp;

import java.util.Arrays;

/**
 * RTP timestamps of one track → ticks that never go back. Used by one thread.
 *
 * <p>A timestamp is believed as a step from the one before: 32-bit wraps are followed. A step back,
 * or forward by more than 10 s, is a camera that set its clock (or began anew): then the time that
 * passed here counts instead, and the camera's steps are believed again from there.
 *
 * <p>B-frames: the timestamp is the presentation time and steps back where a picture says it is
 * reordered (B slices), by less than a second. The decoding time is then the smallest of the n + 1
 * largest presentation times so far, n being the reorder depth: what ffmpeg does for streams
 * without decoding times. n comes from the SPS, else it grows when a picture would be shown before
 * it is decoded; for the few pictures up to there {@code pts} is below {@code dts}.
 */
final class RunClock {
  private static final int MAX_STEP_SECONDS = 10;
  private static final int MAX_REORDER = 16;

  private final int clockRate;
  private final long originNanos;
  private final long[] largest = new long[MAX_REORDER + 1]; // presentation times, rising
  private int depth; // reorder depth; largest[0..depth] are in use
  private boolean started;
  private long lastTimestamp;
  private long lastNanos;
  private long dts;
  private long pts;
  private long corrections;

  /**
   * @param originNanos monotonic time of tick 0
   */
  RunClock(int clockRate, long originNanos) {
    this.clockRate = clockRate;
    this.originNanos = originNanos;
  }

  /** The SPS says how many pictures may be reordered; takes only more than known. */
  void reorderDepth(int frames) {
    while (depth < Math.min(frames, MAX_REORDER)) {
      deepen();
    }
  }

  private void deepen() {
    System.arraycopy(largest, 0, largest, 1, ++depth);
    largest[0] = largest[1];
  }

  /** The next unit starts a new count of timestamps: another SSRC. */
  void forget() {
    lastTimestamp = -1;
  }

  /** Places the next unit in decoding order; then {@link #dts} and {@link #pts} are its times. */
  void place(long timestamp, long arrivedNanos, boolean reordered) {
    if (!started) {
      started = true;
      pts = ticks(arrivedNanos - originNanos);
      Arrays.fill(largest, pts);
      dts = pts;
    } else {
      pts += step(timestamp, arrivedNanos, reordered);
      decodingTime(reordered);
    }
    lastTimestamp = timestamp;
    lastNanos = arrivedNanos;
  }

  private long step(long timestamp, long arrivedNanos, boolean reordered) {
    int step = (int) (timestamp - lastTimestamp);
    boolean known = lastTimestamp >= 0;
    boolean plausible =
        step >= (reordered ? -clockRate : 0) && step <= MAX_STEP_SECONDS * clockRate;
    if (known && plausible) {
      return step;
    }
    corrections++;
    return Math.max(1, ticks(arrivedNanos - lastNanos));
  }

  private void decodingTime(boolean reordered) {
    if (pts > largest[0]) {
      int at = 0;
      while (at < depth && largest[at + 1] < pts) {
        largest[at] = largest[at + 1];
        at++;
      }
      largest[at] = pts;
    }
    dts = Math.max(dts + 1, largest[0]);
    if (pts < dts) {
      if (!reordered) {
        pts = dts; // two pictures with one timestamp
      } else if (depth < MAX_REORDER) {
        deepen();
      }
    }
  }

  /** Moves the unit that was placed last, and so all after it. Not for reordered units. */
  void shift(long ticks) {
    pts += ticks;
    dts = pts;
    Arrays.fill(largest, pts);
  }

  private long ticks(long nanos) {
    return nanos / 1000 * clockRate / 1_000_000;
  }

  long dts() {
    return dts;
  }

  long pts() {
    return pts;
  }

  /** Steps of the camera's clock that were not believed, so far. */
  long corrections() {
    return corrections;
  }
}

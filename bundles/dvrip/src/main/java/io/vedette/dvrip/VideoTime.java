package io.vedette.dvrip;

/**
 * Times of pictures that carry none: a steady pace that begins with the rate the device states and
 * is drawn to the times of arrival, so that bursts on the network do not show and a wrong rate does
 * no harm. Ticks of 90 kHz, never back. Used by one thread.
 */
final class VideoTime {
  private static final int CLOCK_RATE = 90_000;

  /** A second's worth at 25 pictures: errors of arrival are spread over as much. */
  private static final int PULL = 32;

  /** Learns another pace without overshooting: a quarter of the square of the pull. */
  private static final int LEARN = 4 * PULL * PULL;

  /** Further behind than this, pictures are missing. */
  private static final long GAP = 2 * CLOCK_RATE;

  private static final int USUAL_RATE = 25;

  private boolean started;
  private long originNanos;
  private int stated;
  private double pace; // ticks per picture
  private double ticks;

  /** The rate that a key frame states; 0 is ignored. */
  void rate(int picturesPerSecond) {
    if (picturesPerSecond > 0 && picturesPerSecond != stated) {
      stated = picturesPerSecond;
      pace = (double) CLOCK_RATE / picturesPerSecond;
    }
  }

  /** Places the next picture; the first is at 0. */
  long place(long arrivedNanos) {
    if (pace == 0) {
      pace = (double) CLOCK_RATE / USUAL_RATE;
    }
    if (!started) {
      started = true;
      originNanos = arrivedNanos;
      return 0;
    }
    double arrived = (arrivedNanos - originNanos) * (CLOCK_RATE / 1e9);
    double error = arrived - (ticks + pace);
    if (error > GAP) {
      ticks = arrived;
    } else {
      pace = Math.min(CLOCK_RATE, Math.max(CLOCK_RATE / 240.0, pace + error / LEARN));
      ticks += Math.max(1, Math.max(pace / 4, pace + error / PULL));
    }
    return Math.round(ticks);
  }

  /** Monotonic time of tick 0; only once a picture was placed. */
  long originNanos() {
    return originNanos;
  }
}

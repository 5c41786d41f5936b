package io.vedette.dvrip;

/**
 * Times of pictures that carry none: a steady pace that begins with the rate the device states, is
 * measured from key picture to key picture, and is gently drawn to the times of arrival. So bursts
 * on the network do not show, and a wrong rate does no harm. Ticks of 90 kHz, never back. Used by
 * one thread.
 *
 * <p>What waited for us at the start (pictures the device had kept, or those of the time in which a
 * stream is agreed on) comes at once: it was taken before it came. Then the first picture's time of
 * arrival says nothing, that of the newest does.
 */
final class VideoTime {
  private static final int CLOCK_RATE = 90_000;
  private static final int USUAL_RATE = 25;

  /** Pictures over which an error of position is spread. */
  private static final int PULL = 64;

  /** Errors count up to this, so that a burst of seconds changes the pace by a fifth at most. */
  private static final int MAX_ERROR = CLOCK_RATE / 2;

  /** A measured pace beyond this factor is a burst or a pause. */
  private static final int PLAUSIBLE = 4;

  /** Further behind than this, pictures are missing. */
  private static final long GAP = 2 * CLOCK_RATE;

  /** What waited at the start has come after that. */
  private static final double START = 2 * CLOCK_RATE;

  private boolean started;
  private long originNanos;
  private double early; // ticks by which the first picture was taken before it came
  private long lastNanos;
  private int stated;
  private double pace = (double) CLOCK_RATE / USUAL_RATE; // ticks per picture
  private double ticks;
  private double keyArrived = -1; // ticks; -1: no measure
  private int sinceKey; // pictures

  /** The rate that a key frame states; 0 is ignored. */
  void rate(int picturesPerSecond) {
    if (picturesPerSecond > 0 && picturesPerSecond != stated) {
      stated = picturesPerSecond;
      pace = (double) CLOCK_RATE / picturesPerSecond;
      keyArrived = -1;
    }
  }

  /** Places the next picture; the first is at 0. */
  long place(long arrivedNanos, boolean key) {
    double passed = (arrivedNanos - lastNanos) * (CLOCK_RATE / 1e9);
    lastNanos = arrivedNanos;
    if (!started) {
      started = true;
      originNanos = arrivedNanos;
    } else {
      double arrived = (arrivedNanos - originNanos) * (CLOCK_RATE / 1e9);
      sinceKey++;
      if (key) {
        measure(arrived);
      }
      if (arrived < START && passed < pace / PLAUSIBLE) {
        early = Math.max(early, ticks + pace - arrived);
        keyArrived = -1;
      }
      advance(arrived + early);
    }
    return Math.round(ticks);
  }

  private void measure(double arrived) {
    double measured = (arrived - keyArrived) / sinceKey;
    if (keyArrived >= 0 && measured > pace / PLAUSIBLE && measured < pace * PLAUSIBLE) {
      pace += (measured - pace) / 2;
    }
    keyArrived = arrived;
    sinceKey = 0;
  }

  private void advance(double taken) {
    double error = taken - (ticks + pace);
    if (error > GAP) {
      ticks = taken;
      keyArrived = -1;
    } else {
      double pull = Math.max(-MAX_ERROR, Math.min(MAX_ERROR, error)) / PULL;
      ticks += Math.max(pace / PLAUSIBLE, pace + pull);
    }
  }

  /**
   * Time since tick 0 of what arrives now beside the pictures: that of the newest picture and at
   * most two more, since what waited somewhere comes in one burst, in its order.
   */
  long mediaNanos(long nowNanos) {
    double ahead = Math.min((nowNanos - lastNanos) * (CLOCK_RATE / 1e9), 2 * pace);
    return (long) ((ticks + ahead) * (1e9 / CLOCK_RATE));
  }
}

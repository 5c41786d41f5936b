package io.vedette.dvrip;

/**
 * Times of audio frames of 8 kHz: samples are counted, and placed anew beside the pictures among
 * which they came if that is half a second later. Ticks of 8 kHz, never back. Used by one thread.
 */
final class AudioTime {
  static final int CLOCK_RATE = 8_000;
  private static final long TOLERANCE = CLOCK_RATE / 2;

  private long next = -1;

  /**
   * Places the next frame.
   *
   * @param samples in the frame
   * @param mediaNanos see {@link VideoTime#mediaNanos}
   */
  long place(int samples, long mediaNanos) {
    long arrived = Math.max(0, mediaNanos / 125_000 - samples);
    long at = next;
    if (at < 0 || arrived - at > TOLERANCE) {
      at = Math.max(arrived, next);
    }
    next = at + samples;
    return at;
  }
}

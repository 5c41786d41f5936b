package io.vedette.dvr;

/**
 * Times of one channel's frames → ticks of 90 kHz that never go back. The PES time counts; if it
 * stands still, the frame head's clock; if that stands still too, the arrival. Steps back, or
 * forward by more than 10 s, are a device that set its clock: then the time that passed here
 * counts. Used by one thread.
 */
final class MediaTime {
  private static final long WRAP = 1L << 33;
  private static final long MAX_STEP = 10 * 90_000;

  private boolean started;
  private long lastPts;
  private long lastDeviceMillis;
  private long lastNanos;
  private long ticks;

  /**
   * Places the next frame; the first is at 0.
   *
   * @param pts 33 bits, 90 kHz, or -1
   * @param deviceMillis by the device's clock
   * @param arrivedNanos monotonic
   */
  long place(long pts, long deviceMillis, long arrivedNanos) {
    if (started) {
      ticks += step(pts, deviceMillis, arrivedNanos);
    }
    started = true;
    lastPts = pts;
    lastDeviceMillis = deviceMillis;
    lastNanos = arrivedNanos;
    return ticks;
  }

  private long step(long pts, long deviceMillis, long arrivedNanos) {
    boolean known = pts >= 0 && lastPts >= 0;
    long byPts = Math.floorMod(pts - lastPts, WRAP);
    if (known && byPts > 0 && byPts <= MAX_STEP) {
      return byPts;
    }
    long byDevice = (deviceMillis - lastDeviceMillis) * 90;
    boolean stands = !known || byPts == 0;
    if (stands && byDevice > 0 && byDevice <= MAX_STEP) {
      return byDevice;
    }
    return Math.max(1, (arrivedNanos - lastNanos) / 1000 * 9 / 100);
  }
}

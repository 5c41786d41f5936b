package io.vedette.sink.recorder;

import io.vedette.api.stream.Run;
import io.vedette.media.AccessUnit;
import java.util.UUID;

/**
 * Tells the wall time of pictures of one stream. Media time is even but the camera's quartz drifts;
 * the time of arrival is ours but late by a varying delay. So wall time follows media time from an
 * anchor, and the anchor moves, at segment borders only, by the delay of the least delayed picture
 * since, at most 500 ppm. Used by one thread.
 *
 * <p>A difference above {@link #STEP_MS} is no drift: our clock was set, or the camera's timestamps
 * jumped. Then {@link #isSet} asks for a new segment, and the new anchor is taken at once; setting
 * the clock back by more can therefore label two stretches with the same time.
 */
final class RunClock {
  /** Largest correction of drift: 30 ms in a segment of 60 s. Quartz is within 100 ppm. */
  private static final long MAX_PPM = 500;

  /** Above this the clock was set: slewing it away would take more than an hour. */
  static final long STEP_MS = 2000;

  /** A camera or network may hold pictures back for a while; 10 to 20 s are no hiccup. */
  private static final long WINDOW_TICKS = 10 * 90_000;

  private UUID run;
  private boolean fresh; // nothing was anchored in this run
  private long baseDts;
  private long baseMs;
  private long minDelayMs; // of pictures since the last anchor

  // A clock that was set forward shows in the newest pictures only: least delays of two windows.
  private long windowDts;
  private long windowMs; // of the window that is filled
  private long wholeWindowMs; // of the one before

  /** A picture arrived; all are told, in order. */
  void observe(Run of, AccessUnit video) {
    long receivedMs = video.received().toEpochMilli();
    if (!of.id().equals(run)) {
      run = of.id();
      restart(video);
    }
    long delayMs = receivedMs - wallMs(video.dts());
    minDelayMs = Math.min(minDelayMs, delayMs);
    if (video.dts() - windowDts > WINDOW_TICKS) {
      windowDts = video.dts();
      wholeWindowMs = windowMs;
      windowMs = delayMs;
    }
    windowMs = Math.min(windowMs, delayMs);
  }

  /** True if pictures are early, or late for so long that our clock must have been set. */
  boolean isSet() {
    return !fresh && Math.abs(delayMs()) > STEP_MS;
  }

  /** By how much the anchor is wrong. */
  private long delayMs() {
    long recentMs = Math.min(windowMs, wholeWindowMs);
    return recentMs > STEP_MS ? recentMs : minDelayMs == Long.MAX_VALUE ? 0 : minDelayMs;
  }

  /** Media time jumped within a run: what was known is worth nothing. */
  void restart(AccessUnit video) {
    fresh = true;
    baseDts = video.dts();
    baseMs = video.received().toEpochMilli();
    minDelayMs = 0;
    startWindow(video.dts());
  }

  private void startWindow(long dts) {
    windowDts = dts;
    windowMs = 0;
    wholeWindowMs = 0;
  }

  private long wallMs(long dts) {
    return baseMs + Math.floorDiv(dts - baseDts, 90);
  }

  /**
   * Wall time of the picture that begins a segment; asked for once some pictures after it were
   * observed, too, so that a burst at the start of a run is seen as late rather than early.
   *
   * @param dts of the picture
   * @param notBefore wall time that the stream has reached already
   */
  long anchor(long dts, long notBefore) {
    long correction = delayMs();
    boolean drift = !fresh && Math.abs(correction) <= STEP_MS;
    long elapsedMs = Math.floorDiv(dts - baseDts, 90);
    long limit = Math.abs(elapsedMs) * MAX_PPM / 1_000_000;
    long start = wallMs(dts) + (drift ? Math.max(-limit, Math.min(limit, correction)) : correction);
    if (start < notBefore && notBefore - start <= STEP_MS) {
      start = notBefore;
    }
    fresh = false;
    baseDts = dts;
    if (Math.abs(correction) > STEP_MS) {
      startWindow(dts);
    }
    baseMs = start;
    minDelayMs = Long.MAX_VALUE;
    return start;
  }
}

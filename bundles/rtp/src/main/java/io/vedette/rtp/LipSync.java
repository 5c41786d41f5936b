package io.vedette.rtp;

/**
 * Where sound belongs beside the pictures, by the camera's own clock. Tracks are placed by arrival
 * first, which is wrong by what the camera holds back: seconds, if it begins with a group of
 * pictures it had kept. As soon as both tracks have sender reports they say what belongs together;
 * also later, since a camera's clock for sound runs slower or faster than that for pictures.
 *
 * <p>Shared by the receivers of one session and used by its thread.
 */
final class LipSync {
  /** ITU-R BT.1359: 45 ms of sound too early is seen. Below that a correction costs more. */
  private static final long TOLERANCE_NANOS = 40_000_000L;

  /** Tracks that are farther apart do not share a clock. */
  private static final long MAX_ERROR_NANOS = 10_000_000_000L;

  private boolean known;
  private long senderNanos; // of the newest picture, by the sender's clock
  private long runNanos; // of the same, where we placed it
  private long clockSetNanos = Long.MIN_VALUE;

  /** A picture was placed. */
  void picture(long bySenderNanos, long placedNanos) {
    known = true;
    senderNanos = bySenderNanos;
    runNanos = placedNanos;
  }

  /** The sender set its clock: reports that came before say nothing any more. */
  void clockWasSet(long nowNanos) {
    clockSetNanos = nowNanos;
    known = false;
  }

  /** True if a report that came then is by the sender's present clock. */
  boolean believes(long reportNanos) {
    return reportNanos >= clockSetNanos;
  }

  /** How much later than it was placed a sound belongs; 0 if that is not known or not worth it. */
  long error(long bySenderNanos, long placedNanos) {
    if (!known) {
      return 0;
    }
    long error = runNanos + (bySenderNanos - senderNanos) - placedNanos;
    long size = Math.abs(error);
    return size <= TOLERANCE_NANOS || size > MAX_ERROR_NANOS ? 0 : error;
  }
}

package io.vedette.sink.kurento;

import java.time.Duration;

/**
 * When a player is to be stopped and played again. Many events tell of one loss, in any order, and
 * some come late; so a restart that is due is due once, and what is older than the newest sign of
 * life says nothing. Guarded by its owner; times are those of {@link System#nanoTime} unless they
 * are the server's.
 */
final class Retry {
  private static final long[] BACK_OFF_MS = {500, 1000, 2000, 4000, 8000};

  /** A server looks every 2 s whether media flows, and its buffer holds some; twice that. */
  static final Duration STARVING = Duration.ofSeconds(4);

  private static final long NEVER = Long.MAX_VALUE;

  private int failures; // in a row
  private long dueNs; // only while isDue
  private boolean due;
  private boolean failed; // the restart that is due is for a failure
  private boolean running; // between take and began
  private boolean flowing;
  private long newestMillis = -NEVER; // server's clock: newest news about the flow

  /** It is played now, the first time or anew. */
  void began() {
    due = false;
    failed = false;
    running = false;
    flowing = false;
  }

  /**
   * Media flows.
   *
   * @param atMillis of the event, by the server's clock
   */
  void flows(long atMillis) {
    if (isNews(atMillis)) {
      seenFlowing();
    }
  }

  /** The server was asked, and says that media flows. */
  void seenFlowing() {
    flowing = true;
    failures = 0;
    due = false;
    failed = false;
  }

  /** Media does not flow any more; that alone is no reason, for a camera or a replay may stand. */
  void stalls(long atMillis) {
    if (isNews(atMillis)) {
      flowing = false;
    }
  }

  private boolean isNews(long atMillis) {
    if (atMillis < newestMillis) {
      return false;
    }
    newestMillis = atMillis;
    return true;
  }

  /** An error, or the end of the stream. */
  void fails(long nowNs, long atMillis) {
    if (atMillis < newestMillis || failed || running) {
      return;
    }
    flowing = false;
    failed = true;
    dueAt(nowNs + Duration.ofMillis(BACK_OFF_MS[failures]).toNanos());
    failures = Math.min(failures + 1, BACK_OFF_MS.length - 1);
  }

  /** We deliver, and nothing flows there. */
  void starves(long nowNs) {
    if (!flowing && !due && !running) {
      dueAt(nowNs + STARVING.toNanos());
    }
  }

  private void dueAt(long ns) {
    dueNs = due && dueNs - ns < 0 ? dueNs : ns;
    due = true;
  }

  /** Media flows, as far as we were told. */
  boolean isFlowing() {
    return flowing;
  }

  /** True if it must be begun anew now; then nothing is due until {@link #began}. */
  boolean take(long nowNs) {
    if (!due || nowNs - dueNs < 0) {
      return false;
    }
    due = false;
    running = true;
    return true;
  }

  /** The attempt that was taken did not come to its end: once more, later. */
  void missed(long nowNs) {
    running = false;
    failed = false;
    fails(nowNs, NEVER);
  }
}

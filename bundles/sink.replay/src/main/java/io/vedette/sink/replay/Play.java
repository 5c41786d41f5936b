package io.vedette.sink.replay;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** A way to go through one camera's recording with the clock. Used by the session's thread. */
interface Play {
  /**
   * Sends what is due.
   *
   * @return monotonic time at which to come again; {@link Long#MAX_VALUE}: at the end
   */
  long pump(ReplayClock clock, long nowNs) throws IOException;

  /** Recorded time of what comes next; empty: nothing more, as far as is recorded now. */
  Optional<Instant> next();

  /** Longest time without anything that is no gap. */
  long gapNs();
}

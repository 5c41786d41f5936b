package io.vedette.sink.recorder;

import io.vedette.api.stream.LogEntry;
import io.vedette.media.AccessUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Which units of a stream came before: all that are still in its log come again when a cursor was
 * opened anew. Used by one thread.
 */
final class SeenUnits {
  /** Runs that a stream's log can still hold, generously. */
  private static final int MAX_RUNS = 64;

  private final Map<UUID, Long> lastSequences = // by run
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Long> eldest) {
          return size() > MAX_RUNS;
        }
      };

  private UUID formerRun; // of the newest segment of a former life
  private long formerEndDts; // its end

  /** A former life recorded a run up to here: ticks of 1/90000 s since it began. */
  void former(UUID run, long endDts) {
    formerRun = run;
    formerEndDts = endDts;
  }

  /** Notes a unit; false if it came before. */
  boolean isNew(LogEntry.Unit entry) {
    UUID run = entry.run().id();
    AccessUnit unit = entry.unit();
    long ticks = unit.dts() * 90_000 / unit.track().clockRate();
    if (entry.sequence() <= lastSequences.getOrDefault(run, -1L)
        || (run.equals(formerRun) && ticks < formerEndDts)) {
      return false;
    }
    lastSequences.put(run, entry.sequence());
    return true;
  }
}

package io.vedette.sink.recorder;

import io.vedette.api.stream.LogEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;

/**
 * Lets through to the recorder what its camera's plan wants. What is not wanted waits in memory as
 * long as it may still become wanted (an event is told later, and its time before belongs to it),
 * at least the newest GOP, so that every recording begins with the key picture at or before its
 * time. It ends with the GOP that reaches its end, so that the next can follow without a hole. Used
 * by the stream's thread.
 */
final class Gate {
  /** What waits has at most so many bytes: 64 s of 4 Mbit/s. */
  private static final long MAX_BYTES = 32L << 20;

  private final StreamRecorder recorder;
  private final ArrayDeque<LogEntry> waiting = new ArrayDeque<>(); // begins with a key picture
  private final ArrayDeque<Instant> keys = new ArrayDeque<>(); // times of those among them
  private long bytes; // of payload, waiting
  private boolean open;
  private Instant lastUnit = Instant.EPOCH;

  Gate(StreamRecorder recorder) {
    this.recorder = recorder;
  }

  /** The next entry of the stream. */
  void accept(LogEntry entry, RecordPlan plan) {
    if (entry instanceof LogEntry.Unit unit) {
      lastUnit = unit.unit().received();
      accept(unit, plan);
    } else {
      if (!open && !waiting.isEmpty()) {
        waiting.add(entry);
      }
      recorder.accept(entry);
    }
  }

  private void accept(LogEntry.Unit unit, RecordPlan plan) {
    if (open && isKey(unit) && !plan.wants(lastUnit)) {
      recorder.stop(plan.otherwise());
      open = false;
    }
    if (open) {
      recorder.accept(unit);
      return;
    }
    hold(unit, plan.memory());
    openIfWanted(plan);
    if (!open) {
      recorder.waits(plan.otherwise());
    }
  }

  private static boolean isKey(LogEntry.Unit unit) {
    return unit.unit().track().isVideo() && unit.unit().randomAccess();
  }

  private void hold(LogEntry.Unit unit, Duration memory) {
    if (isKey(unit)) {
      keys.add(unit.unit().received());
    } else if (waiting.isEmpty()) {
      return;
    }
    waiting.add(unit);
    bytes += unit.unit().sizeBytes();
    Instant needed = unit.unit().received().minus(memory);
    while (keys.size() > 1 && (bytes > MAX_BYTES || !second().isAfter(needed))) {
      dropGop();
    }
    if (bytes > MAX_BYTES) {
      clear(); // one GOP of that size: nothing is held until the next
    }
  }

  private Instant second() {
    Iterator<Instant> times = keys.iterator();
    times.next();
    return times.next();
  }

  private void dropGop() {
    keys.remove();
    do {
      if (waiting.remove() instanceof LogEntry.Unit unit) {
        bytes -= unit.unit().sizeBytes();
      }
    } while (!(waiting.peek() instanceof LogEntry.Unit next && isKey(next)));
  }

  private void clear() {
    waiting.clear();
    keys.clear();
    bytes = 0;
  }

  /** Passes on what waits, from the key picture at or before the first wanted time on. */
  private void openIfWanted(RecordPlan plan) {
    if (keys.isEmpty()) {
      return;
    }
    Optional<Instant> first = plan.firstWanted(keys.peek(), lastUnit);
    if (first.isPresent()) {
      while (keys.size() > 1 && !second().isAfter(first.get())) {
        dropGop();
      }
      open = true;
      waiting.forEach(recorder::accept);
      clear();
    }
  }

  /** Nothing came for a while, but an event may have happened. */
  void idle(RecordPlan plan) {
    recorder.idle();
    if (!open && !waiting.isEmpty()) {
      openIfWanted(plan);
      if (!open) {
        recorder.endIfSilentSince(lastUnit);
      }
    }
  }

  /** Recording is switched off: forgets what waits. */
  void close() {
    open = false;
    clear();
  }
}

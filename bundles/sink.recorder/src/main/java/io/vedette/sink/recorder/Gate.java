package io.vedette.sink.recorder;

import io.vedette.api.stream.LogEntry;
import java.time.Instant;
import java.util.Optional;

/**
 * Lets through to the recorder what its camera's plan wants. What is not wanted waits in memory as
 * long as it may still become wanted (an event is told later, and its time before belongs to it),
 * at least the newest GOP, so that every recording begins with the key picture at or before its
 * time. It ends with the GOP that reaches its end, so that the next can follow without a hole. Used
 * by the stream's thread.
 */
final class Gate {
  private final StreamRecorder recorder;
  private final GopBuffer waiting;
  private boolean open;
  private Instant lastUnit = Instant.EPOCH;

  Gate(StreamRecorder recorder, MemoryBudget budget) {
    this.recorder = recorder;
    this.waiting = new GopBuffer(RecorderSettings.HELD_BYTES, budget);
  }

  /** The next entry of the stream. */
  void accept(LogEntry entry, RecordPlan plan) {
    if (entry instanceof LogEntry.Unit unit) {
      lastUnit = unit.unit().received();
      accept(unit, plan);
    } else {
      if (!open) {
        waiting.add(entry);
      }
      recorder.accept(entry);
    }
  }

  private void accept(LogEntry.Unit unit, RecordPlan plan) {
    if (open && GopBuffer.isKey(unit) && !plan.wants(lastUnit)) {
      recorder.stop(plan.otherwise());
      open = false;
    }
    if (open) {
      recorder.accept(unit);
      return;
    }
    waiting.add(unit);
    dropBefore(lastUnit.minus(plan.memory()));
    openIfWanted(plan);
    if (!open && GopBuffer.isKey(unit) && plan.wants(lastUnit)) {
      open = true; // no memory was left to wait in
      recorder.accept(unit);
    } else if (!open) {
      recorder.waits(plan.otherwise());
    }
  }

  /** Drops GOPs that end at or before a time. */
  private void dropBefore(Instant time) {
    while (waiting.secondKey().filter(key -> !key.received().isAfter(time)).isPresent()) {
      waiting.dropGop();
    }
  }

  /** Passes on what waits, from the key picture at or before the first wanted time on. */
  private void openIfWanted(RecordPlan plan) {
    Optional<Instant> first =
        waiting.firstKey().flatMap(oldest -> plan.firstWanted(oldest.received(), lastUnit));
    if (first.isPresent()) {
      dropBefore(first.get());
      open = true;
      waiting.take().forEach(recorder::accept);
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
    waiting.clear();
  }
}

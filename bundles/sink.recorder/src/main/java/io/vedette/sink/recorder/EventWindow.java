package io.vedette.sink.recorder;

import io.vedette.api.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The stretch around the newest events of a camera that is recorded: from some time before the
 * first to some time after the last of those that touch each other. Thread-safe.
 */
final class EventWindow {
  /** An event whose end is never told (its source is gone) ends by itself. */
  static final Duration LONGEST = Duration.ofMinutes(10);

  private final Duration before;
  private final Duration after;
  private final Map<Event.Kind, Instant> lasting = new EnumMap<>(Event.Kind.class);
  private Instant from = Instant.MAX; // guarded by this, as all that follows
  private Instant until = Instant.MIN;

  EventWindow(Duration before, Duration after) {
    this.before = before;
    this.after = after;
  }

  /** True if a window of these lengths can take the place of this one. */
  boolean has(Duration before, Duration after) {
    return this.before.equals(before) && this.after.equals(after);
  }

  /** An event of the camera; those that start no recording are passed over. */
  synchronized void happened(Event event) {
    if (!event.kind().startsRecording()) {
      return;
    }
    Instant start = event.at().minus(before);
    boolean touches = !start.isAfter(end());
    if (event.phase() == Event.Phase.ENDED) {
      if (lasting.remove(event.kind()) == null) {
        return; // of one that nobody told the begin of
      }
    } else {
      from = touches && from.isBefore(start) ? from : start;
      if (event.phase() == Event.Phase.BEGAN) {
        lasting.put(event.kind(), event.at());
      }
    }
    Instant end = event.at().plus(after);
    until = end.isAfter(until) || !touches ? end : until;
  }

  /** When the window ends, as far as is known. */
  private Instant end() {
    Instant end = until;
    for (Instant began : lasting.values()) {
      Instant latest = began.plus(LONGEST).plus(after);
      end = latest.isAfter(end) ? latest : end;
    }
    return end;
  }

  /** The earliest time in a range, both ends included, that is to be recorded. */
  synchronized Optional<Instant> firstIn(Instant earliest, Instant latest) {
    Instant first = earliest.isBefore(from) ? from : earliest;
    return !first.isAfter(latest) && first.isBefore(end()) ? Optional.of(first) : Optional.empty();
  }
}

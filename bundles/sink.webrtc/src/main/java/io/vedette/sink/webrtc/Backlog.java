package io.vedette.sink.webrtc;

import io.vedette.api.stream.Cursor;
import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.LogEntry.Cause;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a viewer has yet to be sent: units taken from its cursor, as references. Normally empty, or
 * the group of pictures with which a viewer begins. It decides what is left out: everything before
 * a flush, everything up to a key picture if pictures are missing, and everything up to the newest
 * key picture for a viewer that has fallen behind. Used by the sender's thread.
 */
final class Backlog {
  /** A group of pictures of 10 s with sound; more stays in the log, which is bounded itself. */
  private static final int MAX_UNITS = 1024;

  private final Deque<LogEntry.Unit> units = new ArrayDeque<>();
  private boolean needsKey = true;

  /**
   * Takes all that the cursor has.
   *
   * @return true if a flush was among it: what was begun must not be finished
   */
  boolean fill(Cursor cursor) {
    boolean flushed = false;
    LogEntry entry = null;
    while (units.size() < MAX_UNITS && (entry = cursor.poll()) != null) {
      if (entry instanceof LogEntry.Unit unit) {
        add(unit);
      } else if (entry instanceof LogEntry.Gap gap) {
        needsKey = true;
        if (gap.cause() == Cause.FLUSHED) {
          units.clear();
          flushed = true;
        }
      } else {
        needsKey = true; // RunEnded
      }
    }
    return flushed;
  }

  private void add(LogEntry.Unit entry) {
    if (entry.unit().track().isVideo()) {
      needsKey &= !entry.unit().randomAccess();
      if (!needsKey) {
        units.add(entry);
      }
    } else {
      units.add(entry);
    }
  }

  /** Goes on with the newest key picture that is there; without one, waits for the next. */
  void skipToNewestKey() {
    LogEntry.Unit key = null;
    for (LogEntry.Unit entry : units) {
      if (entry.unit().track().isVideo() && entry.unit().randomAccess()) {
        key = entry;
      }
    }
    if (key == null) {
      restart();
      return;
    }
    while (units.element().sequence() != key.sequence()) {
      units.remove();
    }
  }

  /** Forgets everything; the next picture is a key picture. */
  void restart() {
    units.clear();
    needsKey = true;
  }

  /** The oldest entry, taken out; null if there is none. */
  LogEntry.Unit poll() {
    return units.poll();
  }

  boolean isEmpty() {
    return units.isEmpty();
  }
}

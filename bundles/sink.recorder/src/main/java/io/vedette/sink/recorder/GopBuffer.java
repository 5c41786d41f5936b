package io.vedette.sink.recorder;

import io.vedette.api.stream.LogEntry;
import io.vedette.media.AccessUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Entries of a stream in memory, from a key picture on. Bounded: the oldest GOPs go first, and one
 * that is larger than the bound goes as a whole. Used by one thread.
 */
final class GopBuffer {
  private final long maxBytes;
  private final MemoryBudget budget;
  private final ArrayDeque<LogEntry> entries = new ArrayDeque<>(); // begins with a key picture
  private final ArrayDeque<AccessUnit> keys = new ArrayDeque<>(); // those among the entries
  private long bytes; // of payload

  /** Of at most so many bytes, of which the budget must have enough left, too. */
  GopBuffer(long maxBytes, MemoryBudget budget) {
    this.maxBytes = maxBytes;
    this.budget = budget;
  }

  static boolean isKey(LogEntry entry) {
    return entry instanceof LogEntry.Unit unit
        && unit.unit().track().isVideo()
        && unit.unit().randomAccess();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Adds the next entry; one that no key picture precedes is left out. */
  void add(LogEntry entry) {
    if (isKey(entry)) {
      keys.add(((LogEntry.Unit) entry).unit());
    } else if (entries.isEmpty()) {
      return;
    }
    entries.add(entry);
    count(entry, 1);
    while (keys.size() > 1 && isTooLarge()) {
      dropGop();
    }
    if (isTooLarge()) {
      clear();
    }
  }

  private boolean isTooLarge() {
    return bytes > maxBytes || budget.isExceeded();
  }

  private void count(LogEntry entry, int sign) {
    if (entry instanceof LogEntry.Unit unit) {
      bytes += sign * (long) unit.unit().sizeBytes();
      budget.add(sign * (long) unit.unit().sizeBytes());
    }
  }

  /** The oldest key picture. */
  Optional<AccessUnit> firstKey() {
    return Optional.ofNullable(keys.peek());
  }

  /** The key picture after the oldest. */
  Optional<AccessUnit> secondKey() {
    Iterator<AccessUnit> each = keys.iterator();
    if (each.hasNext()) {
      each.next();
    }
    return each.hasNext() ? Optional.of(each.next()) : Optional.empty();
  }

  /** Drops the oldest GOP; there must be a second. */
  void dropGop() {
    keys.remove();
    do {
      count(entries.remove(), -1);
    } while (!isKey(entries.element()));
  }

  /** Everything, which is then no more in here. */
  List<LogEntry> take() {
    List<LogEntry> all = new ArrayList<>(entries);
    clear();
    return all;
  }

  void clear() {
    entries.forEach(entry -> count(entry, -1));
    entries.clear();
    keys.clear();
  }
}

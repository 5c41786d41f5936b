package io.vedette.hub;

import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.Run;
import io.vedette.api.stream.StreamHub.Start;
import io.vedette.media.AccessUnit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The newest units of one stream: one writer, any number of cursors, no queue per reader.
 *
 * <p>Entries have positions that rise by one for ever; the ring holds {@code first … next-1}. A
 * cursor is nothing but a position. The writer never waits for a reader. What is kept:
 *
 * <ul>
 *   <li>always the newest two GOPs (and {@link #MIN_ENTRIES}), so that a new viewer starts at once
 *       from the newest key picture and one that is a moment late is not punished when the next key
 *       picture arrives;
 *   <li>more while a cursor begun at {@link Start#OLDEST} (the recorder) has not read it: a disk
 *       that stalls costs memory, not pictures;
 *   <li>but not that when all logs together hold more than the {@link MemoryBudget};
 *   <li>never more than {@link #LIMIT_BYTES}, whoever waits: then the oldest go, even out of the
 *       newest GOP.
 * </ul>
 *
 * <p>A cursor whose position fell behind {@code first} was overtaken. It gets one Gap with the
 * number of entries it missed and continues at a key picture: the newest for a viewer (it wants to
 * be live), the oldest for the recorder (it wants to lose least). After {@link #flush} the cursors
 * get a Gap of cause FLUSHED and continue with what is appended next.
 *
 * <p>Threads: writing methods by one thread at a time (the source's, or a replay's), reading by
 * each cursor's own. One lock guards all fields; it is never held while a callback runs.
 */
final class StreamLog {
  /** 64 s of 4 Mbit/s or 16 s of 16 Mbit/s: well above the 10 s for which a disk may stall. */
  static final long LIMIT_BYTES = 32L << 20;

  /** What an entry costs beside its payload; bounds a flood of tiny units as well. */
  private static final int ENTRY_BYTES = 256;

  /** 2.5 s of key-picture replay (12 a second), where each unit is a GOP of its own. */
  private static final int MIN_ENTRIES = 32;

  private final MemoryBudget budget;
  private LogEntry[] ring = new LogEntry[128]; // power of 2, grows; guarded by this
  private long first; // oldest position held; guarded by this
  private long next; // position of the next entry; guarded by this
  private long flushes; // how often the log was flushed; guarded by this
  private long newestKey = -1; // position of the newest video random access; guarded by this
  private long previousKey = -1; // of the one before; guarded by this
  private long bytes; // of all entries held; guarded by this
  private long units; // sequence of the next unit; guarded by this
  private boolean closed; // guarded by this
  private final List<LogCursor> cursors = new CopyOnWriteArrayList<>();

  StreamLog(MemoryBudget budget) {
    this.budget = budget;
  }

  /** Appends a unit of the run. */
  void append(Run run, AccessUnit unit) {
    synchronized (this) {
      if (unit.track().isVideo() && unit.randomAccess()) {
        previousKey = newestKey;
        newestKey = next;
      }
      add(new LogEntry.Unit(run, units++, unit), unit.sizeBytes());
    }
    wakeReaders();
  }

  /** Notes that units are missing before the next one. */
  void lost(long count) {
    mark(new LogEntry.Gap(count, LogEntry.Cause.LOST_ON_THE_WAY));
  }

  /** Notes that the run is over. */
  void endRun(Run run, String reason) {
    mark(new LogEntry.RunEnded(run, reason));
  }

  private void mark(LogEntry entry) {
    synchronized (this) {
      add(entry, 0);
    }
    wakeReaders();
  }

  // guarded by this
  private void add(LogEntry entry, int payloadBytes) {
    if (closed) {
      return;
    }
    if (next - first == ring.length) {
      grow();
    }
    ring[slot(next++)] = entry;
    count(ENTRY_BYTES + payloadBytes);
    evict();
  }

  private void count(long more) {
    bytes += more;
    budget.add(more);
  }

  private int slot(long position) {
    return (int) position & ring.length - 1;
  }

  private void grow() {
    LogEntry[] larger = new LogEntry[ring.length * 2];
    for (long p = first; p < next; p++) {
      larger[(int) p & larger.length - 1] = ring[slot(p)];
    }
    ring = larger;
  }

  private void evict() {
    long keepFrom = Math.max(0, next - MIN_ENTRIES);
    if (previousKey >= 0) {
      keepFrom = Math.min(keepFrom, previousKey);
    } else if (newestKey >= 0) {
      keepFrom = Math.min(keepFrom, newestKey);
    }
    if (!budget.isExceeded()) {
      for (LogCursor cursor : cursors) {
        if (cursor.start == Start.OLDEST && cursor.position >= 0) {
          keepFrom = Math.min(keepFrom, cursor.position);
        }
      }
    }
    while (first < next && (first < keepFrom || bytes > LIMIT_BYTES)) {
      int slot = slot(first++);
      count(-ENTRY_BYTES - (ring[slot] instanceof LogEntry.Unit u ? u.unit().sizeBytes() : 0L));
      ring[slot] = null;
    }
    if (previousKey < first) {
      previousKey = -1;
    }
    if (newestKey < first) {
      newestKey = -1;
    }
  }

  /** Drops everything; readers continue with what is appended next. */
  void flush() {
    synchronized (this) {
      flushes++;
      newestKey = -1;
      previousKey = -1;
      while (first < next) {
        ring[slot(first++)] = null;
      }
      count(-bytes);
    }
    wakeReaders();
  }

  /** Ends the stream: cursors read what is there, then are ended. */
  void close() {
    synchronized (this) {
      closed = true;
      count(-bytes); // what is left goes with its last reader
    }
    wakeReaders();
  }

  private void wakeReaders() {
    synchronized (this) {
      notifyAll();
    }
    for (LogCursor cursor : cursors) {
      Runnable wake = cursor.wake;
      if (wake != null) {
        wake.run();
      }
    }
  }

  LogCursor read(Start start) {
    LogCursor cursor = new LogCursor(this, start);
    cursors.add(cursor);
    return cursor;
  }

  /** Cursors that are open now. */
  int readers() {
    return cursors.size();
  }

  void forget(LogCursor cursor) {
    cursors.remove(cursor);
    synchronized (this) {
      notifyAll(); // a reader blocked in next() returns
    }
  }

  synchronized LogEntry take(LogCursor cursor) {
    if (cursor.closed) {
      return null;
    }
    if (cursor.position < 0) {
      cursor.position = startOf(cursor);
      cursor.flushesSeen = flushes;
      if (cursor.position < 0) {
        return null;
      }
    } else if (cursor.flushesSeen < flushes) {
      // Told even if it had read everything: it may hold packets that are not yet sent.
      cursor.flushesSeen = flushes;
      long missed = Math.max(0, first - cursor.position);
      cursor.position = Math.max(cursor.position, first);
      return new LogEntry.Gap(missed, LogEntry.Cause.FLUSHED);
    } else if (cursor.position < first) {
      long from = cursor.position;
      long to = startOf(cursor);
      cursor.position = to; // -1: no key picture is held; wait for the next
      return new LogEntry.Gap((to < 0 ? next : to) - from, LogEntry.Cause.READER_TOO_SLOW);
    }
    return cursor.position < next ? ring[slot(cursor.position++)] : null;
  }

  /** Position at which a cursor begins, -1 if no key picture is held. */
  private long startOf(LogCursor cursor) {
    if (cursor.start == Start.NEWEST_RANDOM_ACCESS || newestKey < 0) {
      return newestKey;
    }
    for (long p = first; p < next; p++) {
      if (ring[slot(p)] instanceof LogEntry.Unit u
          && u.unit().randomAccess()
          && u.unit().track().isVideo()) {
        return p;
      }
    }
    return -1;
  }

  LogEntry take(LogCursor cursor, Duration timeout) throws InterruptedException {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    synchronized (this) {
      while (true) {
        LogEntry entry = take(cursor);
        long leftMs = (deadlineNs - System.nanoTime() + 999_999) / 1_000_000;
        if (entry != null || leftMs <= 0 || cursor.closed || isEnded(cursor)) {
          return entry;
        }
        wait(leftMs);
      }
    }
  }

  synchronized boolean isEnded(LogCursor cursor) {
    return closed && (cursor.position < 0 ? startOf(cursor) < 0 : cursor.position >= next);
  }

  synchronized boolean hasEntryFor(LogCursor cursor) {
    return cursor.position < 0 ? startOf(cursor) >= 0 : cursor.position < next;
  }
}

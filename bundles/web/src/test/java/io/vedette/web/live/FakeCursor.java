package io.vedette.web.live;

import io.vedette.api.stream.Cursor;
import io.vedette.api.stream.LogEntry;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** A place in a stream that a test writes. */
public final class FakeCursor implements Cursor {
  public final CountDownLatch closed = new CountDownLatch(1);
  private final Queue<LogEntry> entries = new ConcurrentLinkedQueue<>();
  private volatile Runnable wake = () -> {};
  private volatile boolean ended;

  public void append(LogEntry entry) {
    entries.add(entry);
    wake.run();
  }

  public void end() {
    ended = true;
    wake.run();
  }

  /** Entries not yet read. */
  public int waiting() {
    return entries.size();
  }

  @Override
  public LogEntry next(Duration timeout) {
    return entries.poll(); // as if the time were over
  }

  @Override
  public LogEntry poll() {
    return entries.poll();
  }

  @Override
  public void onAppend(Runnable callback) {
    wake = callback;
    wake.run();
  }

  @Override
  public boolean isEnded() {
    return ended && entries.isEmpty();
  }

  @Override
  public void close() {
    closed.countDown();
  }
}

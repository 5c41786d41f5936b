package io.vedette.hub;

import io.vedette.api.stream.Cursor;
import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.StreamHub.Start;
import java.time.Duration;

/** A position in a {@link StreamLog}, which does the work. Its fields are guarded by the log. */
final class LogCursor implements Cursor {
  final Start start;
  long position = -1; // next to read; -1 while waiting for a key picture to begin with
  long flushesSeen; // how many flushes the reader was told of
  volatile boolean closed;
  volatile Runnable wake; // null: nobody wants to be woken

  private final StreamLog log;

  LogCursor(StreamLog log, Start start) {
    this.log = log;
    this.start = start;
  }

  @Override
  public LogEntry next(Duration timeout) throws InterruptedException {
    return log.take(this, timeout);
  }

  @Override
  public LogEntry poll() {
    return log.take(this);
  }

  @Override
  public void onAppend(Runnable wake) {
    this.wake = wake;
    if (log.hasEntryFor(this)) {
      wake.run();
    }
  }

  @Override
  public boolean isEnded() {
    return log.isEnded(this);
  }

  @Override
  public void close() {
    closed = true;
    wake = null;
    log.forget(this);
  }
}

package io.vedette.api.driver;

import io.vedette.api.driver.CameraException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * An event feed for drivers whose cameras push: one thread puts events in, the hub's takes them.
 * When it is full the oldest is dropped. Thread-safe.
 */
public final class EventQueue implements EventFeed {
  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final int MAX_WAITING = 100;

  private final Runnable whenClosed;
  private final Queue<CameraEvent> waiting = new ArrayDeque<>(); // guarded by this
  private CameraException end; // guarded by this; null while it goes on

  /**
   * @param whenClosed called by {@link #close}; the driver then stops putting events in
   */
  public EventQueue(Runnable whenClosed) {
    this.whenClosed = whenClosed;
  }

  /** Adds an event. */
  public synchronized void put(CameraEvent event) {
    if (waiting.size() == MAX_WAITING) {
      waiting.poll();
    }
    waiting.add(event);
    notifyAll();
  }

  /** Ends the feed: what waits is still given out, then the reason. */
  public synchronized void end(CameraException why) {
    if (end == null) {
      end = why;
      notifyAll();
    }
  }

  @Override
  public synchronized Optional<CameraEvent> next() throws CameraException {
    long endNanos = System.nanoTime() + WAIT.toNanos();
    try {
      while (waiting.isEmpty()) {
        if (end != null) {
          throw new CameraException(end.kind(), end.getMessage(), end);
        }
        long leftNanos = endNanos - System.nanoTime();
        if (leftNanos <= 0) {
          return Optional.empty();
        }
        wait(TimeUnit.NANOSECONDS.toMillis(leftNanos) + 1);
      }
      return Optional.of(waiting.poll());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new CameraException(Kind.ENDED, "stopped", stopped);
    }
  }

  @Override
  public void close() {
    whenClosed.run();
    end(new CameraException(Kind.ENDED, "closed"));
  }
}

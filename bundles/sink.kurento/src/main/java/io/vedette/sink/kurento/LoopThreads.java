package io.vedette.sink.kurento;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Threads of netty under our connections. They live on for two seconds after a connection was
 * closed, and need their classes to the last: the bundle must not go before them. Thread-safe.
 */
final class LoopThreads {
  private final List<Thread> threads = new ArrayList<>(); // guarded by this

  /** The calling thread is one. */
  synchronized void note() {
    Thread caller = Thread.currentThread();
    if (!threads.contains(caller)) {
      threads.removeIf(thread -> !thread.isAlive());
      threads.add(caller);
    }
  }

  /** Waits for the end of all of them; their connections are closed. */
  void join(Duration limit) {
    List<Thread> all;
    synchronized (this) {
      all = List.copyOf(threads);
    }
    long endNs = System.nanoTime() + limit.toNanos();
    try {
      for (Thread thread : all) {
        thread.join(Math.max(1, (endNs - System.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}

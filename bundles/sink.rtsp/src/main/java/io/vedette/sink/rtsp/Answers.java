package io.vedette.sink.rtsp;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that answer requests, which may take time: a login asks the accounts, a DESCRIBE waits up
 * to 5 s for a camera. A connection has one request here at most.
 */
final class Answers implements AutoCloseable {
  /** So many cameras that do not deliver may be waited for before others wait, too. */
  private static final int THREADS = 16;

  private final ThreadPoolExecutor threads;

  Answers() {
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "rtsp-answer-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /** Runs the work on one of the threads, unless they are being stopped. */
  void submit(Runnable work) {
    try {
      threads.execute(work);
    } catch (RejectedExecutionException stopping) {
      // The connection goes as well.
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      threads.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}

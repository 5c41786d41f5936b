package io.vedette.sink.webrtc;

import io.vedette.webrtc.dtls.BouncyCastleDtls;
import io.vedette.webrtc.dtls.Dtls;
import io.vedette.webrtc.dtls.DtlsException;
import io.vedette.webrtc.dtls.QueuedLink;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for DTLS handshakes, which block, and the DTLS end itself. A handshake takes 10 to 40 ms,
 * but the first in a cold JVM up to 1.8 s: so there is one with ourselves at the start. Methods may
 * be called from any thread.
 */
final class Handshakes implements AutoCloseable {
  /** How long a browser may take; a slow one blocks one of the threads for as long. */
  static final Duration LIMIT = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(Handshakes.class);
  private static final int THREADS = 8;
  private static final int QUEUE = 256;

  private final ThreadPoolExecutor threads;
  private final CompletableFuture<Dtls> dtls;

  Handshakes(Clock clock) {
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            work -> {
              Thread thread = new Thread(work, "webrtc-handshake-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    // Key and certificate take a second on a small machine: not in the activating thread.
    dtls =
        CompletableFuture.supplyAsync(
            () -> new BouncyCastleDtls(new SecureRandom(), clock.instant()), threads);
    dtls.thenAccept(this::rehearse);
  }

  /** Our end; waits for it in the first second. */
  Dtls dtls() {
    return dtls.join();
  }

  /** Runs a handshake on one of the threads; false if too many wait already. */
  boolean submit(Runnable handshake) {
    try {
      threads.execute(handshake);
      return true;
    } catch (RejectedExecutionException full) {
      return false;
    }
  }

  private void rehearse(Dtls own) {
    Loop server = new Loop();
    Loop client = new Loop();
    server.other = client;
    client.other = server;
    submit(() -> rehearse(() -> own.accept(server, own.fingerprint(), LIMIT)));
    submit(() -> rehearse(() -> own.connect(client, own.fingerprint(), LIMIT)));
  }

  private interface Rehearsal {
    Object run() throws DtlsException;
  }

  private static void rehearse(Rehearsal rehearsal) {
    try {
      rehearsal.run();
    } catch (DtlsException failed) {
      LOG.debug("handshake with ourselves: {}", failed.getMessage());
    }
  }

  /** One end of a link to ourselves. */
  private static final class Loop extends QueuedLink {
    private volatile Loop other;

    @Override
    public void send(byte[] from, int offset, int length) {
      other.offer(ByteBuffer.wrap(from, offset, length));
    }

    @Override
    public void closed() {}
  }

  /** Stops the threads; the handshakes' links have been broken off before. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(2, TimeUnit.SECONDS)) {
        LOG.warn("{} handshakes have not ended", threads.getActiveCount());
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}

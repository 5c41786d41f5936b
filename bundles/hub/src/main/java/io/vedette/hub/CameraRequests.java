package io.vedette.hub;

import io.vedette.api.camera.CameraControl;
import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.api.driver.PtzControl;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What others ask of one camera, in turn, and the end of its movement. Those who ask wait; the
 * camera's thread calls {@link #serve} while it is connected and {@link #refuse} when it is not.
 */
final class CameraRequests {
  private static final Logger LOG = LoggerFactory.getLogger(CameraRequests.class);

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** More wait only for a camera that hangs. */
  private static final int MAX_WAITING = 8;

  private static final long NEVER = Long.MAX_VALUE;

  private final Runnable wake;
  private final Queue<Asked<?>> waiting = new ArrayDeque<>(); // guarded by this
  private String unreachable =
      "the camera is not connected yet"; // guarded by this; null: connected
  private long stopAtNs = NEVER; // the camera's thread only

  private record Asked<T>(CameraControl.Request<T> request, CompletableFuture<T> answer) {
    void run(CameraConnection connection) {
      if (answer.isDone()) {
        return; // whoever asked has gone
      }
      try {
        answer.complete(request.run(connection));
      } catch (CameraException | RuntimeException | LinkageError e) {
        answer.completeExceptionally(e);
      }
    }
  }

  /**
   * @param wake makes the camera's thread look here
   */
  CameraRequests(Runnable wake) {
    this.wake = wake;
  }

  /** See {@link CameraControl#ask}. */
  <T> T ask(CameraControl.Request<T> request) throws CameraException {
    Asked<T> asked = new Asked<>(request, new CompletableFuture<>());
    synchronized (this) {
      if (unreachable != null) {
        throw new CameraException(Kind.UNREACHABLE, unreachable);
      }
      if (waiting.size() >= MAX_WAITING) {
        throw new CameraException(Kind.TIMEOUT, "the camera has not answered earlier requests");
      }
      waiting.add(asked);
    }
    wake.run();
    try {
      return asked.answer().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CameraException told) {
        throw new CameraException(told.kind(), told.getMessage(), told);
      }
      throw new CameraException(Kind.PROTOCOL, "the driver failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      asked.answer().cancel(false);
      throw new CameraException(Kind.TIMEOUT, "the camera has not answered in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CameraException(Kind.ENDED, "interrupted", e);
    }
  }

  /** Begins a movement; run as a request. */
  void move(CameraConnection connection, double pan, double tilt, double zoom, Duration time)
      throws CameraException {
    PtzControl ptz = ptz(connection);
    // Before the call: also a movement whose answer was lost must end.
    stopAtNs = System.nanoTime() + time.toNanos();
    ptz.move(pan, tilt, zoom, time);
  }

  /** Ends a movement; run as a request. */
  void stop(CameraConnection connection) throws CameraException {
    stopAtNs = NEVER;
    ptz(connection).stop();
  }

  private static PtzControl ptz(CameraConnection connection) throws CameraException {
    return connection
        .ptz()
        .orElseThrow(() -> new CameraException(Kind.UNSUPPORTED, "the camera cannot be moved"));
  }

  /** Requests may come from now on. */
  synchronized void accept() {
    unreachable = null;
  }

  /** Nothing can be asked from now on; those who wait are told. */
  void refuse(String why) {
    Queue<Asked<?>> left;
    synchronized (this) {
      unreachable = why;
      left = new ArrayDeque<>(waiting);
      waiting.clear();
    }
    stopAtNs = NEVER;
    left.forEach(a -> a.answer().completeExceptionally(new CameraException(Kind.UNREACHABLE, why)));
  }

  /** Does what is asked and due. */
  void serve(CameraConnection connection, String camera) {
    for (Asked<?> next = poll(); next != null; next = poll()) {
      next.run(connection);
    }
    if (stopAtNs != NEVER && System.nanoTime() - stopAtNs >= 0) {
      try {
        stop(connection);
      } catch (CameraException | RuntimeException | LinkageError e) {
        LOG.warn("{}: the movement may not have stopped: {}", camera, e.toString());
      }
    }
  }

  private synchronized Asked<?> poll() {
    return waiting.poll();
  }

  /** Milliseconds until {@link #serve} has something to do; 0: now. */
  long dueMs() {
    synchronized (this) {
      if (!waiting.isEmpty()) {
        return 0;
      }
    }
    return stopAtNs == NEVER
        ? Long.MAX_VALUE
        : Math.max(0, (stopAtNs - System.nanoTime() + 999_999) / 1_000_000);
  }
}

package io.vedette.hub;

import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraEvent;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.EventFeed;
import io.vedette.api.event.Event;
import io.vedette.api.event.EventBus;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what one connected camera notices and tells the changes. A thread of its own per connection
 * of a camera that knows events. What still lasts when the connection ends is told to be over: a
 * motion must not last for ever because a cable was cut.
 */
final class EventLoop implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

  /** Kinds times sources of a camera that makes up a new source each time. */
  private static final int MAX_LASTING = 256;

  private final String camera;
  private final CameraConnection connection;
  private final EventBus bus;
  private final Clock clock;
  private final Set<Lasting> lasting = new LinkedHashSet<>(); // this thread only
  private EventFeed feed; // guarded by this
  private boolean closed; // guarded by this

  private record Lasting(Event.Kind kind, String source) {}

  EventLoop(String camera, CameraConnection connection, EventBus bus, Clock clock) {
    this.camera = camera;
    this.connection = connection;
    this.bus = bus;
    this.clock = clock;
  }

  @Override
  public void run() {
    Backoff backoff = new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    String told = "";
    try {
      while (!isClosed()) {
        try {
          if (!listen(backoff)) {
            return; // it knows no events
          }
        } catch (CameraException | RuntimeException | LinkageError e) {
          String why = String.valueOf(e.getMessage());
          if (!isClosed() && !why.equals(told)) {
            LOG.info("{}: its events are not heard: {}", camera, why);
            told = why;
          }
          pause(
              backoff.after(
                  e instanceof CameraException c ? c.kind() : CameraException.Kind.PROTOCOL,
                  Duration.ZERO));
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("{}: interrupted", camera);
    } finally {
      Set.copyOf(lasting).forEach(l -> hear(new CameraEvent(l.kind(), false, l.source())));
    }
  }

  private boolean listen(Backoff backoff) throws CameraException {
    Optional<EventFeed> opened = connection.events();
    if (opened.isEmpty()) {
      return false;
    }
    try (EventFeed open = opened.get()) {
      synchronized (this) {
        feed = open;
      }
      while (!isClosed()) {
        open.next().ifPresent(this::hear);
        backoff.reset();
      }
      return true;
    } finally {
      synchronized (this) {
        feed = null;
      }
    }
  }

  /** Tells a change; what is known already is not told again. */
  private void hear(CameraEvent event) {
    Lasting what = new Lasting(event.kind(), event.source());
    boolean before = lasts(event.kind());
    if (event.active() && lasting.size() < MAX_LASTING) {
      lasting.add(what);
    } else if (!event.active()) {
      lasting.remove(what);
    }
    if (before != lasts(event.kind())) {
      Event.Phase phase = event.active() ? Event.Phase.BEGAN : Event.Phase.ENDED;
      bus.publish(
          new Event(clock.instant(), event.kind(), phase, Optional.of(camera), event.source()));
    }
  }

  /** Of several rules that see a motion, the first begins it and the last ends it. */
  private boolean lasts(Event.Kind kind) {
    return lasting.stream().anyMatch(l -> l.kind() == kind);
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void pause(Duration time) throws InterruptedException {
    long endNs = System.nanoTime() + time.toNanos();
    while (!closed && endNs - System.nanoTime() > 0) {
      wait(Math.max(1, (endNs - System.nanoTime()) / 1_000_000));
    }
  }

  /** Ends it; may wait for the camera's goodbye. */
  @Override
  public void close() {
    EventFeed open;
    synchronized (this) {
      closed = true;
      open = feed;
      feed = null;
      notifyAll();
    }
    if (open != null) {
      open.close();
    }
  }
}

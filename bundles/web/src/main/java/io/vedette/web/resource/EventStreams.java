package io.vedette.web.resource;

import io.vedette.api.event.Event;
import io.vedette.api.event.EventListener;
import io.vedette.web.http.Kind;
import io.vedette.web.http.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Hands events to those who listen now. Thread-safe. */
@Component(service = {EventStreams.class, EventListener.class})
public final class EventStreams implements EventListener {
  /** Each has a thread of the server. */
  private static final int MAX = 32;

  /** Events that wait for one listener; one that is slower is cut off and may come again. */
  private static final int WAITING = 256;

  private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  @Activate
  public EventStreams() {}

  @Deactivate
  void close() {
    closed = true;
  }

  @Override
  public void happened(Event event) {
    streams.forEach(stream -> stream.offer(event));
  }

  /** Begins to listen; close it. */
  Stream open() {
    if (streams.size() >= MAX) {
      throw new Problem(Kind.NOT_READY, MAX + " listen to events already")
          .retryAfter(Duration.ofSeconds(30));
    }
    Stream stream = new Stream();
    streams.add(stream);
    return stream;
  }

  /** What one listener has still to hear. */
  final class Stream implements AutoCloseable {
    private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(WAITING);
    private volatile boolean overrun;

    private void offer(Event event) {
      overrun |= !queue.offer(event);
    }

    /** Waits for the next. */
    Optional<Event> next(Duration wait) throws InterruptedException {
      return Optional.ofNullable(queue.poll(wait.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** True if there will be no more: the server ends, or this listener was too slow. */
    boolean isOver() {
      return closed || overrun;
    }

    @Override
    public void close() {
      streams.remove(this);
    }
  }
}

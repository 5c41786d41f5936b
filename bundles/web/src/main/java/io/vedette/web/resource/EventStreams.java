package io.vedette.web.resource;

import io.vedette.api.access.Caller;
import io.vedette.api.event.Event;
import io.vedette.api.event.EventListener;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Kind;
import io.vedette.web.http.Problem;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Hands events to those who listen now. Thread-safe. A listener holds no thread: one thread of ours
 * looks after all of them, and the server calls when a slow one takes more.
 */
@Component(service = {EventStreams.class, EventListener.class})
public final class EventStreams implements EventListener {
  private static final int MAX = 256;

  /** One account does not lock the others out. */
  private static final int MAX_PER_CALLER = 64;

  /** How soon a stream ends whose session has. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** Looks after which a comment keeps the connection open: proxies often close after 30 s. */
  private static final int LOOKS_TO_COMMENT = 3;

  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService executor;
  private boolean closed; // guarded by this
  private int looks; // the executor's thread

  @Activate
  public EventStreams() {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "events to listeners");
              thread.setDaemon(true);
              return thread;
            });
    executor.scheduleWithFixedDelay(
        this::lookAndComment, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Deactivate
  void close() {
    synchronized (this) {
      closed = true;
    }
    executor.shutdown();
    streams.forEach(EventStream::end);
  }

  @Override
  public void happened(Event event) {
    streams.forEach(stream -> stream.offer(event));
  }

  /**
   * Begins to tell events to whoever asks; the stream answers the request from now on.
   *
   * @param callerNow who listens as of now, without counting as use of the session; empty: signed
   *     out, so the stream ends
   */
  void open(Exchange exchange, Supplier<Optional<Caller>> callerNow) throws IOException {
    Caller caller = exchange.caller();
    EventStream stream;
    synchronized (this) {
      long same = streams.stream().filter(s -> s.caller().name().equals(caller.name())).count();
      if (closed || streams.size() >= MAX || same >= MAX_PER_CALLER) {
        throw new Problem(Kind.NOT_READY, "too many listen to events already")
            .retryAfter(Duration.ofSeconds(30));
      }
      HttpServletResponse response = exchange.response();
      response.setContentType("text/event-stream");
      response.setCharacterEncoding("utf-8");
      response.setHeader("X-Accel-Buffering", "no");
      AsyncContext context = exchange.request().startAsync();
      context.setTimeout(0);
      stream =
          new EventStream(context, response.getOutputStream(), caller, callerNow, streams::remove);
      streams.add(stream);
    }
    stream.begin();
  }

  int listeners() {
    return streams.size();
  }

  /** Ends the streams of those who have signed out; soon, on a thread of its own. */
  void look() {
    executor.execute(() -> streams.forEach(EventStream::look));
  }

  private void lookAndComment() {
    streams.forEach(EventStream::look);
    if (++looks % LOOKS_TO_COMMENT == 0) {
      streams.forEach(EventStream::comment);
    }
  }
}

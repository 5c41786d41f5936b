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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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

  /** How often a comment keeps the connection open: proxies often close after 30 s. */
  private static final Duration COMMENT = Duration.ofSeconds(15);

  private final Map<EventStream, Grants.Grant> streams = new ConcurrentHashMap<>();
  private final ScheduledExecutorService executor;
  private boolean closed; // guarded by this

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
        () -> streams.keySet().forEach(EventStream::comment),
        COMMENT.toMillis(),
        COMMENT.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  @Deactivate
  void close() {
    synchronized (this) {
      closed = true;
    }
    executor.shutdown();
    streams.keySet().forEach(EventStream::end);
  }

  @Override
  public void happened(Event event) {
    streams.keySet().forEach(stream -> stream.offer(event));
  }

  /**
   * Begins to tell events to whoever asks; the stream answers the request from now on.
   *
   * @param grants end the stream with the session
   */
  void open(Exchange exchange, Grants grants) throws IOException {
    Caller caller = exchange.caller();
    EventStream stream;
    synchronized (this) {
      long same =
          streams.keySet().stream().filter(s -> s.caller().name().equals(caller.name())).count();
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
      stream = new EventStream(context, response.getOutputStream(), caller, this::over);
      streams.put(stream, grants.add(exchange, stream::end));
    }
    stream.begin();
  }

  int listeners() {
    return streams.size();
  }

  /** Not while {@link #open} has not noted it yet. */
  private synchronized void over(EventStream stream) {
    streams.remove(stream).close();
  }
}

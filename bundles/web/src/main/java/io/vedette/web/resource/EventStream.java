package io.vedette.web.resource;

import io.vedette.api.access.Caller;
import io.vedette.api.event.Event;
import io.vedette.web.http.Json;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener's Server-Sent Events. Written without blocking, by whoever has something to tell or
 * by the server when the connection takes more. Thread-safe.
 */
final class EventStream implements WriteListener, AsyncListener {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  /** Events that wait for one listener; one that is slower is cut off and may come again. */
  private static final int WAITING = 256;

  private final AsyncContext context;
  private final ServletOutputStream out;
  private final Caller caller;
  private final Consumer<EventStream> whenOver;
  private final Queue<String> waiting = new ArrayDeque<>(); // guarded by this
  private boolean unsent; // guarded by this; written, but still in the server's buffer
  private boolean over; // guarded by this

  EventStream(
      AsyncContext context,
      ServletOutputStream out,
      Caller caller,
      Consumer<EventStream> whenOver) {
    this.context = context;
    this.out = out;
    this.caller = caller;
    this.whenOver = whenOver;
  }

  /** Lets the server call us; the first time on a thread of its own. */
  void begin() {
    send(": events\nretry: 3000\n\n");
    context.addListener(this);
    out.setWriteListener(this);
  }

  Caller caller() {
    return caller;
  }

  void offer(Event event) {
    if (new Hearing(caller).hears(event)) {
      send("event: %s\ndata: %s\n\n".formatted(event.kind().id(), Json.text(Hearing.write(event))));
      write();
    }
  }

  /** Shows proxies that the connection lives, and us whether it does. */
  void comment() {
    send(":\n\n");
    write();
  }

  private void send(String text) {
    boolean tooSlow;
    synchronized (this) {
      tooSlow = waiting.size() >= WAITING;
      waiting.add(text);
    }
    if (tooSlow) {
      end();
    }
  }

  /** As much as the connection takes. */
  private void write() {
    try {
      synchronized (this) {
        while (!over && (unsent || !waiting.isEmpty()) && out.isReady()) {
          String next = waiting.poll();
          if (next != null) {
            out.write(next.getBytes(StandardCharsets.UTF_8));
          } else {
            out.flush();
          }
          unsent = next != null;
        }
      }
    } catch (IOException | RuntimeException e) {
      onError(e);
    }
  }

  @Override
  public void onWritePossible() {
    write();
  }

  /** Hangs up; the browser comes again, and meets the sign-in. */
  void end() {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      try {
        context.complete(); // not while somebody writes
      } catch (IllegalStateException e) { // the server was first
        LOG.debug("the stream of events of {} has ended already", caller.name());
      }
    }
    whenOver.accept(this);
  }

  @Override
  public void onError(Throwable gone) {
    end();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    end();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    end();
  }

  @Override
  public void onError(AsyncEvent event) {
    end();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}
}

package io.vedette.web.live;

import io.vedette.api.stream.Cursor;
import io.vedette.api.stream.LogEntry;
import io.vedette.web.http.Json;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One viewer. The writer of the stream, and the end of each sending, wake it; it then runs on a
 * thread of the executor, never on two at once, and never waits there.
 *
 * <p>One message is on its way at a time. While a slow viewer takes it, the viewer's place in the
 * stream stays where it is; if the stream overtakes it, the viewer goes on at the newest key
 * picture. So nothing piles up here.
 */
public final class LiveSocket implements Session.Listener.AutoDemanding {
  /**
   * After so long without a picture, one that is held back is sent. Longer than pictures are apart
   * at normal speed; short enough that a single step feels immediate.
   */
  private static final Duration SILENCE = Duration.ofMillis(80);

  private static final Logger LOG = LoggerFactory.getLogger(LiveSocket.class);

  private final Supplier<Optional<Cursor>> stream;
  private final Content content;
  private final Executor executor;
  private final Executor later;
  private final Consumer<LiveSocket> whenClosed;
  private final AtomicInteger wakes = new AtomicInteger(); // not yet answered by a run
  private volatile boolean sending;
  private volatile Session session; // null before it is open
  private volatile Cursor cursor; // null before it is open, and if there is no such stream

  // Touched by the one run only.
  private final Encoder encoder;
  private final Queue<Message> outbox = new ArrayDeque<>(); // of one entry, at most 4
  private long met; // entries
  private volatile boolean watching; // the end of a silence is on its way
  private volatile long silentAfter = -1; // so many entries were met when a silence began

  /**
   * @param stream opens the stream; empty if it is there no more
   * @param whenClosed called once, on any thread
   */
  public LiveSocket(
      Supplier<Optional<Cursor>> stream,
      Content content,
      ScheduledExecutorService executor,
      Consumer<LiveSocket> whenClosed) {
    this(
        stream,
        content,
        executor,
        task -> executor.schedule(task, SILENCE.toMillis(), TimeUnit.MILLISECONDS),
        whenClosed);
  }

  /**
   * @param later runs a task on a thread of the executor, {@link #SILENCE} from now
   */
  LiveSocket(
      Supplier<Optional<Cursor>> stream,
      Content content,
      Executor executor,
      Executor later,
      Consumer<LiveSocket> whenClosed) {
    this.stream = stream;
    this.content = content;
    this.encoder = content.encoder();
    this.executor = executor;
    this.later = later;
    this.whenClosed = whenClosed;
  }

  /** What it sends. */
  public Content content() {
    return content;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    session = opened;
    Optional<Cursor> found = stream.get();
    if (found.isEmpty()) {
      close(StatusCode.NORMAL, "there is no such stream");
      return;
    }
    cursor = found.get();
    cursor.onAppend(this::wake);
    wake();
  }

  @Override
  public void onWebSocketClose(int code, String reason) {
    Cursor open = cursor;
    if (open != null) {
      open.close();
    }
    whenClosed.accept(this);
  }

  /** The viewer has gone without a word; the close that follows does what there is to do. */
  @Override
  public void onWebSocketError(Throwable cause) {}

  /** Ends it; the browser is told why. */
  public void close(int code, String reason) {
    Session open = session;
    if (open != null) {
      open.close(code, reason, Callback.NOOP);
    }
  }

  /** Keeps the connection from being taken for dead while a stream is silent or paused. */
  public void ping() {
    Session open = session;
    if (open != null && open.isOpen()) {
      open.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
    }
  }

  private void wake() {
    if (wakes.getAndIncrement() == 0) {
      try {
        executor.execute(this::run);
      } catch (RejectedExecutionException e) {
        // The web stops; the session is being closed.
      }
    }
  }

  private void run() {
    int answered;
    do {
      answered = wakes.get();
      try {
        pump();
      } catch (RuntimeException e) {
        LOG.error("live view by WebSocket failed", e);
        close(StatusCode.SERVER_ERROR, "internal error");
      }
    } while (wakes.addAndGet(-answered) != 0);
  }

  private void pump() {
    while (!sending && session.isOpen()) {
      Message message = outbox.poll();
      if (message != null) {
        send(message);
        continue;
      }
      LogEntry entry = cursor.poll();
      if (entry == null) {
        if (cursor.isEnded()) {
          close(StatusCode.NORMAL, "the stream has ended");
          return;
        }
        if (!encoder.holdsBack()) {
          return;
        }
        if (silentAfter != met) {
          watchSilence();
          return;
        }
        outbox.addAll(encoder.release());
        continue;
      }
      met++;
      outbox.addAll(encoder.offer(entry));
    }
  }

  /** Comes back after the silence; if anything was met meanwhile, there was none. */
  private void watchSilence() {
    if (watching) {
      return;
    }
    watching = true;
    long before = met;
    later.execute(
        () -> {
          silentAfter = before;
          watching = false;
          wake();
        });
  }

  private void send(Message message) {
    sending = true;
    Callback sent = Callback.from(this::sent, failure -> close(StatusCode.SHUTDOWN, "gone"));
    if (message instanceof Message.Start start) {
      session.sendText(Json.object().with("mime", start.mime()).toString(), sent);
    } else if (message instanceof Message.Recorded picture) {
      Json told = Json.object().with("ticks", picture.ticks()).with("at", picture.at());
      session.sendText(told.toString(), sent);
    } else if (message instanceof Message.Binary binary) {
      session.sendBinary(binary.bytes(), sent);
    }
  }

  private void sent() {
    sending = false;
    wake();
  }
}

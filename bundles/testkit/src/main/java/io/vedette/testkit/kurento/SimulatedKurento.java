package io.vedette.testkit.kurento;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A simulated Kurento Media Server at a free port of the loopback interface. All that is not media
 * happens on one thread, in the order in which requests come. The public methods may be called by
 * any thread.
 */
public final class SimulatedKurento implements AutoCloseable {
  /** More than all cameras and handshakes of a test. */
  private static final int MAX_WORKERS = 512;

  private static final int MAX_REMEMBERED = 10_000;
  private static final long HELD_MILLIS = 20;
  private static final long JOIN_SECONDS = 5;

  private final KurentoSetup setup;
  private final KurentoFaults faults = new KurentoFaults(this);
  private final ScheduledThreadPoolExecutor serverThread;
  private final ExecutorService work;
  private final UdpReader reader;
  private final ControlPort port;

  // Below: used by the server's thread only.
  private final Set<ClientSocket> sockets = new LinkedHashSet<>();
  private final Deque<String> requests = new ArrayDeque<>();
  private boolean refusing;
  private Life life; // null: dead

  private SimulatedKurento(KurentoSetup setup) throws IOException {
    this.setup = setup;
    AtomicInteger number = new AtomicInteger();
    this.serverThread =
        new ScheduledThreadPoolExecutor(1, task -> thread(task, "simulated-kurento"));
    serverThread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    this.work =
        new ThreadPoolExecutor(
            0,
            MAX_WORKERS,
            1,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> thread(task, "simulated-kurento-work-" + number.incrementAndGet()));
    this.reader = new UdpReader();
    this.life = new Life(setup, serverThread, work, reader);
    this.port = new ControlPort(new Host(), faults::isSilent);
  }

  private static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Starts one with default settings, as measured. */
  public static SimulatedKurento start() throws IOException {
    return start(KurentoSetup.MEASURED);
  }

  /** Starts one. */
  public static SimulatedKurento start(KurentoSetup setup) throws IOException {
    return new SimulatedKurento(setup);
  }

  /** Where it listens; stays the same over restarts. */
  public URI uri() {
    return port.uri();
  }

  /** What it can be made to do wrong. */
  public KurentoFaults faults() {
    return faults;
  }

  /** What it holds now; only sockets can be there while it is dead. */
  public KurentoCounts counts() {
    return onThread(
        () ->
            life == null
                ? new KurentoCounts(0, 0, 0, 0, sockets.size(), 0, 0)
                : life.counts(sockets.size()));
  }

  /**
   * What it was asked for so far, the newest {@value #MAX_REMEMBERED}: the method, of an invoke the
   * operation.
   */
  public List<String> requests() {
    return onThread(() -> List.copyOf(requests));
  }

  private void received(ClientSocket from, String text) {
    if (life == null || !sockets.contains(from)) {
      return;
    }
    Optional<Request> read = Request.parse(text);
    if (read.isEmpty()) {
      from.raw(Request.PARSE_ERROR);
      return;
    }
    Request request = read.get();
    requests.add(request.name());
    if (requests.size() > MAX_REMEMBERED) {
      requests.remove();
    }
    switch (faults.of(request)) {
      case SILENCE -> {}
      case GARBAGE -> from.raw("<html>502 Bad Gateway</html>");
      case CUT -> cutAll();
      case DEATH -> dead();
      case ANSWER -> answer(request, from);
    }
  }

  private void answer(Request request, ClientSocket from) {
    JsonObject response = life.rpc().answer(request, from);
    if (faults.delay().isZero()) {
      from.reply(response);
    } else {
      schedule(() -> from.reply(response), faults.delay().toMillis());
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
  private void schedule(Runnable task, long afterMillis) {
    serverThread.schedule(task, afterMillis, TimeUnit.MILLISECONDS);
  }

  /** The process is gone, as after kill -9. */
  private void dead() {
    if (life != null) {
      life.end();
      life = null;
    }
    cutAll();
    refuseNow(true);
  }

  private void cutAll() {
    List.copyOf(sockets).forEach(ClientSocket::cut);
    if (life != null) {
      sockets.forEach(life.media()::detach);
    }
    sockets.clear();
  }

  private void refuseNow(boolean on) {
    try {
      if (on && !refusing) {
        port.refuse();
      } else if (!on && refusing) {
        port.accept();
      }
      refusing = on;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void refuse(boolean on) {
    onThread(() -> refuseNow(on));
  }

  void die() {
    onThread(this::dead);
  }

  void restart() {
    onThread(
        () -> {
          dead();
          life = new Life(setup, serverThread, work, reader);
          refuseNow(false);
        });
  }

  void dropSockets() {
    onThread(this::cutAll);
  }

  /** Does something with the living server. */
  void onServer(Consumer<Life> what) {
    onThread(
        () -> {
          if (life == null) {
            throw new IllegalStateException("the server is dead");
          }
          what.accept(life);
        });
  }

  private void onThread(Runnable what) {
    onThread(
        () -> {
          what.run();
          return Boolean.TRUE;
        });
  }

  private <T> T onThread(Supplier<T> what) {
    FutureTask<T> task = new FutureTask<>(what::get);
    serverThread.execute(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Ends it and joins its threads. */
  @Override
  public void close() {
    onThread(
        () -> {
          dead();
          serverThread.shutdown();
        });
    reader.close();
    work.shutdown();
    try {
      port.close();
      if (!serverThread.awaitTermination(JOIN_SECONDS, TimeUnit.SECONDS)
          || !work.awaitTermination(JOIN_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("threads of the simulated media server have not ended");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Brings what sockets say to the server's thread. */
  private final class Host implements ClientSocket.Host {
    private void post(Runnable what) {
      try {
        serverThread.execute(what);
      } catch (RejectedExecutionException closed) {
        // It is over.
      }
    }

    @Override
    public void opened(ClientSocket socket) {
      post(
          () -> {
            if (life == null) {
              socket.cut();
            } else {
              sockets.add(socket);
            }
          });
    }

    @Override
    public void received(ClientSocket socket, String message) {
      post(() -> SimulatedKurento.this.received(socket, message));
    }

    @Override
    public void closed(ClientSocket socket) {
      post(
          () -> {
            sockets.remove(socket);
            if (life != null) {
              life.media().detach(socket);
            }
          });
    }

    @Override
    public boolean holdsEvents(ClientSocket socket) {
      if (faults.reorders()) {
        schedule(socket::flushEvents, HELD_MILLIS);
        return true;
      }
      return false;
    }
  }
}

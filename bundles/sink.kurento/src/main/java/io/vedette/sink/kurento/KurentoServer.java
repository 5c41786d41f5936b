package io.vedette.sink.kurento;

import io.vedette.api.live.LiveEngine.LiveSession;
import io.vedette.api.live.LiveEngine.ServerState;
import io.vedette.api.live.LiveEngine.ServerStatus;
import io.vedette.api.live.LiveEngine.ViewerStatus;
import io.vedette.api.live.LiveException;
import io.vedette.webrtc.sdp.TrickledCandidate;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One media server of the pool: connects and connects again, notices when it fails, and has a
 * {@link Stay} with viewers while it is up. Nothing of it blocks another server. Thread-safe.
 */
final class KurentoServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KurentoServer.class);

  /**
   * A server that hangs is out after this and {@link Link#REQUEST_MS}, so that its viewers are
   * elsewhere within 5 s. Also keeps the client's idle handler quiet, whose own heartbeat does not
   * come back after a reconnect.
   */
  private static final long PROBE_NS = Duration.ofSeconds(1).toNanos();

  /** The client makes one object at a time; more threads would wait for one another. */
  private static final int CALLING_THREADS = 4;

  private static final long[] BACK_OFF_MS = {500, 1000, 2000, 4000, 8000, 15_000};

  /** How long a page waits for one server; twelve calls of some milliseconds, and a start. */
  private static final long OPENING_MS = 4000;

  /** A server that could not open a viewer gets no other for so long. */
  private static final long RESTING_NS = Duration.ofSeconds(15).toNanos();

  private static final long JOIN_MS = 5000;

  /** Netty's quiet period of 2 s, and some more. */
  private static final Duration LOOPS_END = Duration.ofSeconds(4);

  private final URI uri;
  private final String name;
  private final String owner;
  private final Stay.Streams streams;
  private final Calls calls;
  private final Probe probe;
  private final LoopThreads loops = new LoopThreads();
  private final Thread thread;
  private final AtomicLong opened = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong feedRestarts = new AtomicLong();
  private final AtomicLong transcodings = new AtomicLong();
  private final AtomicInteger resumed = new AtomicInteger(); // how often the socket was mended
  private volatile ServerState state = ServerState.CONNECTING;
  private volatile Stay stay; // null unless it is up
  private volatile long restsUntilNs = System.nanoTime();
  private volatile boolean restarted;
  private volatile boolean stopping;
  private String lastReason = ""; // used by the thread only

  /**
   * Starts the thread, which connects.
   *
   * @param owner marks what is ours there, over restarts
   */
  KurentoServer(URI uri, String owner, Stay.Streams streams) {
    this.uri = uri;
    this.owner = owner + " " + withoutLogin(uri);
    this.streams = streams;
    this.name = uri.getHost() + ":" + Knock.port(uri);
    this.calls = new Calls("kurento-" + name, CALLING_THREADS);
    this.probe = new Probe(name);
    this.thread = new Thread(this::run, "kurento-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private static String withoutLogin(URI uri) {
    return uri.toString().replaceFirst("://[^/@]*@", "://");
  }

  private void run() {
    int tries = 0;
    while (!stopping) {
      restarted = false;
      Link link = null;
      try {
        link = Link.open(uri, owner, loops, new Bell());
        tries = 0;
        serve(link);
      } catch (ServerException failed) {
        left(failed.getMessage());
      } catch (RuntimeException fault) {
        LOG.error("{}: a fault of ours", name, fault);
        left("could not be served, by a fault of ours");
      }
      if (link != null && restarted) {
        link.close();
      } else if (link != null && state == ServerState.DOWN) {
        link.abandon();
      }
      park(Duration.ofMillis(BACK_OFF_MS[Math.min(tries++, BACK_OFF_MS.length - 1)]).toNanos());
    }
  }

  /** Returns when we are stopped. */
  private void serve(Link link) throws ServerException {
    Stay here = new Stay(link, name, streams, calls, new Tally());
    stay = here;
    state = ServerState.UP;
    LOG.info("Kurento at {} takes viewers", withoutLogin(uri));
    try {
      while (!stopping) {
        park(PROBE_NS);
        if (restarted) {
          throw new ServerException("was restarted");
        }
        probe(link);
        here.tick(System.nanoTime());
      }
      here.leave();
      link.close();
    } finally {
      stay = null;
      here.lose();
    }
  }

  /** A question that was under way when the socket broke is never answered, though it is mended. */
  private void probe(Link link) throws ServerException {
    int before = resumed.get();
    try {
      probe.ask(link);
    } catch (ServerException failed) {
      if (resumed.get() == before) {
        throw failed;
      }
      probe.ask(link);
    }
  }

  /** Said once; then it is tried again in silence, unless there is something new to say. */
  private void left(String reason) {
    boolean wasIn = state != ServerState.DOWN;
    state = ServerState.DOWN;
    if (wasIn) {
      failures.incrementAndGet();
    }
    if (wasIn || !reason.equals(lastReason)) {
      LOG.warn("Kurento at {} {}; it is left out until it answers", withoutLogin(uri), reason);
    }
    lastReason = reason;
  }

  private void park(long ns) {
    if (!stopping && !restarted) {
      LockSupport.parkNanos(this, ns);
    }
  }

  /** True while it may be given one more viewer. */
  boolean takesViewers() {
    Stay here = stay;
    return here != null && !here.isFull() && restsUntilNs - System.nanoTime() <= 0;
  }

  /** Viewers that it has or is about to have. */
  int load() {
    Stay here = stay;
    return here == null ? 0 : here.load();
  }

  /**
   * Opens a viewer; blocks {@link #OPENING_MS} at most.
   *
   * @throws ServerException if the server fails over it; it then rests
   */
  LiveSession open(Offered offer, String session) throws ServerException, LiveException {
    Stay here = stay;
    if (here == null) {
      throw new ServerException("is not connected");
    }
    CompletableFuture<LiveSession> result = new CompletableFuture<>();
    if (!calls.submit(() -> here.open(offer, session, result))) {
      throw new ServerException("has too much to do");
    }
    try {
      LiveSession done = result.get(OPENING_MS, TimeUnit.MILLISECONDS);
      opened.incrementAndGet();
      return done;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LiveException refused) {
        throw refused;
      }
      throw rest(ServerException.of(e.getCause()));
    } catch (TimeoutException late) {
      result.completeExceptionally(late); // whoever comes with a session now must end it
      throw rest(ServerException.of(late));
    } catch (InterruptedException hurried) {
      result.completeExceptionally(hurried);
      Thread.currentThread().interrupt();
      throw new ServerException("was not waited for");
    }
  }

  private ServerException rest(ServerException failed) {
    restsUntilNs = System.nanoTime() + RESTING_NS;
    failures.incrementAndGet();
    LockSupport.unpark(thread); // which looks whether it is there at all
    LOG.warn("Kurento at {} {}; new viewers go elsewhere for a while", name, failed.getMessage());
    return failed;
  }

  /** False if there is no such viewer here. */
  boolean trickle(String session, List<TrickledCandidate> candidates) {
    Stay here = stay;
    return here != null && here.trickle(session, candidates);
  }

  /** False if there is no such viewer here. */
  boolean close(String session) {
    Stay here = stay;
    return here != null && here.close(session);
  }

  List<ViewerStatus> viewers() {
    Stay here = stay;
    return here == null ? List.of() : here.viewers();
  }

  ServerStatus status() {
    return new ServerStatus(
        withoutLogin(uri),
        state,
        viewers().size(),
        opened.get(),
        failures.get(),
        feedRestarts.get(),
        transcodings.get());
  }

  /** Begins to end; waits for nothing. */
  void leave() {
    stopping = true;
    LockSupport.unpark(thread);
  }

  /** Ends all viewers, releases what is ours there, and joins the threads. */
  @Override
  public void close() {
    leave();
    try {
      thread.join(JOIN_MS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    probe.close();
    calls.close();
    loops.join(LOOPS_END);
  }

  /** What the connection tells. */
  private final class Bell implements Link.Listener {
    @Override
    public void suspicious() {
      LockSupport.unpark(thread);
    }

    @Override
    public void resumed() {
      resumed.incrementAndGet();
      Stay here = stay;
      if (here != null) {
        here.resync();
      }
    }

    @Override
    public void restarted() {
      restarted = true;
      LockSupport.unpark(thread);
    }
  }

  private final class Tally implements Stay.Tally {
    @Override
    public void feedRestarted() {
      feedRestarts.incrementAndGet();
    }

    @Override
    public void transcoded() {
      transcodings.incrementAndGet();
    }
  }
}

package io.vedette.testkit.kurento;

import io.vedette.webrtc.dtls.BouncyCastleDtls;
import io.vedette.webrtc.dtls.Dtls;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server from one start to its end: a restart begins another. Used by the server's thread. */
final class Life {
  private static final Logger LOG = LoggerFactory.getLogger(Life.class);
  private static final long REPORT_SECONDS = 1;

  private final KurentoSetup setup;
  private final ScheduledExecutorService serverThread;
  private final ExecutorService work;
  private final UdpReader reader;
  private final String serverId = UUID.randomUUID().toString();
  private final MediaSet media = new MediaSet();
  private final Rpc rpc = new Rpc(this);
  private final CompletableFuture<Dtls> dtls;
  private final List<RtspPull> pulls = new ArrayList<>();
  private final List<Future<?>> timers = new ArrayList<>();
  private volatile boolean ended;
  private volatile boolean transcodesAll;
  private boolean full;

  /**
   * @param serverThread on which everything happens that is not media
   * @param work for what blocks
   */
  Life(
      KurentoSetup setup,
      ScheduledExecutorService serverThread,
      ExecutorService work,
      UdpReader reader) {
    this.setup = setup;
    this.serverThread = serverThread;
    this.work = work;
    this.reader = reader;
    this.dtls =
        CompletableFuture.supplyAsync(
            () -> new BouncyCastleDtls(new SecureRandom(), Instant.now()), work);
    media.add(new ServerManager(this));
    every(setup.collectorPeriod(), media::collect);
    every(setup.flowPeriod(), this::look);
    every(
        Duration.ofSeconds(REPORT_SECONDS),
        () -> each(WebRtcEndpoint.class, WebRtcEndpoint::report));
  }

  private void every(Duration period, Runnable what) {
    long nanos = period.toNanos();
    timers.add(
        serverThread.scheduleAtFixedRate(() -> guarded(what), nanos, nanos, TimeUnit.NANOSECONDS));
  }

  private void look() {
    each(WebRtcEndpoint.class, e -> e.checkMedia(setup.rtcpTimeout()));
    each(WebRtcEndpoint.class, MediaElement::checkFlow);
    each(Player.class, MediaElement::checkFlow);
  }

  private <T> void each(Class<T> type, Consumer<T> what) {
    media.objects().stream().filter(type::isInstance).map(type::cast).forEach(what);
  }

  KurentoSetup setup() {
    return setup;
  }

  String serverId() {
    return serverId;
  }

  MediaSet media() {
    return media;
  }

  Rpc rpc() {
    return rpc;
  }

  /** Its end of DTLS, with one certificate for all viewers. */
  Dtls dtls() {
    return dtls.join();
  }

  /** Whether it finds a reason to transcode for every viewer. */
  boolean transcodesAll() {
    return transcodesAll;
  }

  void transcodesAll(boolean on) {
    transcodesAll = on;
  }

  /** Whether there is no room for another object. */
  boolean isFull() {
    return full;
  }

  void full(boolean on) {
    full = on;
  }

  /** Runs something on the server's thread, later; nothing if this life is over by then. */
  void run(Runnable what) {
    try {
      serverThread.execute(() -> guarded(what));
    } catch (RejectedExecutionException closed) {
      // The news of a picture or a packet that came after the end.
    }
  }

  private void guarded(Runnable what) {
    if (!ended) {
      try {
        what.run();
      } catch (RuntimeException fault) {
        LOG.error("a fault of the simulated media server", fault);
      }
    }
  }

  /** Begins to pull. */
  void pull(RtspPull pull) {
    pulls.removeIf(p -> p.ended().isDone());
    pulls.add(pull);
    work.execute(pull);
  }

  /** Opens the way to a viewer. */
  ViewerLink open(Answer answer, ViewerLink.Listener listener) {
    return new ViewerLink(answer, dtls(), reader, work, listener);
  }

  /** What there is now. */
  KurentoCounts counts(int sockets) {
    int[] n = new int[4];
    each(Pipeline.class, p -> n[0]++);
    each(Player.class, p -> n[1]++);
    each(MediaElement.class, e -> n[2]++);
    each(WebRtcEndpoint.class, e -> n[3] += e.hasViewer() ? 1 : 0);
    int open = (int) pulls.stream().filter(p -> !p.ended().isDone()).count();
    int sessions = media.sessions().size();
    return new KurentoCounts(n[0], n[1], n[2], sessions, sockets, open, n[3]);
  }

  /** The process ends: connections break, nobody is told. */
  void end() {
    ended = true;
    timers.forEach(timer -> timer.cancel(false));
    media.clear();
    pulls.forEach(RtspPull::kill);
  }
}

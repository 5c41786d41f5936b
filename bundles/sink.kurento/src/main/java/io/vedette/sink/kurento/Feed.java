package io.vedette.sink.kurento;

import io.vedette.api.restream.Restream.Ticket;
import io.vedette.api.stream.Cursor;
import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.StreamHub;
import io.vedette.api.stream.StreamKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.kurento.client.MediaElement;
import org.kurento.client.MediaFlowState;
import org.kurento.client.MediaPipeline;
import org.kurento.client.MediaTranscodingState;
import org.kurento.client.MediaType;
import org.kurento.client.PlayerEndpoint;
import org.kurento.client.RaiseBaseEvent;
import org.kurento.client.UriEndpointState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream in one server: a pipeline with a player that pulls from our restream, for all viewers
 * of the stream there. It is kept playing: Kurento never connects again by itself. Thread-safe;
 * events come by threads of the client, in any order.
 */
final class Feed {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  /** Five calls and a few subscriptions. */
  private static final long START_MS = 3 * Link.REQUEST_MS;

  /** What a feed asks of its server. */
  interface Host {
    /** Runs what may block, soon; false if that cannot be. */
    boolean submit(Runnable work);

    /** It was begun anew. */
    void restarted();

    /** The server transcodes. */
    void transcodes();
  }

  private final StreamKey key;
  private final StreamHub hub;
  private final Ticket ticket;
  private final String server;
  private final Host host;
  private final CompletableFuture<PlayerEndpoint> player = new CompletableFuture<>();
  private final Retry retry = new Retry(); // guarded by this
  private Cursor watch; // guarded by this; while nothing flows, what we deliver; null: it flows
  private MediaPipeline pipeline; // guarded by this; null before it is there
  private boolean closed; // guarded by this

  /**
   * @param server how logs name it
   */
  Feed(StreamKey key, StreamHub hub, Ticket ticket, String server, Host host) {
    this.key = key;
    this.hub = hub;
    this.ticket = ticket;
    this.server = server;
    this.host = host;
  }

  StreamKey key() {
    return key;
  }

  /** Begins it; once. Whoever waits in {@link #player} goes on then. */
  void start(Link link) {
    try {
      MediaPipeline made = link.pipeline();
      if (!keep(made)) {
        release();
        throw new ServerException("is being left");
      }
      // rtspt: GStreamer's word for TCP from the start. UDP would cost us four times as much.
      String address = ticket.address(link.localAddress()).replaceFirst("^rtsp:", "rtspt:");
      PlayerEndpoint created = Link.player(made, address);
      Link.run(() -> listen(created));
      synchronized (this) {
        retry.began();
      }
      ticket.renew();
      Link.run(created::play);
      player.complete(created);
    } catch (ServerException failed) {
      player.completeExceptionally(failed);
    }
  }

  /** False if it was closed meanwhile. */
  private synchronized boolean keep(MediaPipeline made) {
    pipeline = made;
    return !closed;
  }

  private void listen(PlayerEndpoint created) {
    created.addErrorListener(e -> failed(e, "error " + Reason.clean(e.getType())));
    created.addEndOfStreamListener(e -> failed(e, "end of stream"));
    created.addMediaFlowOutStateChangedListener(
        e -> {
          if (e.getMediaType() == MediaType.VIDEO) {
            flow(e.getState() == MediaFlowState.FLOWING, millis(e));
          }
        });
    created.addMediaTranscodingStateChangedListener(
        e -> {
          if (e.getState() == MediaTranscodingState.TRANSCODING) {
            LOG.error(
                "{} transcodes {} of {}: look at its settings", server, e.getMediaType(), key);
            host.transcodes();
          }
        });
  }

  /** Time of an event by the server's clock: tells late ones. */
  static long millis(RaiseBaseEvent event) {
    try {
      return Long.parseLong(event.getTimestampMillis());
    } catch (NumberFormatException none) {
      return 0;
    }
  }

  private synchronized void failed(RaiseBaseEvent event, String what) {
    if (!closed) {
      LOG.debug("{} at {}: {}", key, server, what);
      retry.fails(System.nanoTime(), millis(event));
    }
  }

  private synchronized void flow(boolean flows, long atMillis) {
    if (flows) {
      retry.flows(atMillis);
    } else {
      retry.stalls(atMillis);
    }
  }

  /**
   * The player, once it plays.
   *
   * @throws ServerException if it does not come to that
   */
  PlayerEndpoint player() throws ServerException {
    try {
      return player.get(START_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof ServerException known ? known : ServerException.of(failed);
    } catch (TimeoutException late) {
      throw ServerException.of(late);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      throw new ServerException("was not waited for");
    }
  }

  /**
   * The pipeline, once it plays.
   *
   * @throws ServerException if it does not come to that, or it is over already
   */
  MediaPipeline pipeline() throws ServerException {
    player();
    synchronized (this) {
      if (pipeline == null) {
        throw new ServerException("has lost the stream");
      }
      return pipeline;
    }
  }

  /** Sends what plays to a viewer. */
  void connect(MediaElement viewer, boolean audio) throws ServerException {
    PlayerEndpoint from = player();
    Link.run(() -> from.connect(viewer, MediaType.VIDEO));
    if (audio) {
      Link.run(() -> from.connect(viewer, MediaType.AUDIO));
    }
  }

  /** True once the stream is no more: its camera was removed, its replay has ended. */
  boolean isEnded() {
    return hub.status(key).isEmpty();
  }

  /** Looks at the time, about once a second: begins it anew when that is due. */
  void tick(long nowNs) {
    boolean due;
    synchronized (this) {
      if (closed || !player.isDone() || player.isCompletedExceptionally()) {
        return;
      }
      if (delivers()) {
        retry.starves(nowNs);
      }
      due = retry.take(nowNs);
    }
    if (due && !host.submit(this::restart)) {
      synchronized (this) {
        retry.missed(nowNs);
      }
    }
  }

  /** True if we have something to show that does not flow there. Guarded by this. */
  private boolean delivers() {
    if (retry.isFlowing()) {
      closeWatch();
      return false;
    }
    if (watch == null) {
      watch = hub.read(key, StreamHub.Start.NEWEST_RANDOM_ACCESS).orElse(null);
      drain(); // what is there already may have been there for hours: a replay stands
      return false;
    }
    return drain();
  }

  private boolean drain() {
    boolean any = false;
    for (LogEntry e = watch == null ? null : watch.poll(); e != null; e = watch.poll()) {
      any |= e instanceof LogEntry.Unit unit && unit.unit().track().isVideo();
    }
    return any;
  }

  private void closeWatch() {
    if (watch != null) {
      watch.close();
      watch = null;
    }
  }

  /** Stop and play: only that begins it anew, and the viewers notice nothing but the picture. */
  private void restart() {
    try {
      PlayerEndpoint playing = player();
      Link.run(playing::stop);
      synchronized (this) {
        if (closed) {
          return;
        }
        retry.began();
      }
      ticket.renew();
      host.restarted();
      Link.run(playing::play);
    } catch (ServerException failed) {
      synchronized (this) {
        retry.missed(System.nanoTime());
      }
    }
  }

  /** Events may be missing: asks how it stands. */
  void resync() {
    try {
      PlayerEndpoint playing = player();
      boolean flows = Link.call(() -> playing.isMediaFlowingOut(MediaType.VIDEO));
      boolean stopped = Link.call(playing::getState) == UriEndpointState.STOP;
      synchronized (this) {
        if (flows) {
          retry.seenFlowing();
        } else if (stopped) {
          retry.fails(System.nanoTime(), Long.MAX_VALUE);
        }
      }
    } catch (ServerException failed) {
      LOG.debug("{} at {}: {}", key, server, failed.getMessage());
    }
  }

  /** Nobody looks any more, or the server is gone. */
  void close() {
    synchronized (this) {
      closed = true;
      closeWatch();
    }
    ticket.close();
  }

  /** Ends it in the server, with all its viewers; blocks. */
  void release() {
    MediaPipeline made;
    synchronized (this) {
      made = pipeline;
      pipeline = null;
    }
    try {
      if (made != null) {
        Link.run(made::release);
      }
    } catch (ServerException gone) {
      LOG.debug("pipeline of {} at {} not released: {}", key, server, gone.getMessage());
    }
  }
}

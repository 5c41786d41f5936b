package io.vedette.sink.kurento;

import io.vedette.api.live.LiveEngine.ViewerStatus;
import io.vedette.api.live.LiveException;
import io.vedette.webrtc.sdp.TrickledCandidate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.kurento.client.IceCandidate;
import org.kurento.client.MediaPipeline;
import org.kurento.client.MediaState;
import org.kurento.client.WebRtcEndpoint;
import org.kurento.client.internal.server.KurentoServerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One browser in one server. An endpoint of Kurento negotiates once, so each offer has a viewer of
 * its own. Thread-safe; events come by threads of the client, in any order.
 */
final class Viewer {
  private static final Logger LOG = LoggerFactory.getLogger(Viewer.class);

  /** Host candidates are there within milliseconds; a STUN server of the site may need longer. */
  private static final long GATHERING_MS = 1000;

  /** As long as the embedded engine waits for one who does not come. */
  private static final long COMING_NS = Duration.ofSeconds(20).toNanos();

  private static final int SDP_PARSE_ERROR = 40201;

  private final String id;
  private final Feed feed;
  private final WebRtcEndpoint endpoint;
  private final long openedNs = System.nanoTime();
  private final CompletableFuture<Void> gathered = new CompletableFuture<>();
  private long stateMillis = Long.MIN_VALUE; // guarded by this; of the newest state, server's clock
  private boolean came; // guarded by this
  private boolean left; // guarded by this

  private Viewer(String id, Feed feed, WebRtcEndpoint endpoint) {
    this.id = id;
    this.feed = feed;
    this.endpoint = endpoint;
  }

  /**
   * Makes the endpoint; {@link #answer} connects it.
   *
   * @param onLeft hears once that the browser has gone
   */
  static Viewer in(Feed feed, String id, Consumer<Viewer> onLeft) throws ServerException {
    MediaPipeline pipeline = feed.pipeline();
    WebRtcEndpoint endpoint = Link.call(() -> new WebRtcEndpoint.Builder(pipeline).build());
    Viewer viewer = new Viewer(id, feed, endpoint);
    try {
      Link.run(() -> viewer.listen(onLeft));
      return viewer;
    } catch (ServerException failed) {
      viewer.release();
      throw failed;
    }
  }

  private void listen(Consumer<Viewer> onLeft) {
    endpoint.addIceGatheringDoneListener(e -> gathered.complete(null));
    // ICE never notices that a browser is gone; its missing reports do, after 25 s.
    endpoint.addMediaStateChangedListener(
        e -> {
          if (hasLeft(e.getNewState(), Feed.millis(e))) {
            onLeft.accept(this);
          }
        });
  }

  private synchronized boolean hasLeft(MediaState state, long atMillis) {
    if (atMillis < stateMillis || left) {
      return false;
    }
    stateMillis = atMillis;
    left = came && state == MediaState.DISCONNECTED;
    came |= state == MediaState.CONNECTED;
    return left;
  }

  /**
   * Answers the offer, with all candidates of the server in it.
   *
   * @throws LiveException MALFORMED if the server cannot read the offer
   */
  String answer(String offer, boolean audio) throws ServerException, LiveException {
    feed.connect(endpoint, audio);
    String first = process(offer);
    if (!first.contains(" H264/90000")) {
      throw new ServerException("does no H.264: its GStreamer plugin openh264 is missing");
    }
    Link.run(endpoint::gatherCandidates);
    awaitGathered();
    // The event may come before those of the candidates; the description has them all.
    String whole = Link.call(endpoint::getLocalSessionDescriptor);
    if (!whole.contains("a=candidate:")) {
      throw new ServerException("gives no address for media");
    }
    return whole;
  }

  private String process(String offer) throws ServerException, LiveException {
    try {
      return endpoint.processOffer(offer);
    } catch (KurentoServerException refused) {
      if (refused.getCode() == SDP_PARSE_ERROR) {
        throw new LiveException(
            LiveException.Kind.MALFORMED, "the media server cannot read the offer");
      }
      throw ServerException.of(refused);
    } catch (RuntimeException failed) {
      throw ServerException.of(failed);
    }
  }

  private void awaitGathered() throws ServerException {
    try {
      gathered.get(GATHERING_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      // What was found by now is in the description.
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      throw new ServerException("was not waited for");
    }
  }

  String id() {
    return id;
  }

  Feed feed() {
    return feed;
  }

  /** What is known of it; Kurento does not tell of packets unless asked each time. */
  ViewerStatus status() {
    return new ViewerStatus(id, feed.key(), "", 0, 0);
  }

  /** Adds what the browser found after its offer; blocks. */
  void trickle(List<TrickledCandidate> candidates, List<String> mids) {
    for (TrickledCandidate c : candidates) {
      int line = Math.max(0, mids.indexOf(c.mid()));
      String mid = line < mids.size() ? mids.get(line) : c.mid();
      try {
        Link.run(() -> endpoint.addIceCandidate(new IceCandidate(c.candidate(), mid, line)));
      } catch (ServerException refused) {
        LOG.debug("candidate of {}: {}", feed.key(), refused.getMessage());
      }
    }
  }

  /** True if the browser has not come and it is time to forget it. */
  synchronized boolean isOverdue(long nowNs) {
    return !came && nowNs - openedNs > COMING_NS;
  }

  /** Events may be missing: asks whether the browser is still there; blocks. */
  boolean isGone() {
    try {
      MediaState state = Link.call(endpoint::getMediaState);
      synchronized (this) {
        boolean was = came;
        came |= state == MediaState.CONNECTED;
        return was && state == MediaState.DISCONNECTED;
      }
    } catch (ServerException failed) {
      return false; // the server's state is another's business
    }
  }

  /** Ends it in the server; blocks. */
  void release() {
    try {
      Link.run(endpoint::release);
    } catch (ServerException gone) {
      LOG.debug("viewer of {} not released: {}", feed.key(), gone.getMessage());
    }
  }
}

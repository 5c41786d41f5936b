package io.vedette.sink.webrtc;

import io.vedette.api.live.LiveEngine.ViewerStatus;
import io.vedette.webrtc.dtls.DtlsException;
import io.vedette.webrtc.dtls.DtlsSession;
import io.vedette.webrtc.dtls.QueuedLink;
import io.vedette.webrtc.ice.IceLiteAgent;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transport of one viewer: checked by ICE → handshake → playing → closed. What is sent then is
 * the {@link Playback}'s business. Thread-safe; no lock is held while DTLS, hub or sender are
 * called.
 */
final class Session implements Output {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  /** From the answer to the end of the handshake; a browser that wants to come needs 1 s. */
  private static final long CONNECT_NS = Duration.ofSeconds(20).toNanos();

  /**
   * Nothing heard for so long, the browser is gone: killed, or its network. A browser that is there
   * sends a check every 2.5 s (Chromium) or 5 s (Firefox), and reports each second while it plays.
   */
  private static final long SILENCE_NS = Duration.ofSeconds(12).toNanos();

  private enum State {
    CHECKING,
    HANDSHAKE,
    PLAYING,
    CLOSED
  }

  /** What a session needs of the engine. */
  interface Host {
    boolean send(byte[] bytes, int offset, int length, InetSocketAddress to);

    /** Blocks until the handshake is done. */
    DtlsSession handshake(Session session) throws DtlsException;

    /** Runs the handshake; false if there is no thread for it. */
    boolean submit(Runnable handshake);

    /** Begins to send; empty if the stream is gone. */
    Optional<Playback> play(Session session, DtlsSession dtls);

    /** Ends what {@link #play} began. */
    void stop(Playback playback);

    /** The session is over. */
    void closed(Session session);
  }

  private final String id;
  private final Offer offer;
  private final IceLiteAgent ice; // used by the reader's thread, remote() by all
  private final Host host;
  private final long createdNs;
  private final Link link = new Link();

  private State state = State.CHECKING; // guarded by this, as all below
  private DtlsSession dtls; // null before the handshake is done
  private Playback playback; // null before
  private long heardNs; // when the newest datagram came from an address that a check has proved

  Session(String id, Offer offer, IceLiteAgent ice, Host host, long nowNs) {
    this.id = id;
    this.offer = offer;
    this.ice = ice;
    this.host = host;
    this.createdNs = nowNs;
    this.heardNs = nowNs;
  }

  String id() {
    return id;
  }

  Offer offer() {
    return offer;
  }

  /** Our ICE user fragment, by which the browser's checks find this session. */
  String ufrag() {
    return ice.local().ufrag();
  }

  IceLiteAgent ice() {
    return ice;
  }

  QueuedLink link() {
    return link;
  }

  /** A check of the browser was accepted: the first one begins the handshake. Reader's thread. */
  void checked() {
    synchronized (this) {
      if (state != State.CHECKING) {
        return;
      }
      state = State.HANDSHAKE;
    }
    if (!host.submit(this::handshake)) {
      close("too many handshakes at once");
    }
  }

  private void handshake() {
    try {
      DtlsSession done = host.handshake(this);
      if (!connected(done)) {
        done.close();
        return;
      }
      receiveAll(done);
      Optional<Playback> begun = host.play(this, done);
      if (begun.isEmpty()) {
        close("the stream is gone");
      } else if (!playing(begun.get())) {
        host.stop(begun.get()); // closed meanwhile, by somebody who did not know of it
      }
    } catch (DtlsException failed) {
      close(failed.getMessage());
    } catch (RuntimeException fault) {
      LOG.error("viewer of {} could not begin", offer.key().path(), fault);
      close("a fault, see above");
    }
  }

  private synchronized boolean connected(DtlsSession done) {
    if (state == State.CLOSED) {
      return false;
    }
    dtls = done;
    return true;
  }

  private synchronized boolean playing(Playback begun) {
    if (state == State.CLOSED) {
      return false;
    }
    state = State.PLAYING;
    playback = begun;
    LOG.info("viewer of {} at {}", offer.key().path(), remote());
    return true;
  }

  /** A datagram came from the browser. Reader's thread. */
  synchronized void heard(long nowNs) {
    heardNs = nowNs;
  }

  /** A DTLS record: of the handshake, or after it. Reader's thread. */
  void receiveDtls(ByteBuffer datagram) {
    DtlsSession done;
    synchronized (this) {
      done = dtls;
    }
    if (link.offer(datagram) && done != null) {
      receiveAll(done);
    }
  }

  /** What came while the handshake ended waits as well; a farewell may be among it. */
  private void receiveAll(DtlsSession from) {
    while (link.hasWaiting()) {
      from.receive();
    }
  }

  /** SRTCP of the browser, for the sender. Reader's thread. */
  Optional<Playback> receiveRtcp(ByteBuffer datagram) {
    Playback to;
    synchronized (this) {
      to = playback;
    }
    if (to == null) {
      return Optional.empty();
    }
    byte[] copy = new byte[datagram.remaining()];
    datagram.get(copy);
    return to.offer(copy) ? Optional.of(to) : Optional.empty();
  }

  /** Closes a session whose browser did not come or went without a word. Reader's thread. */
  void expire(long nowNs) {
    State now;
    long silentNs;
    synchronized (this) {
      now = state;
      silentNs = nowNs - heardNs;
    }
    if (now != State.PLAYING && nowNs - createdNs > CONNECT_NS) {
      close(now == State.CHECKING ? "the browser's packets do not reach us" : "no handshake");
    } else if (now == State.PLAYING && silentNs > SILENCE_NS) {
      close("silent for " + Duration.ofNanos(SILENCE_NS).toSeconds() + " s");
    } else if (ice.isConsentLost(nowNs)) {
      close("no consent for " + IceLiteAgent.CONSENT.toSeconds() + " s");
    }
  }

  /**
   * Ends the session, with a farewell to the browser if there is one. Any thread.
   *
   * @return false if it was over before
   */
  boolean close(String reason) {
    DtlsSession connection;
    Playback running;
    synchronized (this) {
      if (state == State.CLOSED) {
        return false;
      }
      state = State.CLOSED;
      connection = dtls;
      running = playback;
    }
    link.breakOff();
    offer.opening().cursor().close();
    host.closed(this);
    if (running != null) {
      host.stop(running);
    }
    if (connection != null) {
      connection.close();
    }
    if (remote().isEmpty()) {
      LOG.info("viewer of {} never connected: {}", offer.key().path(), reason);
    } else {
      LOG.info("viewer of {} at {} left: {}", offer.key().path(), remote(), reason);
    }
    return true;
  }

  /** Sends to where the browser was last seen. */
  @Override
  public void send(byte[] packet, int offset, int length) {
    ice.remote().ifPresent(to -> host.send(packet, offset, length, to));
  }

  private String remote() {
    return ice.remote().map(r -> r.getAddress().getHostAddress() + ":" + r.getPort()).orElse("");
  }

  ViewerStatus status() {
    Playback running;
    synchronized (this) {
      running = playback;
    }
    return new ViewerStatus(
        id,
        offer.key(),
        remote(),
        running == null ? 0 : running.packets(),
        running == null ? 0 : running.packetsLost());
  }

  private final class Link extends QueuedLink {
    @Override
    public void send(byte[] from, int offset, int length) {
      Session.this.send(from, offset, length);
    }

    @Override
    public void closed() {
      close("closed by the browser");
    }
  }
}

package io.vedette.sink.webrtc;

import io.vedette.api.live.LiveEngine;
import io.vedette.api.live.LiveException;
import io.vedette.api.live.LiveException.Kind;
import io.vedette.api.live.Opening;
import io.vedette.api.stream.StreamHub;
import io.vedette.api.stream.StreamKey;
import io.vedette.webrtc.dtls.DtlsException;
import io.vedette.webrtc.dtls.DtlsSession;
import io.vedette.webrtc.ice.IceCredentials;
import io.vedette.webrtc.ice.IceLiteAgent;
import io.vedette.webrtc.sdp.Negotiation;
import io.vedette.webrtc.sdp.SdpAnswer;
import io.vedette.webrtc.sdp.SdpException;
import io.vedette.webrtc.sdp.SdpOffer;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The live engine that needs nothing but a UDP port. */
@Component(configurationPid = "io.vedette.sink.webrtc", immediate = true)
@Designate(ocd = EmbeddedEngine.Config.class)
public final class EmbeddedEngine implements LiveEngine {
  /** Settings of the embedded live engine. */
  @ObjectClassDefinition(name = "Vedette live view (WebRTC)")
  public @interface Config {
    @AttributeDefinition(description = "UDP port of all viewers; 0 takes any free one")
    int port() default 8189;

    @AttributeDefinition(description = "local address to listen on; empty: all")
    String bind() default "";

    @AttributeDefinition(description = "further addresses for browsers outside, as a NAT has them")
    String[] publicAddresses() default {};
  }

  /** How long a viewer waits for a camera that has not delivered yet. */
  private static final Duration FIRST_PICTURE = Duration.ofSeconds(5);

  private final StreamHub hub;
  private final Candidates candidates;
  private final SecureRandom random = new SecureRandom();
  private final Handshakes handshakes;
  private final List<Sender> senders = new ArrayList<>();
  private final Sessions sessions;
  private final ResendMemory memory = ResendMemory.ofThisProcess();
  private final MediaPort port;
  private final Session.Host host = new Engine();

  /** Starts all threads; the port is bound by one of them. */
  @Activate
  public EmbeddedEngine(@Reference StreamHub hub, Config config) {
    this(hub, config.port(), config.bind(), List.of(config.publicAddresses()));
  }

  EmbeddedEngine(StreamHub hub, int port, String bind, List<String> publicAddresses) {
    this.hub = hub;
    this.candidates = new Candidates(bind, publicAddresses);
    Clock clock = Clock.systemUTC();
    this.handshakes = new Handshakes(clock);
    // One sender serves some 300 viewers of 4 Mbit/s; the other half of the cores is for the rest.
    int threads = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
    for (int i = 1; i <= threads; i++) {
      senders.add(new Sender(i, clock));
    }
    this.sessions = new Sessions(playback -> sender(playback.key()).wake(playback));
    this.port = new MediaPort(candidates.bindAddress(port), sessions);
  }

  /** All viewers of a stream are with one sender, for they share its packets. */
  private Sender sender(StreamKey key) {
    return senders.get(Math.floorMod(key.hashCode(), senders.size()));
  }

  @Override
  public String name() {
    return "embedded";
  }

  @Override
  public boolean isHealthy() {
    return port.port().isPresent();
  }

  @Override
  public LiveSession open(LiveRequest request) throws LiveException {
    int bound = port.port().orElse(0);
    if (bound == 0) {
      throw new LiveException(Kind.NOT_READY, "the UDP port of live view is in use by another");
    }
    if (sessions.isFull()) {
      throw new LiveException(
          Kind.NOT_READY, "there are " + Sessions.MAX + " viewers already, no more are taken");
    }
    try {
      SdpOffer sdp = SdpOffer.parse(request.sdpOffer());
      Opening opening = Opening.of(hub, request.key(), FIRST_PICTURE);
      try {
        return answer(request, sdp, opening, bound);
      } catch (SdpException | RuntimeException failed) {
        opening.cursor().close();
        throw failed;
      }
    } catch (SdpException refused) {
      Kind kind =
          switch (refused.kind()) {
            case MALFORMED -> Kind.MALFORMED;
            case NOT_ACCEPTABLE -> Kind.NOT_ACCEPTABLE;
          };
      throw new LiveException(kind, refused.getMessage());
    }
  }

  private LiveSession answer(LiveRequest request, SdpOffer sdp, Opening opening, int bound)
      throws SdpException {
    boolean noDelay = request.key() instanceof StreamKey.Replay;
    Negotiation chosen = Negotiation.of(sdp, opening.video(), opening.audio(), noDelay);
    long videoSsrc = Integer.toUnsignedLong(random.nextInt());
    Offer offer =
        new Offer(request.key(), sdp, chosen, opening, videoSsrc, videoSsrc ^ 1, token(8));
    long nowNs = System.nanoTime();
    IceLiteAgent ice = new IceLiteAgent(IceCredentials.random(random), sdp.iceUfrag(), nowNs);
    Session session = new Session(token(16), offer, ice, host, nowNs);
    SdpAnswer answer =
        new SdpAnswer(
            random.nextLong() >>> 2 | 1,
            ice.local(),
            handshakes.dtls().fingerprint(),
            candidates.of(request.localAddress(), bound),
            offer.videoSsrc(),
            offer.audioSsrc(),
            offer.cname());
    sessions.add(session);
    return new LiveSession(session.id(), answer.to(sdp, chosen));
  }

  private String token(int bytes) {
    byte[] token = new byte[bytes];
    random.nextBytes(token);
    return HexFormat.of().formatHex(token);
  }

  /** Candidates of the browser are not needed: its checks show where it is. */
  @Override
  public boolean trickle(String session, String sdpFragment) {
    return sessions.find(session).isPresent();
  }

  @Override
  public boolean close(String session) {
    return sessions.find(session).filter(s -> s.close("closed by its page")).isPresent();
  }

  @Override
  public List<ViewerStatus> viewers() {
    return sessions.all().stream().map(Session::status).toList();
  }

  /** Says farewell to all viewers and ends the threads. */
  @Deactivate
  public void deactivate() {
    sessions.all().forEach(session -> session.close("live view is stopped"));
    handshakes.close();
    senders.forEach(Sender::close);
    port.close();
  }

  /** What sessions ask of the engine. */
  private final class Engine implements Session.Host {
    @Override
    public boolean send(byte[] bytes, int offset, int length, InetSocketAddress to) {
      return port.send(bytes, offset, length, to);
    }

    @Override
    public DtlsSession handshake(Session session) throws DtlsException {
      String fingerprint = session.offer().sdp().fingerprint();
      return handshakes.dtls().accept(session.link(), fingerprint, Handshakes.LIMIT);
    }

    @Override
    public boolean submit(Runnable handshake) {
      return handshakes.submit(handshake);
    }

    @Override
    public Optional<Playback> play(Session session, DtlsSession dtls) {
      Optional<Playback> playback = Playbacks.begin(hub, session, dtls, memory, random);
      playback.ifPresent(p -> sender(p.key()).add(p));
      return playback;
    }

    @Override
    public void stop(Playback playback) {
      sender(playback.key()).remove(playback);
    }

    @Override
    public void closed(Session session) {
      sessions.remove(session);
    }
  }
}

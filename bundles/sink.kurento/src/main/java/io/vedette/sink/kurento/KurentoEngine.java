package io.vedette.sink.kurento;

import io.vedette.api.live.LiveEngine;
import io.vedette.api.live.LiveException;
import io.vedette.api.live.LiveException.Kind;
import io.vedette.api.live.Opening;
import io.vedette.api.restream.Restream;
import io.vedette.api.stream.StreamHub;
import io.vedette.webrtc.sdp.NarrowOffer;
import io.vedette.webrtc.sdp.Negotiation;
import io.vedette.webrtc.sdp.SdpException;
import io.vedette.webrtc.sdp.SdpOffer;
import io.vedette.webrtc.sdp.TrickledCandidate;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live engine on a pool of Kurento media servers. It is asked before the embedded one, which
 * serves while no server is up.
 */
@Component(
    configurationPid = "io.vedette.sink.kurento",
    immediate = true,
    property = "service.ranking:Integer=100")
@Designate(ocd = KurentoEngine.Config.class)
public final class KurentoEngine implements LiveEngine {
  /** Settings of the live engine on Kurento. */
  @ObjectClassDefinition(name = "Vedette live view by Kurento")
  public @interface Config {
    @AttributeDefinition(
        description = "WebSocket addresses of Kurento media servers: ws://10.0.0.5:8888/kurento")
    String[] uris() default {};
  }

  private static final Logger LOG = LoggerFactory.getLogger(KurentoEngine.class);

  /** How long a viewer waits for a camera that has not delivered yet. */
  private static final Duration FIRST_PICTURE = Duration.ofSeconds(5);

  private final StreamHub hub;
  private final Restream restream;
  private final ServerPool pool;
  private final SecureRandom random = new SecureRandom();

  /** Starts a thread per server, which connects. */
  @Activate
  public KurentoEngine(
      BundleContext context, Config config, @Reference StreamHub hub, @Reference Restream restream)
      throws IOException {
    this(
        hub,
        restream,
        OwnerId.in(Path.of(context.getProperty("vedette.home"))),
        List.of(config.uris()));
  }

  KurentoEngine(StreamHub hub, Restream restream, String owner, List<String> uris) {
    this.hub = hub;
    this.restream = restream;
    List<KurentoServer> servers = new ArrayList<>();
    for (URI uri : addresses(uris)) {
      servers.add(new KurentoServer(uri, owner, new Stay.Streams(hub, restream)));
    }
    this.pool = new ServerPool(servers);
    if (servers.isEmpty()) {
      LOG.info("no Kurento server is set: the embedded engine serves");
    }
  }

  /** Each once; what is none is told and left out. */
  private static Set<URI> addresses(List<String> uris) {
    Set<URI> addresses = new LinkedHashSet<>();
    for (String text : uris) {
      try {
        URI uri = new URI(text.strip());
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || !scheme.equals("ws") && !scheme.equals("wss")) {
          throw new URISyntaxException(text, "not ws://host:port/kurento");
        }
        addresses.add(uri);
      } catch (URISyntaxException wrong) {
        LOG.error(
            "{} is no address of a Kurento server: {}", Reason.clean(text), wrong.getReason());
      }
    }
    return addresses;
  }

  @Override
  public String name() {
    return "kurento";
  }

  @Override
  public boolean isHealthy() {
    return restream.port().isPresent() && pool.takesViewers();
  }

  @Override
  public LiveSession open(LiveRequest request) throws LiveException {
    try {
      SdpOffer offer = SdpOffer.parse(request.sdpOffer());
      // Open until the server pulls: a stream that runs on demand shall not stop in between.
      Opening opening = Opening.of(hub, request.key(), FIRST_PICTURE);
      try (var held = opening.cursor()) {
        Negotiation chosen = Negotiation.of(offer, opening.video(), opening.audio(), false);
        String sdp = NarrowOffer.of(request.sdpOffer(), offer, chosen);
        boolean audio = chosen.audio().isPresent();
        return pool.open(new Offered(request.key(), sdp, offer.mids(), audio), token());
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

  private String token() {
    byte[] token = new byte[16];
    random.nextBytes(token);
    return HexFormat.of().formatHex(token);
  }

  @Override
  public boolean trickle(String session, String sdpFragment) {
    List<TrickledCandidate> candidates = TrickledCandidate.in(sdpFragment);
    return pool.servers().stream().anyMatch(server -> server.trickle(session, candidates));
  }

  @Override
  public boolean close(String session) {
    return pool.servers().stream().anyMatch(server -> server.close(session));
  }

  @Override
  public List<ViewerStatus> viewers() {
    return pool.servers().stream().flatMap(server -> server.viewers().stream()).toList();
  }

  @Override
  public List<ServerStatus> servers() {
    return pool.servers().stream().map(KurentoServer::status).toList();
  }

  /** Ends all viewers, releases what is ours in the servers, and ends the threads. */
  @Deactivate
  public void deactivate() {
    pool.close();
  }
}

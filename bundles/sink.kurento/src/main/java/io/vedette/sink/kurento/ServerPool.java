package io.vedette.sink.kurento;

import io.vedette.api.live.LiveEngine.LiveSession;
import io.vedette.api.live.LiveException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the server of a viewer. Thread-safe. */
final class ServerPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerPool.class);

  /** A page waits for them one after the other. */
  private static final int MAX_TRIES = 2;

  private final List<KurentoServer> servers;

  ServerPool(List<KurentoServer> servers) {
    this.servers = List.copyOf(servers);
  }

  List<KurentoServer> servers() {
    return servers;
  }

  /** True if one of them takes viewers. */
  boolean takesViewers() {
    return servers.stream().anyMatch(KurentoServer::takesViewers);
  }

  /** That with the fewest viewers; of equals, the first as configured. */
  Optional<KurentoServer> best() {
    return servers.stream()
        .filter(KurentoServer::takesViewers)
        .min(Comparator.comparingInt(KurentoServer::load));
  }

  /** Opens a viewer at the best server, or at the next best if that one fails over it. */
  LiveSession open(Offered offer, String session) throws LiveException {
    for (int i = 0; i < MAX_TRIES; i++) {
      Optional<KurentoServer> server = best();
      if (server.isEmpty()) {
        break;
      }
      try {
        return server.get().open(offer, session);
      } catch (ServerException failed) {
        LOG.debug("{}: {}", offer.key(), failed.getMessage());
      }
    }
    throw new LiveException(
        LiveException.Kind.NOT_READY, "no Kurento server can show " + offer.key().path() + " now");
  }

  @Override
  public void close() {
    servers.forEach(KurentoServer::leave); // all at once: one that hangs keeps no other waiting
    servers.forEach(KurentoServer::close);
  }
}

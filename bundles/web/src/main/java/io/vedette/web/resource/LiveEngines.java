package io.vedette.web.resource;

import io.vedette.api.live.LiveEngine;
import io.vedette.api.live.LiveEngine.LiveRequest;
import io.vedette.api.live.LiveEngine.LiveSession;
import io.vedette.api.live.LiveEngine.ViewerStatus;
import io.vedette.api.live.LiveException;
import io.vedette.web.http.Kind;
import io.vedette.web.http.Problem;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.framework.ServiceReference;

/**
 * Chooses the live engine of a viewer: the best by service ranking that is healthy. A session stays
 * with the engine that opened it and goes with it; its id is known to no other. Thread-safe.
 */
final class LiveEngines {
  /** The best by service ranking first. */
  private final Map<ServiceReference<LiveEngine>, LiveEngine> engines =
      new ConcurrentSkipListMap<>(Collections.reverseOrder());

  void add(ServiceReference<LiveEngine> reference, LiveEngine engine) {
    engines.put(reference, engine);
  }

  void remove(ServiceReference<LiveEngine> reference) {
    engines.remove(reference);
  }

  /** Best first. */
  List<LiveEngine> all() {
    return List.copyOf(engines.values());
  }

  /** That gets the next viewer. */
  Optional<LiveEngine> chosen() {
    return all().stream().filter(LiveEngine::isHealthy).findFirst();
  }

  /** Asks the best healthy engine; the next one only if that fell ill over it. */
  LiveSession open(LiveRequest request) throws LiveException {
    LiveException failure = null;
    for (LiveEngine engine : all()) {
      if (engine.isHealthy()) {
        try {
          return engine.open(request);
        } catch (LiveException e) {
          failure = e;
          if (engine.isHealthy()) {
            break;
          }
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
    String why =
        engines.isEmpty()
            ? "live view (feature sink-webrtc) is not installed or not started"
            : "no live engine can take viewers now";
    throw new Problem(Kind.NOT_READY, why).retryAfter(Duration.ofSeconds(2));
  }

  /** False if there is no such session, or its engine has left. */
  boolean trickle(String session, String sdpFragment) {
    return all().stream().anyMatch(engine -> engine.trickle(session, sdpFragment));
  }

  /** False if there is no such session, or its engine has left. */
  boolean close(String session) {
    return all().stream().anyMatch(engine -> engine.close(session));
  }

  /** Ids of all that there are. */
  Collection<String> sessions() {
    return all().stream()
        .flatMap(engine -> engine.viewers().stream())
        .map(ViewerStatus::session)
        .toList();
  }
}

package io.vedette.web.resource;

import io.vedette.api.live.LiveEngine;
import io.vedette.api.live.LiveException;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** Takes every offer, or fails as told. */
final class FakeLiveEngine implements LiveEngine {
  final List<LiveRequest> requests = new ArrayList<>();
  final List<String> sessions = new CopyOnWriteArrayList<>();
  final BlockingQueue<String> closed = new LinkedBlockingQueue<>(); // once each
  final List<String> fragments = new ArrayList<>();
  Optional<LiveException> failure = Optional.empty();
  boolean healthy = true;
  boolean fallsIll;
  boolean failsToClose;
  List<ServerStatus> servers = List.of();
  private final String name;

  FakeLiveEngine(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isHealthy() {
    return healthy;
  }

  @Override
  public LiveSession open(LiveRequest request) throws LiveException {
    if (failure.isPresent()) {
      healthy = !fallsIll;
      throw failure.get();
    }
    requests.add(request);
    String session = name + "-" + requests.size();
    sessions.add(session);
    return new LiveSession(session, "v=0 answer of " + name);
  }

  @Override
  public boolean trickle(String session, String sdpFragment) {
    return sessions.contains(session) && fragments.add(sdpFragment);
  }

  @Override
  public boolean close(String session) {
    if (failsToClose) {
      throw new IllegalStateException("the media server does not answer");
    }
    return sessions.remove(session) && closed.add(session);
  }

  @Override
  public List<ViewerStatus> viewers() {
    return sessions.stream()
        .map(s -> new ViewerStatus(s, new StreamKey.Live("door", Profile.MAIN), "", 0, 0))
        .toList();
  }

  @Override
  public List<ServerStatus> servers() {
    return servers;
  }
}

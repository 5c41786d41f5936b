package io.vedette.web.resource;

import io.vedette.api.replay.ReplayException;
import io.vedette.api.replay.Replays;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** At most one replay, r1. */
final class FakeReplays implements Replays {
  final List<Change> changes = new ArrayList<>();
  final BlockingQueue<String> closed = new LinkedBlockingQueue<>(); // once each
  volatile Optional<State> replay = Optional.empty();
  private String owner = "";
  Optional<ReplayException> failure = Optional.empty();

  @Override
  public State create(Request request) throws ReplayException {
    if (failure.isPresent()) {
      throw failure.get();
    }
    Map<String, CameraState> cameras = new TreeMap<>();
    request
        .cameras()
        .forEach(
            c ->
                cameras.put(
                    c,
                    new CameraState(
                        "passthrough", Optional.empty(), request.profile(), Optional.empty())));
    owner = request.owner();
    replay =
        Optional.of(
            new State(
                "r1", request.at(), request.rate(), true, cameras, Optional.empty(), false, false));
    return replay.get();
  }

  @Override
  public Optional<String> owner(String id) {
    return find(id).map(r -> owner);
  }

  @Override
  public Optional<State> find(String id) {
    return replay.filter(r -> r.id().equals(id));
  }

  @Override
  public Optional<State> change(String id, Change change) throws ReplayException {
    if (failure.isPresent()) {
      throw failure.get();
    }
    changes.add(change);
    return replay;
  }

  @Override
  public boolean close(String id) {
    boolean existed = find(id).isPresent();
    replay = Optional.empty();
    return existed && closed.add(id);
  }

  @Override
  public List<String> ids() {
    return replay.map(r -> List.of(r.id())).orElse(List.of());
  }
}

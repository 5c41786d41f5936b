package io.vedette.sink.rtsp;

import io.vedette.api.replay.ReplayException;
import io.vedette.api.replay.Replays;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** One replay, {@code 7f}, which does what it is told and remembers it. */
final class FakeReplays implements Replays {
  /** Before it nothing was recorded. */
  static final Instant BEGIN = Instant.parse("2026-11-25T09:00:00Z");

  final AtomicInteger open = new AtomicInteger();
  String owner = "admin";
  volatile boolean begunPlaying = true; // the newest
  final List<Change> changes = new CopyOnWriteArrayList<>();

  @Override
  public State create(Request request) throws ReplayException {
    if (!request.cameras().equals(List.of("cam"))) {
      throw new ReplayException(ReplayException.Kind.UNKNOWN_CAMERA, "camera");
    }
    open.incrementAndGet();
    begunPlaying = request.playing();
    return new State(
        "7f", request.at(), 1, request.playing(), Map.of(), Optional.empty(), false, false);
  }

  @Override
  public Optional<String> owner(String id) {
    return id.equals("7f") ? Optional.of(owner) : Optional.empty();
  }

  @Override
  public Optional<State> find(String id) {
    return Optional.empty();
  }

  @Override
  public Optional<State> change(String id, Change change) throws ReplayException {
    double rate = change.rate().orElse(1.0);
    if (Math.abs(rate) > 64) {
      throw new ReplayException(ReplayException.Kind.MALFORMED, "rate");
    }
    if (!id.equals("7f")) {
      return Optional.empty();
    }
    changes.add(change);
    Instant at = change.seek().orElse(Instant.EPOCH);
    Optional<SkippedGap> skipped =
        change.seek().filter(BEGIN::isAfter).map(from -> new SkippedGap(from, BEGIN));
    Instant clock = skipped.map(gap -> gap.to().plusMillis(15)).orElse(at); // it goes on
    boolean playing = change.playing().orElse(true);
    return Optional.of(new State(id, clock, rate, playing, Map.of(), skipped, false, false));
  }

  @Override
  public boolean close(String id) {
    return id.equals("7f") && open.decrementAndGet() >= 0;
  }

  @Override
  public List<String> ids() {
    return List.of("7f");
  }
}

package io.vedette.sink.replay;

import io.vedette.api.replay.Replays.Change;
import java.time.Instant;
import java.util.Optional;

/** Changes of one thing. */
final class Changes {
  private Changes() {}

  static Change playing(boolean playing) {
    return of(Optional.of(playing), Optional.empty(), Optional.empty(), Optional.empty());
  }

  static Change rate(double rate) {
    return of(Optional.empty(), Optional.of(rate), Optional.empty(), Optional.empty());
  }

  static Change seek(Instant at) {
    return of(Optional.empty(), Optional.empty(), Optional.of(at), Optional.empty());
  }

  static Change step(int step) {
    return of(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(step));
  }

  static Change smooth() {
    return new Change(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(true));
  }

  private static Change of(
      Optional<Boolean> playing,
      Optional<Double> rate,
      Optional<Instant> seek,
      Optional<Integer> step) {
    return new Change(
        playing, rate, seek, step, Optional.empty(), Optional.empty(), Optional.empty());
  }
}

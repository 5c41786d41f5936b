package io.vedette.hub;

import io.vedette.api.stream.StreamStatus;
import io.vedette.api.stream.StreamStatus.State;
import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** State of one stream's source, as status pages show it. Thread-safe. */
final class SourceState {
  private final Clock clock;
  private final StreamMeter meter = new StreamMeter();
  private State state = State.CONNECTING; // guarded by this
  private Instant since; // guarded by this
  private List<Track> tracks = List.of(); // guarded by this
  private Optional<String> lastError = Optional.empty(); // guarded by this
  private long runs; // guarded by this
  private long lostUnits; // guarded by this
  private Optional<Duration> clockOffset = Optional.empty(); // guarded by this

  SourceState(Clock clock) {
    this.clock = clock;
    this.since = clock.instant();
  }

  /** Moves to a state; true if it is another one. */
  synchronized boolean enter(State state, Optional<String> error) {
    error.ifPresent(e -> lastError = error);
    boolean other = this.state != state;
    if (other) {
      this.state = state;
      this.since = clock.instant();
    }
    return other;
  }

  /** A source starts from scratch: what was before it is no news any more. */
  synchronized void restart() {
    lastError = Optional.empty();
    enter(State.CONNECTING, Optional.empty());
  }

  /** A run began; true if the stream was not live before. */
  synchronized boolean begin(List<Track> tracks) {
    this.tracks = List.copyOf(tracks);
    meter.clear(); // of the run before
    runs++;
    return enter(State.LIVE, Optional.empty());
  }

  /** Counts a unit that came now. */
  void count(AccessUnit unit) {
    meter.count(unit);
    show(unit.track());
  }

  /** Notes a track's newest parameter sets. */
  synchronized void show(Track track) {
    if (!tracks.contains(track)) {
      tracks = tracks.stream().map(t -> t.id() == track.id() ? track : t).toList();
    }
  }

  synchronized void lost(long units) {
    lostUnits += units;
  }

  /** The camera told its time. */
  synchronized void clockOffset(Duration ahead) {
    clockOffset = Optional.of(ahead);
  }

  synchronized StreamStatus status() {
    Instant now = clock.instant();
    boolean live = state == State.LIVE;
    return new StreamStatus(
        state,
        since,
        tracks,
        live ? meter.fps(now) : 0,
        live ? meter.kbps(now) : 0,
        Math.max(0, runs - 1),
        lostUnits,
        clockOffset,
        lastError);
  }
}

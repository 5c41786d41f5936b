package io.vedette.sink.rtsp;

import io.vedette.api.replay.ReplayException;
import io.vedette.api.replay.Replays;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.AccessUnit;
import io.vedette.rtsp.PlayRequest;
import io.vedette.rtsp.RtspHeaders;
import io.vedette.rtsp.ServerSession.Refusal;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * PLAY and PAUSE of one client on a replay: Range and Scale steer the replay's clock, which all its
 * viewers share; which pictures are sent, and where the range ends, concerns this client alone.
 */
final class ReplaySteering {
  private final Supplier<Optional<Replays>> replays;
  private boolean paused; // by this client
  private boolean fromTheBeginning; // if the next PLAY does not say where
  private volatile PlayRequest range; // of the newest PLAY; null before
  private volatile boolean backward;
  private volatile boolean isOver;
  private volatile long oldUpTo = -1; // sequence of the newest unit before the newest seek

  ReplaySteering(Supplier<Optional<Replays>> replays) {
    this.replays = replays;
  }

  /**
   * Plays. A PLAY that says neither where nor how fast changes nothing for the others, unless this
   * client had paused.
   */
  RtspHeaders play(StreamKey.Replay key, PlayRequest request) throws Refusal {
    RtspHeaders answer = RtspHeaders.of();
    if (paused || request.from().isPresent() || request.scale().isPresent()) {
      Optional<Double> rate =
          request.scale().isPresent()
              ? Optional.of(request.scale().getAsDouble())
              : Optional.empty();
      Optional<Instant> seek =
          fromTheBeginning ? request.from().or(() -> Optional.of(Instant.EPOCH)) : request.from();
      Replays.State state =
          change(key, Optional.of(true), rate, seek).orElseThrow(Refusal::notFound);
      fromTheBeginning = false;
      backward = state.rate() < 0;
      // Its clock has gone on since, and what is recorded began where a gap ended.
      Optional<Instant> begin = seek.flatMap(at -> state.skippedGap()).map(Replays.SkippedGap::to);
      Instant from = request.from().or(() -> begin).orElse(state.clock());
      answer =
          RtspHeaders.of("Range", PlayRequest.range(from), "Scale", Double.toString(state.rate()));
    }
    paused = false;
    isOver = false;
    range = request;
    return answer;
  }

  /** Stops the replay's clock. */
  void pause(StreamKey.Replay key) throws Refusal {
    paused = true;
    change(key, Optional.of(false), Optional.empty(), Optional.empty());
  }

  private Optional<Replays.State> change(
      StreamKey.Replay key,
      Optional<Boolean> playing,
      Optional<Double> rate,
      Optional<Instant> seek)
      throws Refusal {
    Optional<Replays> service = replays.get();
    if (service.isEmpty()) {
      return Optional.empty();
    }
    Replays.Change change =
        new Replays.Change(
            playing,
            rate,
            seek,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    try {
      return service.get().change(key.replay(), change);
    } catch (ReplayException refused) {
      throw refusal(refused);
    }
  }

  /** What RTSP says for it. */
  static Refusal refusal(ReplayException refused) {
    return switch (refused.kind()) {
      case MALFORMED -> new Refusal(451, "Parameter Not Understood");
      case UNKNOWN_CAMERA -> Refusal.notFound();
      case IMPOSSIBLE -> new Refusal(404, "Not Found (" + refused.getMessage() + ")");
      case TOO_MANY -> new Refusal(453, "Not Enough Bandwidth");
    };
  }

  /** The replay is this client's own and stands: a first PLAY without a Range plays all. */
  void own() {
    paused = true;
    fromTheBeginning = true;
  }

  /** A seek is coming: units up to that sequence are of before. */
  void seeking(long newestSequence) {
    oldUpTo = newestSequence;
  }

  /** True if this client wants the unit. Any thread. */
  boolean wants(long sequence, AccessUnit unit) {
    PlayRequest wanted = range;
    if (sequence <= oldUpTo) {
      return false;
    }
    return wanted == null
        || !isBehind(wanted, unit.received())
            && (!wanted.keyPicturesOnly() || unit.track().isVideo() && unit.randomAccess());
  }

  /** True once, when the unit is the first behind the end of the range. Any thread. */
  boolean ends(long sequence, AccessUnit unit) {
    PlayRequest wanted = range;
    if (wanted == null || sequence <= oldUpTo || isOver || !isBehind(wanted, unit.received())) {
      return false;
    }
    isOver = true;
    return true;
  }

  private boolean isBehind(PlayRequest wanted, Instant recorded) {
    return wanted.to().isPresent()
        && (backward ? recorded.isBefore(wanted.to().get()) : recorded.isAfter(wanted.to().get()));
  }
}

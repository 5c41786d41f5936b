package io.vedette.sink.replay;

import io.vedette.api.recording.RecordingReader;
import io.vedette.api.recording.RecordingStore;
import io.vedette.api.recording.TimelineSpan;
import io.vedette.api.replay.Replays.SkippedGap;
import io.vedette.api.stream.Profile;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Times of which nothing is recorded, as the timeline tells them: their ends are those that a page
 * shows. Reads indexes only. Any thread.
 */
final class Gaps {
  private final RecordingStore store;

  Gaps(RecordingStore store) {
    this.store = store;
  }

  /**
   * A time without recording.
   *
   * @param from {@link Instant#MIN}: nothing was recorded before
   * @param to exclusive; {@link Instant#MAX}: nothing is recorded after, as of now
   */
  record Gap(Instant from, Instant to) {
    /** What both have in common; they must overlap. */
    private Gap and(Gap other) {
      return new Gap(
          from.isAfter(other.from) ? from : other.from, to.isBefore(other.to) ? to : other.to);
    }

    /** As it is told of a clock that was within it: an end that is not there is the clock. */
    SkippedGap seenFrom(Instant clock) {
      return new SkippedGap(
          from.equals(Instant.MIN) ? clock : from, to.equals(Instant.MAX) ? clock : to);
    }
  }

  /**
   * A jump out of a gap.
   *
   * @param to nearest recorded time beyond it
   */
  record Skip(Instant to, SkippedGap gap) {}

  /**
   * How a clock that is set to a time gets out of the gap that lies there; empty: there is none, or
   * nothing beyond it.
   *
   * @param streams by camera
   */
  Optional<Skip> skip(Map<String, Profile> streams, Instant at, boolean forward) {
    return around(streams, at)
        .filter(gap -> !(forward ? gap.to().equals(Instant.MAX) : gap.from().equals(Instant.MIN)))
        .map(gap -> new Skip(forward ? gap.to() : gap.from().minusMillis(1), gap.seenFrom(at)));
  }

  /** The gap around a time that all cameras have; empty: something is recorded there. */
  Optional<Gap> around(Map<String, Profile> streams, Instant at) {
    Gap common = new Gap(Instant.MIN, Instant.MAX);
    for (Map.Entry<String, Profile> stream : streams.entrySet()) {
      Optional<Gap> gap = around(stream.getKey(), stream.getValue(), at);
      if (gap.isEmpty()) {
        return Optional.empty();
      }
      common = common.and(gap.get());
    }
    return Optional.of(common);
  }

  /** The gap of one stream. */
  Optional<Gap> around(String camera, Profile profile, Instant at) {
    Optional<Instant> before;
    Optional<Instant> after;
    try (RecordingReader reader = store.reader(camera, profile)) {
      before = reader.keyAtOrBefore(at);
      after = reader.keyAtOrAfter(at);
    } catch (IOException e) {
      return Optional.empty(); // whoever reads there tells why
    }
    Instant from = before.orElse(Instant.MIN);
    for (TimelineSpan span : store.timeline(camera, profile, before.orElse(at), at.plusMillis(1))) {
      if (span.gap().isEmpty() && span.to().isAfter(at)) {
        return Optional.empty();
      }
      from = span.gap().isEmpty() ? span.to() : from;
    }
    return Optional.of(new Gap(from, after.orElse(Instant.MAX)));
  }
}

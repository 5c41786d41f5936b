package io.vedette.sink.replay;

import io.vedette.api.stream.StreamHub.StreamWriter;
import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What viewers of one camera get: recorded units under new times. A unit's {@code dts} is its
 * scheduled send time since the stream was published, whatever its recorded time was; {@code
 * received} stays the recorded time, so that whoever shows a picture can tell of when it is. Used
 * by the session's thread.
 */
final class Shown {
  /**
   * Least step between pictures in 90 kHz ticks: 1 ms, the smallest that browsers show at once.
   * Pictures of a burst follow each other so.
   */
  private static final long STEP = 90;

  private final StreamWriter viewers;
  private final List<Track> announced;
  private Optional<StreamWriter> writer;
  private final long publishedNs; // dts 0
  private long newestDts90k = -STEP;
  private Instant newest; // recorded time of the newest picture; null before the first
  private Instant sent; // of the newest that was not withheld; null before the first

  /**
   * @param announced tracks that viewers know of: what is sent later has their ids
   */
  Shown(StreamWriter viewers, List<Track> announced, long publishedNs) {
    this.viewers = viewers;
    this.announced = List.copyOf(announced);
    this.writer = Optional.of(viewers);
    this.publishedNs = publishedNs;
  }

  /**
   * From here on units take another way, and the first picture must be a key picture.
   *
   * @param other empty: they are withheld
   */
  void through(Optional<StreamWriter> other) {
    writer = other;
  }

  /** Sends a unit that is due at a time; not before the pictures that were sent already. */
  void append(AccessUnit unit, long dueNs) {
    long dts90k = (dueNs - publishedNs) / 100_000 * 9;
    if (unit.track().isVideo()) {
      newestDts90k = Math.max(newestDts90k + STEP, dts90k);
      newest = unit.received();
      sent = writer.isPresent() ? newest : sent;
      dts90k = newestDts90k;
    }
    Optional<Track> track = track(unit.track());
    if (writer.isPresent() && track.isPresent()) {
      writer.get().append(at(unit, track.get(), dts90k * track.get().clockRate() / 90_000));
    }
  }

  /**
   * The recorded track under the id by which viewers know it, whatever its file said; empty: sound
   * that they were not told of.
   */
  private Optional<Track> track(Track recorded) {
    for (Track known : announced) {
      if (known.isVideo() && recorded.isVideo()) {
        return Optional.of(
            known.id() == recorded.id()
                ? recorded
                : new Track(known.id(), recorded.clockRate(), recorded.config()));
      }
      if (known.config().equals(recorded.config())) {
        return Optional.of(known);
      }
    }
    return recorded.isVideo() ? Optional.of(recorded) : Optional.empty();
  }

  private static AccessUnit at(AccessUnit unit, Track track, long dts) {
    return new AccessUnit(track, dts, dts, unit.received(), unit.randomAccess(), unit.payload());
  }

  /** What was sent and not yet taken is dropped: the viewers shall not wait for it. */
  void flush() {
    writer.orElse(viewers).flush();
  }

  /** Recorded time of the newest picture, be it withheld; empty before the first. */
  Optional<Instant> newest() {
    return Optional.ofNullable(newest);
  }

  /** Recorded time of the newest picture that viewers get; empty before the first. */
  Optional<Instant> sent() {
    return Optional.ofNullable(sent);
  }

  boolean isWatched() {
    return viewers.readers() > 0;
  }
}

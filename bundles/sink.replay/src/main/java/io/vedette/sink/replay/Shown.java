package io.vedette.sink.replay;

import io.vedette.api.stream.StreamHub.StreamWriter;
import io.vedette.media.AccessUnit;
import java.time.Instant;
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

  private StreamWriter writer;
  private final long publishedNs; // dts 0
  private long newestDts90k = -STEP;
  private Instant newest; // recorded time of the newest picture; null before the first

  Shown(StreamWriter writer, long publishedNs) {
    this.writer = writer;
    this.publishedNs = publishedNs;
  }

  /** From here on units take another way; the first picture must be a key picture. */
  void through(StreamWriter other) {
    writer = other;
  }

  /** Sends a unit that is due at a time; not before the pictures that were sent already. */
  void append(AccessUnit unit, long dueNs) {
    long dts90k = (dueNs - publishedNs) / 100_000 * 9;
    if (unit.track().isVideo()) {
      newestDts90k = Math.max(newestDts90k + STEP, dts90k);
      newest = unit.received();
      writer.append(at(unit, newestDts90k));
    } else {
      writer.append(at(unit, dts90k * unit.track().clockRate() / 90_000));
    }
  }

  private static AccessUnit at(AccessUnit unit, long dts) {
    return new AccessUnit(
        unit.track(), dts, dts, unit.received(), unit.randomAccess(), unit.payload());
  }

  /** What was sent and not yet taken is dropped: the viewers shall not wait for it. */
  void flush() {
    writer.flush();
  }

  /** Recorded time of the newest picture; empty before the first. */
  Optional<Instant> newest() {
    return Optional.ofNullable(newest);
  }

  boolean isWatched() {
    return writer.readers() > 0;
  }
}

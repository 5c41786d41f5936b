package io.vedette.sink.replay;

import io.vedette.api.recording.RecordingReader;
import io.vedette.media.AccessUnit;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * Goes through a recording in either direction by its key pictures, chosen by the index: what is
 * not sent is not read. They need no other picture, so the viewer's decoder sees an ordinary
 * stream.
 */
final class KeyPictures implements Play {
  /** More a second than the eye follows would cost bandwidth only. */
  private static final long PAUSE_NS = 1_000_000_000L / 12;

  /** Smart codecs have GOPs of 10 s; that is no gap. */
  private static final long GAP_NS = 12_000_000_000L;

  private final RecordingReader reader;
  private final Shown shown;
  private Instant early; // sent before the clock came to it; null: none
  private Instant next; // beyond that; null: at the end
  private long sentNs;

  KeyPictures(RecordingReader reader, Shown shown, long nowNs) {
    this.reader = reader;
    this.shown = shown;
    this.sentNs = nowNs - PAUSE_NS;
  }

  /** Begins with the key picture before the clock's time, at once. */
  void jump(ReplayClock clock, long nowNs) throws IOException {
    Instant at = clock.at(nowNs);
    Optional<Instant> key = reader.keyAtOrBefore(at);
    if (key.isPresent() && ReplayClock.nanos(key.get(), at) <= GAP_NS) {
      send(key.get(), nowNs);
      goOnBeyond(clock, key.get());
      early = key.get();
    } else {
      goOn(clock, at);
    }
  }

  /** Goes on from a recorded time, in the clock's direction. */
  void goOn(ReplayClock clock, Instant from) throws IOException {
    early = null;
    next = ahead(clock, from);
  }

  /** Goes on behind a key picture that was sent. */
  void goOnBeyond(ReplayClock clock, Instant key) throws IOException {
    goOn(clock, beyond(clock, key));
  }

  @Override
  public long pump(ReplayClock clock, long nowNs) throws IOException {
    if (early != null && clock.nsAt(early) - nowNs > 0) {
      return clock.nsAt(early);
    }
    early = null;
    if (next == null && shown.newest().isPresent()) {
      next = ahead(clock, beyond(clock, shown.newest().get())); // it may have grown
    }
    while (next != null) {
      long dueNs = Math.max(clock.nsAt(next), sentNs + PAUSE_NS);
      if (dueNs - nowNs > 0) {
        return dueNs;
      }
      Instant key = clock.furthest(next, passed(clock, nowNs));
      next = ahead(clock, beyond(clock, key)); // first, lest one that cannot be read be the last
      send(key, nowNs);
    }
    return Long.MAX_VALUE;
  }

  /** The key picture that the clock passed last; those between it and the one before are left. */
  private Optional<Instant> passed(ReplayClock clock, long nowNs) throws IOException {
    Instant at = clock.at(nowNs);
    return clock.isForward() ? reader.keyAtOrBefore(at) : reader.keyAtOrAfter(at);
  }

  private void send(Instant key, long nowNs) throws IOException {
    if (!reader.seek(key)) {
      return; // deleted meanwhile
    }
    Optional<AccessUnit> unit = reader.next();
    if (unit.isPresent()) {
      shown.append(unit.get(), nowNs);
      sentNs = nowNs;
    }
  }

  private Instant ahead(ReplayClock clock, Instant from) throws IOException {
    return (clock.isForward() ? reader.keyAtOrAfter(from) : reader.keyAtOrBefore(from))
        .orElse(null);
  }

  private static Instant beyond(ReplayClock clock, Instant key) {
    return clock.isForward() ? key.plusMillis(1) : key.minusMillis(1);
  }

  @Override
  public Optional<Instant> next() {
    return Optional.ofNullable(early == null ? next : early);
  }

  @Override
  public long gapNs() {
    return GAP_NS;
  }
}

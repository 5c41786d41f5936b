package io.vedette.sink.replay;

import io.vedette.api.recording.RecordingReader;
import io.vedette.media.AccessUnit;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Goes through a recording forward by all its pictures, each when the clock reaches it, with sound
 * at normal speed. Where that would be more pictures than a screen shows, those are left out that
 * no other refers to.
 */
final class AllPictures implements Play {
  /** Fastest that all pictures are sent; above, key pictures say as much. */
  static final double MAX_RATE = 4;

  /** Screens show 60 pictures a second; a tenth more, since cameras keep their rate roughly. */
  static final double MAX_PICTURES = 66;

  /** Nothing for so long: a gap, not a slow camera. */
  static final long GAP_NS = 3_000_000_000L;

  /** Units of a burst that are held at most: a GOP of 10 s at 60 pictures a second, with audio. */
  private static final int MAX_BURST = 1200;

  /** Units from which the pictures a second are learnt: a GOP or so. */
  private static final int LEARNT = 50;

  private final RecordingReader reader;
  private final Shown shown;
  private final boolean mayThin;
  private final Cadence cadence = new Cadence();
  private AccessUnit pending; // next unit to send; null: at the end
  private boolean contiguous; // the viewer holds what the reader's next pictures refer to

  /**
   * @param mayThin pictures that no other refers to may be left out
   */
  AllPictures(RecordingReader reader, Shown shown, boolean mayThin) {
    this.reader = reader;
    this.shown = shown;
    this.mayThin = mayThin;
  }

  /** True if this is the way to play at that speed and direction. */
  boolean suits(ReplayClock clock, long nowNs) throws IOException {
    if (!clock.isForward() || clock.rate() > MAX_RATE) {
      return false;
    }
    if (!cadence.isKnown() && clock.rate() > 1) {
      learn(clock.at(nowNs));
    }
    return clock.rate() * (mayThin ? cadence.needed() : cadence.all()) <= MAX_PICTURES;
  }

  /** Pictures a second around a time, at normal speed. */
  double picturesPerSecond(Instant at) throws IOException {
    if (!cadence.isKnown()) {
      learn(at);
    }
    return cadence.all();
  }

  private void learn(Instant at) throws IOException {
    Optional<Instant> key = reader.keyAtOrBefore(at);
    if (key.isPresent() && reader.seek(key.get())) {
      for (int i = 0; i < LEARNT; i++) {
        read();
      }
    }
  }

  /** Sends the picture at the clock's time and what it needs; none if that time is in a gap. */
  void jump(Instant at, long nowNs) throws IOException {
    Deque<AccessUnit> burst = upTo(at);
    AccessUnit last = burst.peekLast();
    if (last == null || ReplayClock.nanos(last.received(), at) > GAP_NS) {
      startBeyondGap(at);
    } else {
      burst.forEach(picture -> shown.append(picture, nowNs));
      contiguous = true;
    }
  }

  /** Units from the key picture before {@code at} up to it; {@code pending} is the one after. */
  private Deque<AccessUnit> upTo(Instant at) throws IOException {
    Deque<AccessUnit> burst = new ArrayDeque<>();
    Optional<Instant> key = reader.keyAtOrBefore(at);
    pending = null;
    contiguous = false;
    if (key.isEmpty() || !reader.seek(key.get())) {
      return burst;
    }
    for (AccessUnit unit = read(); unit != null; unit = read()) {
      if (unit.received().isAfter(at) || burst.size() >= MAX_BURST) {
        pending = unit;
        break;
      }
      if (unit.track().isVideo()) {
        if (unit.randomAccess()) {
          burst.clear(); // a gap lies between: the later key picture is enough
        }
        burst.add(unit);
      }
    }
    return burst;
  }

  private void startBeyondGap(Instant at) throws IOException {
    pending = null;
    Optional<Instant> key = reader.keyAtOrAfter(at);
    if (key.isPresent() && reader.seek(key.get())) {
      pending = read();
    }
    contiguous = pending != null;
  }

  private AccessUnit read() throws IOException {
    AccessUnit unit = reader.next().orElse(null);
    if (unit != null && unit.track().isVideo()) {
      cadence.met(unit);
    }
    return unit;
  }

  @Override
  public long pump(ReplayClock clock, long nowNs) throws IOException {
    if (pending == null) {
      pending = contiguous ? read() : null; // it may have grown
    }
    boolean thin = mayThin && clock.rate() * cadence.all() > MAX_PICTURES;
    while (pending != null) {
      long dueNs = clock.nsAt(pending.received());
      if (dueNs - nowNs > 0) {
        return dueNs;
      }
      AccessUnit unit = pending;
      pending = null; // if what comes next cannot be read, this one is not sent again
      if (unit.track().isVideo() ? !thin || Cadence.isReferredTo(unit) : clock.rate() == 1) {
        shown.append(unit, dueNs);
      }
      pending = read();
    }
    return Long.MAX_VALUE;
  }

  /** Sends the next picture. True if there was one. */
  boolean step(long nowNs) throws IOException {
    while (pending != null || (pending = read()) != null) {
      AccessUnit unit = pending;
      pending = null;
      if (unit.track().isVideo()) {
        shown.append(unit, nowNs);
        return true;
      }
    }
    return false;
  }

  /** Sends the picture before one and what it needs. True if there was one. */
  boolean stepBack(Instant before, long nowNs) throws IOException {
    Deque<AccessUnit> burst = upTo(before.minusMillis(1));
    burst.forEach(picture -> shown.append(picture, nowNs));
    contiguous = !burst.isEmpty();
    return contiguous;
  }

  /** Another way of playing uses the reader from here on. */
  void leave() {
    contiguous = false;
  }

  /** True if it can go on where it is. */
  boolean isContiguous() {
    return contiguous;
  }

  @Override
  public Optional<Instant> next() {
    return Optional.ofNullable(pending).map(AccessUnit::received);
  }

  @Override
  public long gapNs() {
    return GAP_NS;
  }
}

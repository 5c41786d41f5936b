package io.vedette.sink.replay;

import io.vedette.api.recording.RecordingReader;
import io.vedette.media.AccessUnit;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Goes backward through a recording with every picture, for a viewer who turns each group of
 * pictures round: the groups come in descending order, the pictures within one forward, as a
 * decoder needs them. While the clock goes through one group the one before it is sent, evenly, for
 * the viewer keeps what the browser shows, and a browser shows a picture a time.
 */
final class GroupsBackward implements Play {
  /** A group is there when two thirds of the time until it is needed have passed. */
  private static final double HASTE = 1.5;

  /** Groups that are waited for, and come as quickly as they can: the first is a part of one. */
  private static final int AWAITED = 2;

  /** Later than that, and what is due next is not hurried to catch up. */
  private static final long LATE_NS = 50_000_000L;

  /** As for key pictures: smart codecs have groups of 10 s. */
  private static final long GAP_NS = 12_000_000_000L;

  /** Pictures of a group that are held at most: 20 s at 60 pictures a second. */
  private static final int MAX_GROUP = 1200;

  /** A group that was read and that the clock has not left behind. */
  private record Group(Instant from, Instant to) {}

  private final RecordingReader reader;
  private final Shown shown;
  private final Deque<Group> groups = new ArrayDeque<>(); // the clock is in the first, or before it
  private final Deque<AccessUnit> sending = new ArrayDeque<>(); // of the last of them
  private Instant before; // key picture of the group to read next; null: nothing before
  private Instant reached; // recorded time to which the clock came; null: nothing was there
  private int read; // groups since the start
  private double perSecond; // pictures of the last of them, as recorded
  private long dueNs; // when the next picture is

  GroupsBackward(RecordingReader reader, Shown shown) {
    this.reader = reader;
    this.shown = shown;
  }

  /**
   * True if this is the way to play at that speed.
   *
   * @param picturesPerSecond as recorded
   */
  static boolean suits(ReplayClock clock, double picturesPerSecond) {
    return clock.playing()
        && !clock.isForward()
        && clock.rate() >= -AllPictures.MAX_RATE
        && -clock.rate() * picturesPerSecond <= AllPictures.MAX_PICTURES;
  }

  /** Begins with the pictures before the clock's time, at once. */
  void start(ReplayClock clock, long nowNs) throws IOException {
    Instant at = clock.at(nowNs);
    groups.clear();
    sending.clear();
    reached = null;
    before = reader.keyAtOrBefore(at).orElse(null);
    read = 0;
    dueNs = nowNs;
    if (before != null) {
      read(at);
    }
  }

  /** Reads the next group, of it the pictures until a time. */
  private void read(Instant until) throws IOException {
    Instant key = before;
    before = reader.keyAtOrBefore(key.minusMillis(1)).orElse(null);
    read++;
    if (!reader.seek(key)) {
      return; // deleted meanwhile
    }
    for (AccessUnit unit = picture();
        unit != null && sending.size() < MAX_GROUP;
        unit = picture()) {
      boolean isNextGroup = unit.randomAccess() && !sending.isEmpty();
      if (isNextGroup || unit.received().isAfter(until)) {
        break;
      }
      sending.add(unit);
    }
    // Of another kind, or damaged: none; but the clock must come there before it is gone beyond.
    Instant to = sending.isEmpty() ? key : sending.getLast().received();
    groups.add(new Group(key, to));
    if (!sending.isEmpty()) {
      perSecond = (sending.size() - 1) * 1e9 / Math.max(1, ReplayClock.nanos(key, to));
    }
  }

  private AccessUnit picture() throws IOException {
    for (Optional<AccessUnit> unit = reader.next(); unit.isPresent(); unit = reader.next()) {
      if (unit.get().track().isVideo()) {
        return unit.get();
      }
    }
    return null;
  }

  @Override
  public long pump(ReplayClock clock, long nowNs) throws IOException {
    pass(clock.at(nowNs));
    while (true) {
      while (!sending.isEmpty()) {
        if (dueNs - nowNs > 0) {
          return dueNs;
        }
        shown.append(sending.removeFirst(), dueNs);
        dueNs = Math.max(dueNs, nowNs - LATE_NS) + pauseNs(clock);
      }
      if (before == null) {
        return Long.MAX_VALUE;
      }
      // Not sooner than the clock enters the group that was sent last: the viewer holds two.
      long readNs = groups.isEmpty() ? nowNs : clock.nsAt(groups.getLast().to());
      if (readNs - nowNs > 0) {
        return readNs;
      }
      skipWhatIsPassed(clock.at(nowNs));
      dueNs = Math.max(dueNs, nowNs);
      read(Instant.MAX);
    }
  }

  private void pass(Instant at) {
    while (!groups.isEmpty() && at.isBefore(groups.getFirst().from())) {
      reached = groups.removeFirst().from();
    }
    if (!groups.isEmpty() && !at.isAfter(groups.getFirst().to())) {
      reached = at;
    }
  }

  /** A disk that stood still: groups that the clock has left behind are of no use. */
  private void skipWhatIsPassed(Instant at) throws IOException {
    if (at.isBefore(before)) {
      before = reader.keyAtOrBefore(at).orElse(before);
    }
  }

  /** From one picture to the next: as the speed is now, which may change within a group. */
  private long pauseNs(ReplayClock clock) {
    double wanted = read <= AWAITED ? AllPictures.MAX_PICTURES : HASTE * perSecond * -clock.rate();
    return (long) (1e9 / Math.min(Math.max(wanted, 1), AllPictures.MAX_PICTURES));
  }

  /** Recorded time that the clock came to; empty before the first picture. */
  Optional<Instant> reached() {
    return Optional.ofNullable(reached);
  }

  @Override
  public Optional<Instant> next() {
    return Optional.ofNullable(groups.isEmpty() ? before : groups.getFirst().to());
  }

  @Override
  public long gapNs() {
    return GAP_NS;
  }
}

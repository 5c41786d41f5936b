package io.vedette.sink.replay;

import static io.vedette.sink.replay.ReplayClock.nanos;

import io.vedette.api.recording.RecordingReader;
import io.vedette.api.recording.RecordingStore;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamHub.StreamWriter;
import io.vedette.media.AccessUnit;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * One camera of a replay: decides which recorded units stand for the clock's time and appends them
 * with new times. Used by the session's thread only; knows no clock but the one it is given.
 *
 * <p>At up to {@link #MAX_PICTURES} a second forward, all pictures are sent, each when the clock
 * reaches it. Faster, and backward at any speed, key pictures alone: they need no other picture, so
 * the viewer's decoder sees an ordinary stream. A unit's new {@code dts} is its scheduled send time
 * since the stream began, whatever its recorded time was: browsers stumble over anything else.
 */
final class CameraReplay implements AutoCloseable {
  /** Displays show 60 pictures a second; what is above is decoded for nobody. */
  private static final double MAX_PICTURES = 60;

  /** More key pictures a second than the eye follows cost bandwidth only. */
  private static final long KEY_PAUSE_NS = 1_000_000_000L / 12;

  /** Nothing for so long while all pictures are sent: a gap, not a slow camera. */
  private static final long GAP_NS = 3_000_000_000L;

  /** Smart codecs have GOPs of 10 s; between key pictures that is no gap. */
  private static final long KEY_GAP_NS = 12_000_000_000L;

  /**
   * Step between pictures of a burst in 90 kHz ticks: 1 ms, so that they are shown as they come.
   */
  private static final long BURST_STEP = 90;

  /** Units of a burst that are held at most: a GOP of 10 s at 60 pictures a second, with audio. */
  private static final int MAX_BURST = 1200;

  /** Pictures a second assumed until two were seen. */
  private static final double USUAL_FPS = 25;

  private final RecordingStore store;
  private final String camera;
  private final StreamWriter writer;
  private final long publishedNs; // dts 0

  private Profile profile;
  private RecordingReader reader;
  private AccessUnit pending; // next unit to send while all are sent; null: at the end
  private Instant nextKey; // next key picture to send while only those are; null: at the end
  private boolean keysOnly;
  private boolean contiguous; // the viewer holds the references of what reader.next() gives
  private Instant shown; // recorded time of the newest picture sent; null before the first
  private long newestDts90k = -1;
  private long keySentNs = Long.MIN_VALUE / 2;
  private double fps = USUAL_FPS;

  CameraReplay(
      RecordingStore store, String camera, Profile profile, StreamWriter writer, long publishedNs) {
    this.store = store;
    this.camera = camera;
    this.profile = profile;
    this.writer = writer;
    this.publishedNs = publishedNs;
    this.reader = store.reader(camera, profile);
  }

  Profile profile() {
    return profile;
  }

  Optional<Instant> shown() {
    return Optional.ofNullable(shown);
  }

  boolean isWatched() {
    return writer.readers() > 0;
  }

  /** Goes on with another recorded stream of the camera, at the clock's time. */
  void profile(Profile other, ReplayClock clock, long nowNs) throws IOException {
    reader.close();
    profile = other;
    reader = store.reader(camera, other);
    position(clock, nowNs);
  }

  private boolean wantsKeysOnly(ReplayClock clock) {
    return !clock.isForward() || clock.rate() * fps > MAX_PICTURES;
  }

  /** The clock jumped: what was queued is dropped, the picture at its time is sent. */
  void seek(ReplayClock clock, long nowNs) throws IOException {
    writer.flush();
    position(clock, nowNs);
  }

  /**
   * Speed, direction or play changed: goes on where the clock stands, with a key picture if need
   * be.
   */
  void speedChanged(ReplayClock clock, long nowNs) throws IOException {
    boolean wanted = clock.playing() && wantsKeysOnly(clock);
    if (wanted && !keysOnly) {
      keysOnly = true;
      contiguous = false;
      nextKey = ahead(clock, clock.at(nowNs));
    } else if (wanted) {
      nextKey = ahead(clock, shown == null ? clock.at(nowNs) : beyond(clock, shown));
    } else if (keysOnly || !contiguous) {
      position(clock, nowNs);
    }
  }

  /** Sends the picture at the clock's time and what it needs; nothing if that time is in a gap. */
  private void position(ReplayClock clock, long nowNs) throws IOException {
    Instant at = clock.at(nowNs);
    keysOnly = clock.playing() && wantsKeysOnly(clock);
    contiguous = false;
    if (keysOnly) {
      Optional<Instant> key = reader.keyAtOrBefore(at);
      if (key.isPresent() && nanos(key.get(), at) <= KEY_GAP_NS) {
        sendKey(key.get(), nowNs);
        nextKey = ahead(clock, beyond(clock, key.get()));
      } else {
        nextKey = ahead(clock, at);
      }
      return;
    }
    Deque<AccessUnit> burst = upTo(at);
    AccessUnit last = burst.peekLast();
    if (last == null || nanos(last.received(), at) > GAP_NS) {
      startBeyondGap(at);
      return;
    }
    send(burst, nowNs);
  }

  /** Units from the key picture before {@code at} up to it; {@code pending} is the one after. */
  private Deque<AccessUnit> upTo(Instant at) throws IOException {
    Deque<AccessUnit> burst = new ArrayDeque<>();
    Optional<Instant> key = reader.keyAtOrBefore(at);
    pending = null;
    if (key.isEmpty() || !reader.seek(key.get())) {
      return burst;
    }
    for (Optional<AccessUnit> unit = reader.next(); unit.isPresent(); unit = reader.next()) {
      AccessUnit u = unit.get();
      if (u.received().isAfter(at) || burst.size() >= MAX_BURST) {
        pending = u;
        break;
      }
      if (u.track().isVideo()) {
        if (u.randomAccess()) {
          burst.clear(); // a gap lies between: the later key picture is enough
        }
        burst.add(u);
      }
    }
    return burst;
  }

  private void startBeyondGap(Instant at) throws IOException {
    pending = null;
    Optional<Instant> key = reader.keyAtOrAfter(at);
    if (key.isPresent() && reader.seek(key.get())) {
      pending = nextUnit();
      contiguous = pending != null;
    }
  }

  private AccessUnit nextUnit() throws IOException {
    return reader.next().orElse(null);
  }

  private void send(Deque<AccessUnit> burst, long nowNs) {
    long dts = dts90k(nowNs);
    for (AccessUnit unit : burst) {
      append(unit, dts);
      dts += BURST_STEP;
    }
    contiguous = true;
  }

  private void sendKey(Instant key, long nowNs) throws IOException {
    if (!reader.seek(key)) {
      return; // deleted meanwhile
    }
    AccessUnit unit = nextUnit();
    if (unit != null) {
      append(unit, dts90k(nowNs));
      keySentNs = nowNs;
    }
  }

  private long dts90k(long sendNs) {
    return (sendNs - publishedNs) / 100_000 * 9;
  }

  private void append(AccessUnit unit, long dts90k) {
    if (!unit.track().isVideo()) {
      long dts = dts90k * unit.track().clockRate() / 90_000;
      writer.append(at(unit, dts));
      return;
    }
    if (shown != null
        && nanos(shown, unit.received()) > 0
        && nanos(shown, unit.received()) < GAP_NS) {
      double seconds = nanos(shown, unit.received()) / 1e9;
      fps = keysOnly ? fps : fps * 0.9 + 0.1 * Math.min(120, 1 / seconds);
    }
    newestDts90k = Math.max(newestDts90k + 1, dts90k);
    shown = unit.received();
    writer.append(at(unit, newestDts90k));
  }

  private static AccessUnit at(AccessUnit unit, long dts) {
    return new AccessUnit(
        unit.track(), dts, dts, unit.received(), unit.randomAccess(), unit.payload());
  }

  /**
   * Appends what is due.
   *
   * @return monotonic time at which to come again; {@link Long#MAX_VALUE}: at the end
   */
  long pump(ReplayClock clock, long nowNs) throws IOException {
    return keysOnly ? pumpKeys(clock, nowNs) : pumpAll(clock, nowNs);
  }

  private long pumpAll(ReplayClock clock, long nowNs) throws IOException {
    if (pending == null) {
      pending = contiguous ? nextUnit() : null; // the recording may have grown
    }
    while (pending != null) {
      long dueNs = clock.nsAt(pending.received());
      if (dueNs - nowNs > 0) {
        return dueNs;
      }
      if (pending.track().isVideo() || clock.rate() == 1) {
        append(pending, dts90k(dueNs));
      }
      pending = nextUnit();
    }
    return Long.MAX_VALUE;
  }

  private long pumpKeys(ReplayClock clock, long nowNs) throws IOException {
    if (nextKey == null) {
      nextKey = shown == null ? null : ahead(clock, beyond(clock, shown));
    }
    while (nextKey != null) {
      long dueNs = Math.max(clock.nsAt(nextKey), keySentNs + KEY_PAUSE_NS);
      if (dueNs - nowNs > 0) {
        return dueNs;
      }
      Instant newest = passed(clock, nowNs).orElse(nextKey);
      sendKey(clock.aheadNs(newest, nowNs) <= 0 ? newest : nextKey, nowNs);
      nextKey = ahead(clock, beyond(clock, newest));
    }
    return Long.MAX_VALUE;
  }

  /** The key picture that the clock passed last. */
  private Optional<Instant> passed(ReplayClock clock, long nowNs) throws IOException {
    Instant at = clock.at(nowNs);
    return clock.isForward() ? reader.keyAtOrBefore(at) : reader.keyAtOrAfter(at);
  }

  private Instant ahead(ReplayClock clock, Instant from) throws IOException {
    return (clock.isForward() ? reader.keyAtOrAfter(from) : reader.keyAtOrBefore(from))
        .orElse(null);
  }

  private static Instant beyond(ReplayClock clock, Instant key) {
    return clock.isForward() ? key.plusMillis(1) : key.minusMillis(1);
  }

  /** Recorded time of what comes next, if that is across a gap or not known to be near. */
  Optional<Instant> beyondGap(ReplayClock clock, long nowNs) {
    Instant next = keysOnly ? nextKey : pending == null ? null : pending.received();
    boolean gap = next != null && clock.aheadNs(next, nowNs) > (keysOnly ? KEY_GAP_NS : GAP_NS);
    return gap ? Optional.of(next) : Optional.empty();
  }

  /** True if nothing comes any more in the clock's direction, as far as is recorded now. */
  boolean isAtEnd() {
    return keysOnly ? nextKey == null : pending == null;
  }

  /** Sends one picture more, or goes one back; paused only. True if there was one. */
  boolean step(int direction, long nowNs, ReplayClock clock) throws IOException {
    if (shown == null) {
      return false;
    }
    if (direction < 0) {
      return stepBack(nowNs);
    }
    if (keysOnly || !contiguous) {
      position(clock, nowNs);
    }
    while (pending != null || (pending = nextUnit()) != null) {
      AccessUnit unit = pending;
      pending = nextUnit();
      if (unit.track().isVideo()) {
        append(unit, dts90k(nowNs));
        return true;
      }
    }
    return false;
  }

  private boolean stepBack(long nowNs) throws IOException {
    Deque<AccessUnit> burst = upTo(shown.minusMillis(1));
    if (burst.isEmpty()) {
      return false;
    }
    keysOnly = false;
    send(burst, nowNs);
    return true;
  }

  @Override
  public void close() {
    reader.close();
    writer.close();
  }
}

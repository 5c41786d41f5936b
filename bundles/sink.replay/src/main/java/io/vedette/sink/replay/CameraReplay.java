package io.vedette.sink.replay;

import io.vedette.api.recording.RecordingReader;
import io.vedette.api.recording.RecordingStore;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamHub.StreamWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * One camera of a replay: keeps what viewers get at the clock's time, with {@link AllPictures} up
 * to 4× forward, else with {@link KeyPictures}. Used by the session's thread only; knows no clock
 * but the one it is given.
 */
final class CameraReplay implements AutoCloseable {
  private final RecordingStore store;
  private final String camera;
  private final Shown shown;
  private Profile profile;
  private RecordingReader reader;
  private AllPictures all;
  private KeyPictures keys;
  private Play play; // all or keys

  CameraReplay(
      RecordingStore store, String camera, Profile profile, StreamWriter writer, long publishedNs) {
    this.store = store;
    this.camera = camera;
    this.shown = new Shown(writer, publishedNs);
    read(profile, publishedNs);
  }

  private void read(Profile other, long nowNs) {
    profile = other;
    reader = store.reader(camera, other);
    all = new AllPictures(reader, shown);
    keys = new KeyPictures(reader, shown, nowNs);
    play = all;
  }

  Profile profile() {
    return profile;
  }

  /** Recorded time of the newest picture sent; empty before the first. */
  Optional<Instant> shown() {
    return shown.newest();
  }

  boolean isWatched() {
    return shown.isWatched();
  }

  /** Goes on with another recorded stream of the camera, at the clock's time. */
  void profile(Profile other, ReplayClock clock, long nowNs) throws IOException {
    reader.close();
    read(other, nowNs);
    position(clock, nowNs);
  }

  /** The clock jumped: what was queued is dropped, the picture at its time is sent. */
  void seek(ReplayClock clock, long nowNs) throws IOException {
    shown.flush();
    position(clock, nowNs);
  }

  /** Speed, direction or play changed: goes on where the clock stands. */
  void speedChanged(ReplayClock clock, long nowNs) throws IOException {
    boolean keysOnly = clock.playing() && !all.suits(clock, nowNs);
    if (keysOnly && play == all) {
      play = keys;
      all.leave();
      keys.goOn(clock, clock.at(nowNs));
    } else if (keysOnly && shown().isPresent()) {
      keys.goOnBeyond(clock, shown().get());
    } else if (keysOnly) {
      keys.goOn(clock, clock.at(nowNs));
    } else if (play == keys || !all.isContiguous()) {
      position(clock, nowNs);
    }
  }

  private void position(ReplayClock clock, long nowNs) throws IOException {
    if (clock.playing() && !all.suits(clock, nowNs)) {
      play = keys;
      all.leave();
      keys.jump(clock, nowNs);
    } else {
      play = all;
      all.jump(clock.at(nowNs), nowNs);
    }
  }

  /**
   * Sends what is due.
   *
   * @return monotonic time at which to come again; {@link Long#MAX_VALUE}: at the end
   */
  long pump(ReplayClock clock, long nowNs) throws IOException {
    return play.pump(clock, nowNs);
  }

  /** Recorded time of what comes next, if a gap lies between. */
  Optional<Instant> beyondGap(ReplayClock clock, long nowNs) {
    return play.next().filter(next -> clock.aheadNs(next, nowNs) > play.gapNs());
  }

  /** True if nothing comes any more in the clock's direction, as far as is recorded now. */
  boolean isAtEnd() {
    return play.next().isEmpty();
  }

  /** Sends one picture more, or goes one back; paused only. True if there was one. */
  boolean step(int direction, ReplayClock clock, long nowNs) throws IOException {
    if (shown().isEmpty()) {
      return false;
    }
    if (direction < 0) {
      play = all;
      return all.stepBack(shown().get(), nowNs);
    }
    if (play == keys || !all.isContiguous()) {
      position(clock, nowNs);
    }
    return all.step(nowNs);
  }

  @Override
  public void close() {
    reader.close();
    shown.close();
  }
}

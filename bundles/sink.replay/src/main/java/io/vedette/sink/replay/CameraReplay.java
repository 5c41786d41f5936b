package io.vedette.sink.replay;

import io.vedette.api.recording.RecordingReader;
import io.vedette.api.recording.RecordingStore;
import io.vedette.api.stream.StreamHub.StreamWriter;
import io.vedette.api.transcode.TranscodeException;
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
  private final StreamWriter viewers;
  private final Shown shown;
  private Optional<Transcoded> transcoded = Optional.empty();
  private Way way;
  private RecordingReader reader;
  private AllPictures all;
  private KeyPictures keys;
  private Play play; // all or keys

  /**
   * Begins to read.
   *
   * @throws TranscodeException if its pictures must be made anew and that cannot be now
   */
  CameraReplay(RecordingStore store, String camera, Way way, StreamWriter viewers, long publishedNs)
      throws TranscodeException {
    this.store = store;
    this.camera = camera;
    this.viewers = viewers;
    this.shown = new Shown(viewers, publishedNs);
    take(way, publishedNs);
  }

  private void take(Way wanted, long nowNs) throws TranscodeException {
    Optional<Transcoded> next = Optional.empty();
    way = wanted;
    if (wanted.anew().isPresent()) {
      Way.Anew anew = wanted.anew().get();
      try {
        next = Optional.of(new Transcoded(anew.by(), anew.maxWidth(), viewers));
      } catch (TranscodeException e) {
        if (anew.isNeeded()) {
          throw e;
        }
        String both = wanted.reason().orElse("") + "; " + e.getMessage();
        way = Way.passOn(wanted.profile(), Optional.of(both));
      }
    }
    transcoded.ifPresent(Transcoded::endSession);
    transcoded = next;
    shown.through(next.isPresent() ? next.get() : viewers);
    int heldBack = way.anew().map(Way.Anew::heldBack).orElse(0);
    RecordingReader recording = store.reader(camera, way.profile());
    reader = heldBack > 0 ? new AheadReader(recording, heldBack) : recording;
    all = new AllPictures(reader, shown, heldBack == 0);
    keys = new KeyPictures(reader, shown, nowNs);
    play = all;
  }

  /** The way its pictures take now; may be a cheaper one than was wanted. */
  Way way() {
    return way;
  }

  /** Recorded time of the newest picture sent; empty before the first. */
  Optional<Instant> shown() {
    return shown.newest();
  }

  boolean isWatched() {
    return shown.isWatched();
  }

  /** Goes on another way at the clock's time; stays on its own if that cannot be. */
  void way(Way other, ReplayClock clock, long nowNs) throws IOException {
    RecordingReader before = reader;
    Way kept = way;
    try {
      take(other, nowNs);
    } catch (TranscodeException e) {
      way = new Way(kept.profile(), kept.anew(), Optional.of(e.getMessage()));
      return;
    }
    before.close();
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
    transcoded.ifPresent(Transcoded::endSession);
    viewers.close();
  }
}

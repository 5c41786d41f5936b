package io.vedette.sink.replay;

import io.vedette.api.camera.Camera;
import io.vedette.api.recording.RecordingReader;
import io.vedette.api.recording.RecordingStore;
import io.vedette.api.replay.ReplayException;
import io.vedette.api.replay.ReplayException.Kind;
import io.vedette.api.stream.Profile;
import io.vedette.media.AccessUnit;
import io.vedette.media.H265Config;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.NalUnits;
import io.vedette.media.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is recorded of a camera, looked at before it is replayed: whether there is anything, and
 * whether browsers show it. Any thread; opens a reader for each question.
 */
final class Material {
  /** Units that are looked at for B-frames: two GOPs of a usual camera. */
  private static final int LOOKED_AT = 100;

  /** Units read at most to find one of a time: a GOP of 10 s at 60 pictures a second and sound. */
  private static final int GOP = 1200;

  private final RecordingStore store;

  Material(RecordingStore store) {
    this.store = store;
  }

  /** True if anything is recorded of a camera: of one that was removed, recordings may stay. */
  boolean isRecorded(String camera) {
    return Camera.ID.matcher(camera).matches()
        && Stream.of(Profile.values())
            .anyMatch(profile -> lies(true, camera, profile, Instant.EPOCH, Instant.EPOCH));
  }

  /**
   * The recording nearest to a time.
   *
   * @param tracks empty: nothing is recorded
   * @param obstacle why browsers do not show it as it is; empty: they do
   */
  record Found(List<Track> tracks, Optional<String> obstacle) {
    static final Found NOTHING = new Found(List.of(), Optional.empty());
  }

  /**
   * Looks at the recording nearest to a time.
   *
   * @throws ReplayException if it cannot be read
   */
  Found find(String camera, Profile profile, Instant at) throws ReplayException {
    Map<Integer, Track> tracks = new LinkedHashMap<>();
    Optional<String> obstacle = Optional.empty();
    try (RecordingReader reader = store.reader(camera, profile)) {
      Optional<Instant> key = reader.keyAtOrBefore(at);
      if (key.isEmpty()) {
        key = reader.keyAtOrAfter(at);
      }
      if (key.isEmpty() || !reader.seek(key.get())) {
        return Found.NOTHING;
      }
      for (int i = 0; i < LOOKED_AT && obstacle.isEmpty(); i++) {
        Optional<AccessUnit> unit = reader.next();
        if (unit.isEmpty() || isOther(tracks.get(unit.get().track().id()), unit.get())) {
          break; // or another recording begins, which is looked at when it is reached
        }
        tracks.putIfAbsent(unit.get().track().id(), unit.get().track());
        obstacle = obstacle(unit.get());
      }
    } catch (IOException | MalformedMediaException e) {
      throw new ReplayException(Kind.IMPOSSIBLE, camera + ": " + e.getMessage());
    }
    return new Found(List.copyOf(tracks.values()), obstacle);
  }

  /**
   * @param known track of that id before; null: none
   */
  private static boolean isOther(Track known, AccessUnit unit) {
    return known != null && unit.track().isVideo() && !known.config().equals(unit.track().config());
  }

  private static Optional<String> obstacle(AccessUnit unit) throws MalformedMediaException {
    if (!unit.track().isVideo()) {
      return Optional.empty();
    }
    if (unit.track().config() instanceof H265Config) {
      return Optional.of("is recorded in H.265");
    }
    return hasBFrame(unit) ? Optional.of("is recorded with B-frames") : Optional.empty();
  }

  private static boolean hasBFrame(AccessUnit unit) throws MalformedMediaException {
    for (ByteBuffer nal : NalUnits.split(unit.payload())) {
      if (NalUnits.h264Type(nal.get(nal.position())) == NalUnits.SLICE) {
        return NalUnits.sliceHeader(nal).isB();
      }
    }
    return false;
  }

  /**
   * Refuses a time from which on no camera has anything to show.
   *
   * @param streams by camera
   * @param field of the request that has the time
   * @param orBack what lies in the other direction will do too
   * @throws ReplayException if so
   */
  void require(
      String field, Map<String, Profile> streams, boolean forward, boolean orBack, Instant at)
      throws ReplayException {
    if (!lies(streams, forward, at) && !(orBack && lies(streams, !forward, at))) {
      throw new ReplayException(
          Kind.IMPOSSIBLE,
          field,
          "nothing is recorded of "
              + String.join(", ", streams.keySet())
              + (forward ? " at or after " : " at or before ")
              + at);
    }
  }

  private boolean lies(Map<String, Profile> streams, boolean forward, Instant at) {
    Instant now = Instant.now();
    return streams.entrySet().stream()
        .anyMatch(stream -> lies(forward, stream.getKey(), stream.getValue(), at, now));
  }

  /**
   * True if a replay that begins at a time has something to show: forward what was recorded from
   * then on, or is being recorded; backward what was recorded until then.
   */
  boolean lies(boolean forward, String camera, Profile profile, Instant at, Instant now) {
    try (RecordingReader reader = store.reader(camera, profile)) {
      Optional<Instant> before = reader.keyAtOrBefore(at);
      if (!forward) {
        return before.isPresent();
      }
      return reader.keyAtOrAfter(at).isPresent()
          || (!at.isAfter(now) && store.isRecording(camera, profile))
          || (before.isPresent() && reachesTo(at, before.get(), reader));
    } catch (IOException e) {
      return false; // the replay itself tells why
    }
  }

  private static boolean reachesTo(Instant at, Instant key, RecordingReader reader)
      throws IOException {
    if (!reader.seek(key)) {
      return false;
    }
    for (int i = 0; i < GOP; i++) {
      Optional<AccessUnit> unit = reader.next();
      if (unit.isEmpty() || !unit.get().received().isBefore(at)) {
        return unit.isPresent();
      }
    }
    return false;
  }
}

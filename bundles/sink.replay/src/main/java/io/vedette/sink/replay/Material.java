package io.vedette.sink.replay;

import io.vedette.api.recording.RecordingReader;
import io.vedette.api.recording.RecordingStore;
import io.vedette.api.replay.ReplayException;
import io.vedette.api.replay.ReplayException.Kind;
import io.vedette.api.stream.Profile;
import io.vedette.media.AccessUnit;
import io.vedette.media.H264Config;
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

  /**
   * Tracks of the recording nearest to a time; empty if nothing is recorded.
   *
   * @throws ReplayException if browsers do not show it without transcoding, or it cannot be read
   */
  List<Track> tracks(String camera, Profile profile, Instant at) throws ReplayException {
    Map<Integer, Track> tracks = new LinkedHashMap<>();
    try (RecordingReader reader = store.reader(camera, profile)) {
      Optional<Instant> key = reader.keyAtOrBefore(at);
      if (key.isEmpty()) {
        key = reader.keyAtOrAfter(at);
      }
      if (key.isEmpty() || !reader.seek(key.get())) {
        return List.of();
      }
      for (int i = 0; i < LOOKED_AT; i++) {
        Optional<AccessUnit> unit = reader.next();
        if (unit.isEmpty()) {
          break;
        }
        tracks.putIfAbsent(unit.get().track().id(), unit.get().track());
        if (unit.get().track().config() instanceof H265Config) {
          throw new ReplayException(
              Kind.IMPOSSIBLE,
              camera
                  + " was recorded in H.265, which browsers do not show over WebRTC; download the"
                  + " recording, set the camera to H.264, or install the transcoder");
        }
        if (unit.get().track().config() instanceof H264Config && hasBFrame(unit.get())) {
          throw new ReplayException(
              Kind.IMPOSSIBLE,
              camera
                  + " was recorded with B-frames, which browsers do not show over WebRTC;"
                  + " switch them off in the camera, or install the transcoder");
        }
      }
    } catch (IOException | MalformedMediaException e) {
      throw new ReplayException(Kind.IMPOSSIBLE, camera + ": " + e.getMessage());
    }
    return List.copyOf(tracks.values());
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

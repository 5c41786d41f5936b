package io.vedette.sink.recorder;

import io.vedette.api.stream.Run;
import io.vedette.media.AacConfig;
import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import io.vedette.mp4.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The segment that is recorded now: gathers units into fragments. Pictures wait until the next one
 * tells how long they last. Used by the stream's thread.
 */
final class OpenSegment {
  private static final int VIDEO_RATE = 90_000;

  /** Length of a picture whose successor never came and that had no predecessor: 1/25 s. */
  private static final long DEFAULT_PICTURE_TICKS = 3600;

  /** Audio may lag behind the picture by this much at the border of two segments. */
  private static final long MAX_LAG_TICKS = VIDEO_RATE;

  private final Run run;
  private final Track video;
  private final List<Track> tracks;
  private final long receivedMs; // of the first picture
  private final long startDts; // of the first picture, in the run
  private final long origin; // run time that is 0 in the file, 1/90000 s
  private final Counters counters;
  private final List<AccessUnit> pictures = new ArrayList<>(); // not yet written
  private final List<AccessUnit> sound = new ArrayList<>(); // not yet written
  private long pendingBytes;
  private long pictureTicks = DEFAULT_PICTURE_TICKS; // of the newest picture written
  private long nextDts; // run time up to which pictures are written
  private long soundEnd; // run time up to which sound was taken, 1/90000 s
  private long keyDts; // of the newest key picture
  private long longestGop;
  private SegmentFile file; // null before the first fragment

  /** Makes the file when the first fragment is ready. */
  interface FileMaker {
    SegmentFile make(OpenSegment segment) throws IOException;
  }

  /**
   * Begins with a key picture.
   *
   * @param audio tracks of the run that can be recorded beside the picture
   * @param soundSince run time from which sound was not recorded yet, 1/90000 s: sound before the
   *     picture then belongs to this segment. The picture's time if there was no segment before
   */
  OpenSegment(Run run, AccessUnit key, List<Track> audio, long soundSince, Counters counters) {
    this.run = run;
    this.video = key.track();
    this.receivedMs = key.received().toEpochMilli();
    this.startDts = key.dts();
    this.origin = Math.max(startDts - MAX_LAG_TICKS, Math.min(startDts, soundSince));
    this.counters = counters;
    this.tracks = new ArrayList<>();
    tracks.add(video);
    tracks.addAll(audio);
    this.keyDts = startDts;
    this.nextDts = startDts;
    this.soundEnd = origin;
    addPicture(key);
  }

  Run run() {
    return run;
  }

  Track video() {
    return video;
  }

  List<Track> tracks() {
    return tracks;
  }

  long startDts() {
    return startDts;
  }

  /** Run time after the last picture that was written. */
  long nextDts() {
    return nextDts;
  }

  long soundEnd() {
    return soundEnd;
  }

  /** Run time of the newest picture that was added. */
  long newestDts() {
    return pictures.isEmpty() ? nextDts - pictureTicks : pictures.get(pictures.size() - 1).dts();
  }

  /** Run time after the newest picture; of one that was not written yet it is a guess. */
  long endDts() {
    return newestDts() + pictureTicks;
  }

  /** Length of the last picture that was written. */
  long pictureTicks() {
    return pictureTicks;
  }

  /** When the first picture came, ms since the epoch. */
  long receivedMs() {
    return receivedMs;
  }

  long pendingTicks() {
    return pictures.isEmpty() ? 0 : newestDts() - pictures.get(0).dts();
  }

  long pendingBytes() {
    return pendingBytes;
  }

  boolean hasPending() {
    return !pictures.isEmpty();
  }

  /** The file, once there is one; null before. */
  SegmentFile file() {
    return file;
  }

  /** True if the GOP that begins with this picture would probably not fit any more. */
  boolean isFullBefore(AccessUnit key) {
    long gop = Math.max(longestGop, key.dts() - keyDts);
    return key.dts() + gop - startDts > RecorderSettings.SEGMENT.toMillis() * 90;
  }

  void addPicture(AccessUnit unit) {
    if (unit.randomAccess()) {
      longestGop = Math.max(longestGop, unit.dts() - keyDts);
      keyDts = unit.dts();
    }
    pictures.add(unit);
    pendingBytes += unit.sizeBytes();
  }

  /** Sound of a track of this segment; what lies before its begin is left out. */
  void addSound(AccessUnit unit) {
    long at = unit.dts() * VIDEO_RATE / unit.track().clockRate();
    if (at < origin || !tracks.contains(unit.track())) {
      return;
    }
    sound.add(unit);
    pendingBytes += unit.sizeBytes();
    soundEnd = at + soundTicks(unit) * VIDEO_RATE / unit.track().clockRate();
  }

  /** G.711 has one byte per sample and channel, AAC always as many samples. */
  private static long soundTicks(AccessUnit unit) {
    if (unit.track().config() instanceof AacConfig aac) {
      return aac.samplesPerUnit();
    }
    int channels =
        unit.track().config() instanceof io.vedette.media.G711Config g ? g.channels() : 1;
    return unit.sizeBytes() / channels;
  }

  /**
   * Writes what waits as one fragment.
   *
   * @param following run time of the picture after those that wait; negative if it is not known
   */
  void flush(long following, FileMaker maker) throws IOException {
    if (pictures.isEmpty()) {
      return; // sound alone waits for the next picture
    }
    List<Sample> samples = new ArrayList<>(pictures.size() + sound.size());
    long first = pictures.get(0).dts();
    for (int i = 0; i < pictures.size(); i++) {
      AccessUnit picture = pictures.get(i);
      if (i + 1 < pictures.size()) {
        pictureTicks = pictures.get(i + 1).dts() - picture.dts();
      } else if (following >= 0) {
        pictureTicks = following - picture.dts();
      }
      samples.add(new Sample(picture, picture.dts() - origin, pictureTicks));
    }
    addSound(samples);
    if (file == null) {
      file = maker.make(this);
    }
    long end = pictures.get(pictures.size() - 1).dts() + pictureTicks;
    file.append(samples, end - first);
    nextDts = end;
    pictures.forEach(unit -> counters.recorded(unit.sizeBytes()));
    sound.forEach(unit -> counters.recorded(unit.sizeBytes()));
    pictures.clear();
    sound.clear();
    pendingBytes = 0;
  }

  private void addSound(List<Sample> samples) {
    for (int i = 0; i < sound.size(); i++) {
      AccessUnit unit = sound.get(i);
      int rate = unit.track().clockRate();
      long ticks = soundTicks(unit);
      if (i + 1 < sound.size() && sound.get(i + 1).track().equals(unit.track())) {
        ticks = Math.max(0, sound.get(i + 1).dts() - unit.dts());
      }
      long dts = Math.max(0, unit.dts() - origin * rate / VIDEO_RATE);
      samples.add(new Sample(unit, dts, ticks));
    }
  }
}

package io.vedette.sink.replay;

import io.vedette.api.recording.DiskStatus;
import io.vedette.api.recording.RecordedFile;
import io.vedette.api.recording.RecordingReader;
import io.vedette.api.recording.RecordingStore;
import io.vedette.api.recording.TimelineSpan;
import io.vedette.api.recording.Written;
import io.vedette.api.stream.Profile;
import io.vedette.media.AccessUnit;
import io.vedette.media.G711Config;
import io.vedette.media.H264Config;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.Track;
import io.vedette.testkit.Clip;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Recorded units in memory: every stream has the same ones, but for those named. */
final class MemoryRecording implements RecordingStore {
  static final Instant T0 = Instant.parse("2026-11-22T10:00:00Z");
  static final Track VIDEO = new Track(0, 90000, config());
  static final Track AUDIO = new Track(1, 8000, new G711Config(G711Config.Law.A, 1));

  private static final long PICTURE_MS = 40;
  private static final long MOST_MS = 100; // from one picture to the next, without a gap
  private static final Optional<TimelineSpan.Cause> OFFLINE =
      Optional.of(TimelineSpan.Cause.CAMERA_OFFLINE);
  private static final int KEY = 0x65; // headers of NAL units: IDR
  private static final int REFERRED = 0x41; // slice, nal_ref_idc 2
  private static final int NOT_REFERRED = 0x01;

  private static final int P_SLICE = 0xe0; // first_mb_in_slice 0, slice_type 0
  private static final int B_SLICE = 0xa0; // 0, 1

  final List<AccessUnit> units = new ArrayList<>();
  Set<Profile> profiles = Set.of(Profile.MAIN, Profile.SUB); // that are recorded
  final Map<String, MemoryRecording> others = new HashMap<>(); // by "camera profile"
  boolean recording;
  String broken = ""; // camera whose files cannot be read
  private final AtomicInteger openReaders = new AtomicInteger();
  int reads; // calls of next(), of all readers

  private static H264Config config() {
    try { // SPS of x264: constrained baseline, 640x360
      return H264Config.of(
          ByteBuffer.wrap(
              HexFormat.of().parseHex("6742c01ed900a02ff970110000030001000003001e0f162e48")),
          List.of(ByteBuffer.wrap(HexFormat.of().parseHex("68cb83cb20"))));
    } catch (MalformedMediaException e) {
      throw new AssertionError(e);
    }
  }

  int openReaders() {
    return openReaders.get();
  }

  /** As {@link #pictures}, but nothing refers to every second picture. */
  MemoryRecording layeredPictures(double from, double to) {
    for (long n = Math.round(from * 25); n < Math.round(to * 25); n++) {
      add(VIDEO, T0.plusMillis(n * 40), n % 50 == 0 ? KEY : n % 2 == 0 ? REFERRED : NOT_REFERRED);
    }
    return this;
  }

  /** 25 pictures a second from second {@code from} to {@code to}, a key picture every 2 s. */
  MemoryRecording pictures(double from, double to) {
    for (long n = Math.round(from * 25); n < Math.round(to * 25); n++) {
      add(VIDEO, T0.plusMillis(n * 40), n % 50 == 0 ? KEY : REFERRED);
    }
    return this;
  }

  /** As {@link #pictures}, but every second one is a B-frame. */
  MemoryRecording bPictures(double from, double to) {
    for (long n = Math.round(from * 25); n < Math.round(to * 25); n++) {
      boolean key = n % 50 == 0;
      add(VIDEO, T0.plusMillis(n * 40), key ? KEY : NOT_REFERRED, n % 2 == 0 ? P_SLICE : B_SLICE);
    }
    return this;
  }

  /**
   * Pictures of a clip, 25 a second whatever it says.
   *
   * @param from second; multiple of the clip's group for the pictures to be those of their time
   */
  MemoryRecording clip(Clip clip, double from, double to) {
    for (long n = Math.round(from * 25); n < Math.round(to * 25); n++) {
      AccessUnit of = clip.units().get((int) n % clip.units().size());
      Instant at = T0.plusMillis(n * 40);
      units.add(new AccessUnit(of.track(), 0, 0, at, of.randomAccess(), of.payload()));
    }
    return this;
  }

  MemoryRecording audio(double from, double to) {
    for (long n = Math.round(from * 50); n < Math.round(to * 50); n++) {
      add(AUDIO, T0.plusMillis(n * 20), KEY);
    }
    units.sort((a, b) -> a.received().compareTo(b.received()));
    return this;
  }

  private void add(Track track, Instant at, int header) {
    add(track, at, header, P_SLICE);
  }

  private void add(Track track, Instant at, int header, int slice) {
    ByteBuffer nal = ByteBuffer.wrap(new byte[] {0, 0, 0, 2, (byte) header, (byte) slice});
    units.add(new AccessUnit(track, 0, 0, at, header == KEY, nal));
  }

  @Override
  public RecordingReader reader(String camera, Profile profile) {
    MemoryRecording other = others.get(camera + " " + profile.id());
    if (other != null) {
      return other.reader(camera, profile);
    }
    openReaders.incrementAndGet();
    return new Reader(camera, isOf(profile));
  }

  private boolean isOf(Profile profile) {
    return profiles.contains(profile);
  }

  private final class Reader implements RecordingReader {
    private final String camera;
    private final boolean recorded;
    private int next;

    private Reader(String camera, boolean recorded) {
      this.camera = camera;
      this.recorded = recorded;
    }

    private Optional<Instant> last(Instant at) {
      return keys().filter(k -> !k.isAfter(at)).reduce((a, b) -> b);
    }

    private java.util.stream.Stream<Instant> keys() {
      return units.stream()
          .filter(u -> recorded && u.track().isVideo() && u.randomAccess())
          .map(AccessUnit::received);
    }

    @Override
    public Optional<Instant> keyAtOrBefore(Instant at) {
      return last(at);
    }

    @Override
    public Optional<Instant> keyAtOrAfter(Instant at) {
      return keys().filter(k -> !k.isBefore(at)).findFirst();
    }

    @Override
    public boolean seek(Instant key) {
      for (int i = 0; i < units.size(); i++) {
        AccessUnit u = units.get(i);
        if (u.received().equals(key) && u.track().isVideo() && u.randomAccess()) {
          next = i;
          return true;
        }
      }
      return false;
    }

    @Override
    public Optional<AccessUnit> next() throws IOException {
      reads++;
      if (camera.equals(broken)) {
        throw new IOException("no such file");
      }
      return next < units.size() ? Optional.of(units.get(next++)) : Optional.empty();
    }

    @Override
    public void close() {
      openReaders.decrementAndGet();
    }
  }

  @Override
  public boolean isRecording(String camera, Profile profile) {
    return recording;
  }

  @Override
  public List<TimelineSpan> timeline(String camera, Profile profile, Instant from, Instant to) {
    MemoryRecording other = others.get(camera + " " + profile.id());
    if (other != null) {
      return other.timeline(camera, profile, from, to);
    }
    List<TimelineSpan> spans = new ArrayList<>();
    Instant told = from;
    for (AccessUnit unit : units) {
      Instant at = unit.received();
      Instant end = at.plusMillis(PICTURE_MS);
      if (!isOf(profile) || !unit.track().isVideo() || !end.isAfter(told)) {
        continue;
      }
      if (!at.isBefore(to)) {
        break;
      }
      if (at.isAfter(told)) {
        boolean slow = !told.equals(from) && !at.isAfter(told.plusMillis(MOST_MS - PICTURE_MS));
        spans.add(new TimelineSpan(told, at, slow ? Optional.empty() : OFFLINE));
        told = at;
      }
      Instant until = end.isAfter(to) ? to : end;
      spans.add(new TimelineSpan(told, until, Optional.empty()));
      told = until;
    }
    if (told.isBefore(to)) {
      spans.add(new TimelineSpan(told, to, OFFLINE));
    }
    return spans;
  }

  @Override
  public Optional<RecordedFile> file(String camera, Profile profile, Instant from, Instant to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(String camera) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<DiskStatus> disks() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Written written() {
    throw new UnsupportedOperationException();
  }
}

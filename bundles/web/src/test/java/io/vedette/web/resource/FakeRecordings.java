package io.vedette.web.resource;

import io.vedette.api.recording.DiskStatus;
import io.vedette.api.recording.RangeException;
import io.vedette.api.recording.RecordedFile;
import io.vedette.api.recording.RecordingReader;
import io.vedette.api.recording.RecordingStore;
import io.vedette.api.recording.TimelineSpan;
import io.vedette.api.recording.Written;
import io.vedette.api.stream.Profile;
import io.vedette.media.AccessUnit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Recordings of units, and files that consist of bytes 0, 1, 2, … */
final class FakeRecordings implements RecordingStore {
  static final Instant START = Instant.parse("2026-11-25T09:59:58Z");

  final List<TimelineSpan> spans = new ArrayList<>();
  final List<String> deleted = new ArrayList<>();
  final List<AccessUnit> units = new ArrayList<>(); // what readers find, of every stream
  String diskState = "ok";
  int fileBytes = 1000;
  long failAfterBytes = Long.MAX_VALUE;
  private int openFiles; // guarded by this
  boolean tooLong;

  @Override
  public boolean isRecording(String camera, Profile profile) {
    return profile == Profile.MAIN;
  }

  @Override
  public List<TimelineSpan> timeline(String camera, Profile profile, Instant from, Instant to) {
    return spans;
  }

  @Override
  public Optional<RecordedFile> file(String camera, Profile profile, Instant from, Instant to)
      throws RangeException {
    if (tooLong) {
      throw new RangeException("parameter sets change at 10:00");
    }
    if (fileBytes == 0) {
      return Optional.empty();
    }
    opened(1);
    return Optional.of(new File(from, to));
  }

  private synchronized void opened(int change) {
    openFiles += change;
    notifyAll();
  }

  /** Waits for the server's threads, which may still be closing when the answer is here. */
  synchronized void awaitAllClosed() throws InterruptedException {
    while (openFiles > 0) {
      wait();
    }
  }

  private final class File implements RecordedFile {
    private final Instant from;
    private final Instant to;

    File(Instant from, Instant to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public long sizeBytes() {
      return fileBytes;
    }

    @Override
    public String etag() {
      return "e" + fileBytes;
    }

    @Override
    public Instant from() {
      return from;
    }

    @Override
    public Instant to() {
      return to;
    }

    @Override
    public void write(long position, long count, WritableByteChannel target) throws IOException {
      for (long at = position; at < position + count; at++) {
        if (at >= failAfterBytes) {
          throw new IOException("segment deleted");
        }
        target.write(ByteBuffer.wrap(new byte[] {(byte) at}));
      }
    }

    @Override
    public void close() {
      opened(-1);
    }
  }

  @Override
  public RecordingReader reader(String camera, Profile profile) {
    opened(1);
    return new Reader();
  }

  private final class Reader implements RecordingReader {
    private int next;

    private Stream<Instant> keys() {
      return units.stream()
          .filter(u -> u.track().isVideo() && u.randomAccess())
          .map(AccessUnit::received);
    }

    @Override
    public Optional<Instant> keyAtOrBefore(Instant at) {
      return keys().filter(key -> !key.isAfter(at)).max(Comparator.naturalOrder());
    }

    @Override
    public Optional<Instant> keyAtOrAfter(Instant at) {
      return keys().filter(key -> !key.isBefore(at)).min(Comparator.naturalOrder());
    }

    @Override
    public boolean seek(Instant key) {
      next = 0;
      while (next < units.size() && !units.get(next).received().equals(key)) {
        next++;
      }
      return next < units.size();
    }

    @Override
    public Optional<AccessUnit> next() {
      return next < units.size() ? Optional.of(units.get(next++)) : Optional.empty();
    }

    @Override
    public void close() {
      opened(-1);
    }
  }

  @Override
  public void delete(String camera) {
    deleted.add(camera);
  }

  @Override
  public List<DiskStatus> disks() {
    return List.of(
        new DiskStatus(
            Path.of("/data"),
            1_000_000_000_000L,
            400_000_000_000L,
            100_000_000_000L,
            1_250_000,
            diskState,
            "",
            Optional.of(START)));
  }

  @Override
  public Written written() {
    return new Written(250, 4_000_000, 20, 4_010_000, 10);
  }
}

package io.vedette.sink.export;

import io.vedette.api.recording.DiskStatus;
import io.vedette.api.recording.RecordedFile;
import io.vedette.api.recording.RecordingReader;
import io.vedette.api.recording.RecordingStore;
import io.vedette.api.recording.TimelineSpan;
import io.vedette.api.recording.Written;
import io.vedette.api.stream.Profile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Recordings with a key picture each 2 s; a second has 1000 bytes, all of them its number. */
final class FakeStore implements RecordingStore {
  private static final long GOP_SECONDS = 2;

  final Map<String, List<TimelineSpan>> spans = new HashMap<>();
  volatile String failure = "";
  volatile CountDownLatch held = new CountDownLatch(0); // reading waits for it

  @Override
  public boolean isRecording(String camera, Profile profile) {
    return false;
  }

  @Override
  public List<TimelineSpan> timeline(String camera, Profile profile, Instant from, Instant to) {
    return spans.getOrDefault(
        camera, List.of(new TimelineSpan(from, to, Optional.of(TimelineSpan.Cause.DISABLED))));
  }

  @Override
  public Optional<RecordedFile> file(String camera, Profile profile, Instant from, Instant to) {
    return Optional.of(new File(from, to));
  }

  private final class File implements RecordedFile {
    private final long first; // second
    private final long last; // exclusive

    File(Instant from, Instant to) {
      first = from.getEpochSecond() / GOP_SECONDS * GOP_SECONDS;
      last = (to.toEpochMilli() + GOP_SECONDS * 1000 - 1) / (GOP_SECONDS * 1000) * GOP_SECONDS;
    }

    @Override
    public long sizeBytes() {
      return (last - first) * 1000;
    }

    @Override
    public String etag() {
      return "";
    }

    @Override
    public Instant from() {
      return Instant.ofEpochSecond(first);
    }

    @Override
    public Instant to() {
      return Instant.ofEpochSecond(last);
    }

    @Override
    public void write(long position, long count, WritableByteChannel target) throws IOException {
      for (long second = first; second < last; second++) {
        if (!failure.isEmpty()) {
          throw new IOException(failure);
        }
        try {
          held.await();
        } catch (InterruptedException e) {
          throw new IOException("interrupted", e);
        }
        byte[] bytes = new byte[1000];
        java.util.Arrays.fill(bytes, (byte) second);
        target.write(ByteBuffer.wrap(bytes));
      }
    }

    @Override
    public void close() {}
  }

  /** Says that a camera was recorded for so long, but for a gap of a minute after a minute. */
  void recorded(String camera, Instant from, Duration length) {
    Instant gap = from.plusSeconds(60);
    Instant on = gap.plusSeconds(60);
    spans.put(
        camera,
        List.of(
            new TimelineSpan(from, gap, Optional.empty()),
            new TimelineSpan(gap, on, Optional.of(TimelineSpan.Cause.CAMERA_OFFLINE)),
            new TimelineSpan(on, from.plus(length), Optional.empty())));
  }

  @Override
  public RecordingReader reader(String camera, Profile profile) {
    throw new UnsupportedOperationException("exports take files");
  }

  @Override
  public void delete(String camera) {
    throw new UnsupportedOperationException("exports delete nothing");
  }

  @Override
  public List<DiskStatus> disks() {
    return List.of();
  }

  @Override
  public Written written() {
    return new Written(0, 0, 0, 0, 0);
  }
}

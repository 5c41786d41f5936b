package io.vedette.sink.recorder;

import io.vedette.api.recording.DiskStatus;
import io.vedette.api.recording.RangeException;
import io.vedette.api.recording.RecordedFile;
import io.vedette.api.recording.RecordingReader;
import io.vedette.api.recording.TimelineSpan;
import io.vedette.api.recording.TimelineSpan.Cause;
import io.vedette.api.stream.StreamKey;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Answers questions about what was recorded. Thread-safe; works on the threads of whoever asks. */
final class Store {
  private static final int DELETED_AT_ONCE = 500;

  private final Catalog catalog;
  private final Disks disks;
  private final Keeper keeper;
  private final Clock clock;
  private final Predicate<StreamKey.Live> recording;
  private final Consumer<StreamKey.Live> writeOut;
  private final Consumer<StreamKey.Live> follow;

  Store(
      Catalog catalog,
      Disks disks,
      Keeper keeper,
      Clock clock,
      Predicate<StreamKey.Live> recording,
      Consumer<StreamKey.Live> writeOut,
      Consumer<StreamKey.Live> follow) {
    this.catalog = catalog;
    this.disks = disks;
    this.keeper = keeper;
    this.clock = clock;
    this.recording = recording;
    this.writeOut = writeOut;
    this.follow = follow;
  }

  List<TimelineSpan> timeline(StreamKey.Live stream, Instant from, Instant to) {
    long fromMs = from.toEpochMilli();
    long toMs = to.toEpochMilli();
    long nowMs = clock.millis();
    List<Segment> segments = new ArrayList<>(catalog.between(stream, fromMs, toMs));
    if (recording.test(stream)) {
      catalog
          .growing(stream)
          .map(s -> s.until(nowMs))
          .ifPresent(
              now -> {
                segments.removeIf(s -> s.path().equals(now.path()));
                segments.add(now);
              });
    }
    List<Index.Gap> gaps = catalog.index().gaps().between(stream, fromMs, toMs);
    return Timeline.of(fromMs, toMs, segments, gaps, firstMs(stream), nowMs, Cause.RECORDER_DOWN);
  }

  /** Begin of the oldest segment or gap. */
  private long firstMs(StreamKey.Live stream) {
    long segment =
        catalog.after(stream, Long.MIN_VALUE).map(Segment::startMs).orElse(Long.MAX_VALUE);
    return Math.min(segment, catalog.index().gaps().oldest(stream).orElse(Long.MAX_VALUE));
  }

  Optional<RecordedFile> file(StreamKey.Live stream, Instant from, Instant to)
      throws RangeException, IOException {
    if (recording.test(stream) && reachesBeyondTheDisk(stream, to)) {
      writeOut.accept(stream);
    }
    return RangeFile.of(catalog, disks, stream, from, to);
  }

  /** True if pictures before {@code to} may wait in memory for the end of their fragment. */
  private boolean reachesBeyondTheDisk(StreamKey.Live stream, Instant to) {
    Optional<Segment> growing = catalog.growing(stream);
    return growing.isEmpty() || growing.get().endMs() < to.toEpochMilli();
  }

  RecordingReader reader(StreamKey.Live stream) {
    return new SegmentsReader(catalog, disks, stream, () -> follow.accept(stream));
  }

  void delete(String camera) throws IOException {
    List<Segment> segments = catalog.index().oldestOf(camera, disks.readable(), DELETED_AT_ONCE);
    while (!segments.isEmpty()) {
      for (Segment segment : segments) {
        keeper.delete(segment);
      }
      segments = catalog.index().oldestOf(camera, disks.readable(), DELETED_AT_ONCE);
    }
  }

  List<DiskStatus> disks() {
    return disks.all().stream().map(this::status).toList();
  }

  private DiskStatus status(Disk disk) {
    Optional<Instant> oldest =
        catalog.index().oldestOn(disk.id(), 1).stream()
            .findFirst()
            .map(segment -> Instant.ofEpochMilli(segment.startMs()));
    return new DiskStatus(
        disk.root(),
        disk.sizeBytes(),
        disk.sizeBytes() - disk.usableBytes(),
        disk.reserveBytes(),
        keeper.writeBytesPerSecond() / disks.all().size(),
        disk.state().id(),
        disk.detail().isEmpty() ? keeper.progress(disk) : disk.detail(),
        oldest);
  }
}

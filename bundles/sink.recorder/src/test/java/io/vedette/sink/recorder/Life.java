package io.vedette.sink.recorder;

import io.vedette.api.event.Event;
import io.vedette.api.recording.TimelineSpan;
import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * One life of a recorder of one stream, without threads: what the threads would call is called by
 * the test. Closing it is an orderly end; {@link #kill} is none.
 */
final class Life implements AutoCloseable {
  static final StreamKey.Live STREAM = new StreamKey.Live("front-door", Profile.MAIN);
  static final StreamKey.Live SUB = new StreamKey.Live("front-door", Profile.SUB);

  final ManualClock clock;
  final Path home;
  final StreamKey.Live stream;
  final List<Path> folders;
  final MemoryBudget budget;
  final List<Event> events = new ArrayList<>();
  final Counters counters = new Counters();
  final AtomicBoolean stopping = new AtomicBoolean();
  final FaultyDisk faults = new FaultyDisk(Output.files(counters));
  final Recorder.Shared shared;
  final Keeper keeper;
  final StreamRecorder recorder;
  final Catalog catalog;

  /** What a test may want to be otherwise. */
  record Setup(List<String> folders, long reserveBytes, StreamKey.Live stream, long budgetBytes) {
    static final Setup PLAIN = new Setup(List.of("recordings"), 0, STREAM, 256L << 20);

    Setup withFolders(String... names) {
      return new Setup(List.of(names), reserveBytes, stream, budgetBytes);
    }

    Setup withReserve(long bytes) {
      return new Setup(folders, bytes, stream, budgetBytes);
    }

    Setup withStream(StreamKey.Live other) {
      return new Setup(folders, reserveBytes, other, budgetBytes);
    }

    Setup withMemory(long bytes) {
      return new Setup(folders, reserveBytes, stream, bytes);
    }
  }

  Life(Path home, ManualClock clock, Setup setup) {
    this.stream = setup.stream();
    this.clock = clock;
    this.home = home;
    this.budget = new MemoryBudget(setup.budgetBytes());
    this.folders = setup.folders().stream().map(home::resolve).toList();
    RecorderSettings settings =
        new RecorderSettings(
            home, folders, Duration.ofSeconds(2), setup.reserveBytes(), ZoneOffset.UTC);
    Index index = SqliteIndex.open(home.resolve("index.db"));
    index.gaps().closeThoseOfLastLife();
    catalog = new Catalog(index);
    Disks disks = new Disks(settings, index);
    keeper = new Keeper(clock, catalog, disks, faults, counters, events::add);
    shared =
        new Recorder.Shared(
            clock,
            settings,
            catalog,
            disks,
            faults,
            new WriteBuffers(),
            budget,
            counters,
            () -> {},
            stopping::get);
    recorder = new StreamRecorder(stream, shared);
    recorder.resume(Newest.of(stream, shared));
    recorder.expect();
  }

  Life(Path home, ManualClock clock) {
    this(home, clock, Setup.PLAIN);
  }

  void accept(LogEntry entry) {
    recorder.accept(entry);
  }

  /** The timeline as lines of start, end and kind, seconds relative to an instant. */
  List<String> timeline(Instant from, Instant to) {
    List<String> lines = new ArrayList<>();
    Instant reached = from;
    for (TimelineSpan span : store().timeline(stream, from, to)) {
      if (!span.from().equals(reached)) {
        throw new AssertionError("hole or overlap at " + reached + " before " + span);
      }
      reached = span.to();
      lines.add(
          seconds(from, span.from())
              + " "
              + seconds(from, span.to())
              + " "
              + span.gap().map(TimelineSpan.Cause::id).orElse("recorded"));
    }
    if (!reached.equals(to)) {
      throw new AssertionError("the timeline ends at " + reached);
    }
    return lines;
  }

  private static String seconds(Instant from, Instant at) {
    return String.valueOf(Duration.between(from, at).toMillis() / 1000.0);
  }

  Store store() {
    return new Store(
        catalog,
        shared.disks(),
        keeper,
        clock,
        any -> recorder.isRecording(),
        stream -> recorder.writeOut(),
        stream -> recorder.follow());
  }

  /** All files with a segment's name, by time. */
  List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> all = Files.walk(folder)) {
        all.filter(FolderScan::isSegmentName).forEach(files::add);
      }
    }
    return files.stream().sorted(Comparator.comparing(Path::getFileName)).toList();
  }

  /** The process is gone: nothing is finished, but the system closes its files. */
  void kill() {
    faults.kill();
    shared.catalog().index().close();
    shared.disks().close();
  }

  @Override
  public void close() {
    recorder.close();
    shared.catalog().index().alive(clock.millis());
    shared.catalog().index().close();
    shared.disks().close();
  }
}

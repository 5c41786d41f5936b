package io.vedette.sink.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.recording.RecordedFile;
import io.vedette.api.recording.RecordingReader;
import io.vedette.api.stream.LogEntry;
import io.vedette.media.AccessUnit;
import io.vedette.mp4.SegmentReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk fails while it is written to: its cameras go on, on another or later, without loss. */
class FailoverTest {
  private static final int SECOND = TestCamera.FPS;
  private static final Life.Setup TWO_DISKS = Life.Setup.PLAIN.withFolders("one", "two");
  @TempDir Path home;
  private final ManualClock clock = new ManualClock();
  private final Instant start = clock.instant();
  private Instant from = start; // of what is in sent
  private final List<LogEntry> sent = new ArrayList<>();
  private TestCamera camera;

  @BeforeEach
  void connect() throws Exception {
    camera = new TestCamera(clock, "320x240");
  }

  @AfterEach
  void folderIsSound() throws Exception {
    assertThat(FolderFaults.below(home)).isEmpty();
  }

  private void send(int pictures, Life to) {
    camera.send(
        pictures,
        entry -> {
          sent.add(entry);
          to.accept(entry);
        });
  }

  private static Disk diskOf(Life life) {
    return life.shared
        .disks()
        .find(life.catalog.growing(Life.STREAM).orElseThrow().disk())
        .orElseThrow();
  }

  /** What a reader gets must be what was sent, unit by unit; and so must a download. */
  private void assertNothingIsLostOrTwice(Life life) throws Exception {
    life.recorder.close();
    List<AccessUnit> read = new ArrayList<>();
    try (RecordingReader reader = life.store().reader(Life.STREAM)) {
      assertThat(reader.seek(reader.keyAtOrAfter(from.minusMillis(500)).orElseThrow())).isTrue();
      readOn(reader, read);
    }
    assertIsWhatWasSent(read);
    try (RecordedFile file =
        life.store()
            .file(Life.STREAM, from.minusMillis(500), clock.instant().plusSeconds(5))
            .orElseThrow()) {
      Path copy = home.resolve("copy.mp4");
      try (FileChannel out =
          FileChannel.open(copy, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        out.truncate(0);
        file.write(0, file.sizeBytes(), out);
      }
      assertThat(Ffmpeg.pictures(copy)).isEqualTo(sent(true).size());
    }
  }

  private static void readOn(RecordingReader reader, List<AccessUnit> to) throws Exception {
    for (Optional<AccessUnit> u = reader.next(); u.isPresent(); u = reader.next()) {
      to.add(u.get());
    }
  }

  private void assertIsWhatWasSent(List<AccessUnit> read) {
    for (boolean video : new boolean[] {true, false}) {
      assertThat(read.stream().filter(u -> u.track().isVideo() == video).map(AccessUnit::payload))
          .isEqualTo(sent(video));
    }
  }

  private List<ByteBuffer> sent(boolean video) {
    return sent.stream()
        .map(e -> ((LogEntry.Unit) e).unit())
        .filter(u -> u.track().isVideo() == video)
        .map(AccessUnit::payload)
        .toList();
  }

  @Test
  void failingDisk_itsCameraGoesOnOnTheOther_withoutLosingAUnit() throws Exception {
    for (int moment : new int[] {1, 12, SECOND, 10 * SECOND + 3, 59 * SECOND + 24}) {
      sent.clear();
      Path there = Files.createDirectory(home.resolve("at" + moment));
      from = clock.instant();
      camera.connect();
      try (Life life = new Life(there, clock, TWO_DISKS)) {
        send(2 * SECOND + moment, life);
        Disk first = diskOf(life);
        life.faults.failWith("Input/output error", first.root());
        send(20 * SECOND, life);
        assertThat(first.state()).isEqualTo(Disk.State.ERROR);
        assertThat(life.recorder.isRecording()).isTrue();
        assertThat(diskOf(life)).isNotEqualTo(first);
        assertThat(life.timeline(from, clock.instant())).hasSize(1);
        life.faults.repair();
        assertNothingIsLostOrTwice(life);
      }
    }
  }

  /** Whoever reads along while disks fail meets the pictures that are written again, too. */
  @Test
  void disksThatFailOneAfterTheOther_aReaderGetsEachUnitOnce_timesGoOn() throws Exception {
    Life.Setup three = Life.Setup.PLAIN.withFolders("one", "two", "three");
    camera.drift(300);
    try (Life life = new Life(home, clock, three);
        RecordingReader along = life.store().reader(Life.STREAM)) {
      List<AccessUnit> read = new ArrayList<>();
      send(50 * SECOND, life);
      for (int pictures : new int[] {30 * SECOND + 7, SECOND + 12, 3 * SECOND, 2 * SECOND + 1}) {
        send(pictures, life);
        readOn(along, read);
        life.faults.repair();
        life.keeper.round();
        life.faults.failWith("Input/output error", diskOf(life).root());
      }
      send(20 * SECOND, life);
      assertThat(life.recorder.isRecording()).isTrue();
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      assertThat(life.timeline(start, now)).hasSize(1);
      life.faults.repair();
      assertNothingIsLostOrTwice(life);
      readOn(along, read);
      assertIsWhatWasSent(read);
      List<Instant> times =
          read.stream().filter(u -> u.track().isVideo()).map(AccessUnit::received).toList();
      assertThat(times).isSorted();
      assertThat(life.files()).hasSizeGreaterThan(4);
    }
  }

  @Test
  void onlyDiskFailsForAWhile_memoryHoldsWhatComes() throws Exception {
    try (Life life = new Life(home, clock)) {
      send(10 * SECOND + 5, life);
      life.faults.failWith("Input/output error");
      send(30 * SECOND, life);
      assertThat(life.timeline(start, clock.instant()).get(1)).endsWith("40.2 disk-error");
      life.faults.repair();
      life.keeper.round();
      send(10 * SECOND, life);
      assertThat(life.timeline(start, clock.instant())).containsExactly("0.0 50.2 recorded");
      assertNothingIsLostOrTwice(life);
      assertThat(life.budget.used()).isZero();
    }
  }

  @Test
  void fileThatAFaultLeft_isFinishedWhenTheDiskIsWell() throws Exception {
    try (Life life = new Life(home, clock)) {
      send(10 * SECOND + 5, life);
      life.faults.failWith("Input/output error");
      send(3 * SECOND, life);
      Path file = life.files().get(0);
      assertThat(isFinished(file)).isFalse();
      life.faults.repair();
      life.keeper.round();
      assertThat(isFinished(file)).isTrue();
      assertThat(Ffmpeg.pictures(file)).isEqualTo(10 * SECOND);
    }
  }

  private static boolean isFinished(Path file) throws Exception {
    try (FileChannel in = FileChannel.open(file)) {
      return new SegmentReader(in).finished();
    }
  }

  @Test
  void memoryIsBounded_whatItCannotHoldIsAGapOfTheDisk() throws Exception {
    try (Life life = new Life(home, clock, Life.Setup.PLAIN.withMemory(300_000))) {
      send(10 * SECOND, life);
      life.faults.failWith("Input/output error");
      send(120 * SECOND, life);
      assertThat(life.budget.used()).isLessThan(330_000);
      life.faults.repair();
      life.keeper.round();
      send(10 * SECOND, life);
      assertThat(life.timeline(start, clock.instant()))
          .satisfiesExactly(
              a -> assertThat(a).matches("0.0 (9|10).0 recorded"),
              b -> assertThat(b).matches("(9|10).0 1[12]\\d.0 disk-error"),
              c -> assertThat(c).matches("1[12]\\d.0 140.0 recorded"));
      life.recorder.close();
      assertThat(life.budget.used()).isZero();
    }
  }

  @Test
  void cameraReconnectsWhileTheDiskFails_bothRunsAreKept() throws Exception {
    try (Life life = new Life(home, clock)) {
      send(5 * SECOND, life);
      life.faults.failWith("Input/output error");
      send(5 * SECOND, life);
      life.accept(new LogEntry.RunEnded(camera.run(), "gone"));
      clock.advance(Duration.ofSeconds(3));
      camera.connect();
      send(5 * SECOND, life);
      life.faults.repair();
      life.keeper.round();
      send(5 * SECOND, life);
      assertThat(life.timeline(start, clock.instant()))
          .containsExactly("0.0 10.0 recorded", "10.0 13.0 camera-offline", "13.0 23.0 recorded");
      assertNothingIsLostOrTwice(life);
    }
  }

  @Test
  void endWhileTheDiskFails_writesWhatItHoldsElsewhere() throws Exception {
    Life life = new Life(home, clock, TWO_DISKS);
    send(5 * SECOND + 7, life);
    life.faults.failWith("Input/output error", diskOf(life).root());
    life.recorder.close();
    life.faults.repair();
    assertNothingIsLostOrTwice(life);
    life.close();
  }

  @Test
  void disksShareTheLoad_byFreeSpace() throws Exception {
    try (Life life = new Life(home, clock, TWO_DISKS)) {
      Disks disks = life.shared.disks();
      int[] chosen = new int[2];
      for (int i = 0; i < 64; i++) {
        chosen[disks.all().indexOf(disks.choose().orElseThrow())]++;
      }
      assertThat(chosen).containsExactly(32, 32);
    }
  }

  @Test
  void nothingIsWrittenToADiskThatIsNotWell() throws Exception {
    try (Life life = new Life(home, clock, TWO_DISKS)) {
      Disk one = life.shared.disks().all().get(0);
      one.failed(new java.io.IOException("Read-only file system"));
      assertThat(one.state()).isEqualTo(Disk.State.READ_ONLY);
      send(130 * SECOND, life);
      assertThat(life.files()).hasSize(3).allMatch(file -> file.startsWith(home.resolve("two")));
    }
  }
}

package io.vedette.sink.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vedette.api.camera.Camera;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Disks that are full, broken or gone: recording stops with a reason and begins again by itself.
 */
class DiskFaultTest {
  private static final int SECOND = TestCamera.FPS;
  private static final Life.Setup NO_MEMORY = Life.Setup.PLAIN.withMemory(0); // see FailoverTest
  @TempDir Path home;
  private final ManualClock clock = new ManualClock();
  private final Instant start = clock.instant();
  private TestCamera camera;

  @BeforeEach
  void connect() throws Exception {
    camera = new TestCamera(clock, "320x240");
  }

  @AfterEach
  void folderIsSound() throws Exception {
    assertThat(FolderFaults.below(home)).isEmpty();
  }

  @Test
  void fullDisk_isAGapOfThatCause_andRecordingGoesOnWhenThereIsRoom() throws Exception {
    try (Life life = new Life(home, clock, NO_MEMORY)) {
      camera.send(10 * SECOND, life::accept);
      life.faults.fullAfter(100_000);
      camera.send(10 * SECOND, life::accept);
      assertThat(life.recorder.isRecording()).isFalse();
      assertThat(life.shared.disks().all().get(0).state()).isEqualTo(Disk.State.FULL);
      assertThat(life.shared.disks().all().get(0).detail()).isEqualTo("No space left on device");
      Path cut = life.files().get(0);
      assertThat(Ffmpeg.pictures(cut)).isBetween(9 * SECOND, 12 * SECOND);
      life.faults.repair();
      life.keeper.round();
      camera.send(10 * SECOND, life::accept);
      assertThat(life.timeline(start, clock.instant()))
          .satisfiesExactly(
              a -> assertThat(a).matches("0.0 \\d+.0 recorded"),
              b -> assertThat(b).matches("\\d+.0 2\\d.0 disk-full"),
              c -> assertThat(c).matches("2\\d.0 30.0 recorded"));
    }
  }

  @Test
  void failingDisk_isAGapOfThatCause_andLosesNothingThatWasThere() throws Exception {
    try (Life life = new Life(home, clock, NO_MEMORY)) {
      camera.send(10 * SECOND, life::accept);
      life.faults.failWith("Input/output error");
      camera.send(20 * SECOND, life::accept);
      assertThat(life.shared.disks().all().get(0).state()).isEqualTo(Disk.State.ERROR);
      assertThat(Ffmpeg.pictures(life.files().get(0))).isBetween(9 * SECOND, 10 * SECOND);
      life.faults.repair();
      life.keeper.round();
      camera.send(10 * SECOND, life::accept);
      assertThat(life.timeline(start, clock.instant()))
          .satisfiesExactly(
              a -> assertThat(a).matches("0.0 (9|10).0 recorded"),
              b -> assertThat(b).matches("(9|10).0 3\\d.0 disk-error"),
              c -> assertThat(c).matches("3\\d.0 40.0 recorded"));
    }
  }

  @Test
  void readOnlyDisk_isToldAsSuch() throws Exception {
    try (Life life = new Life(home, clock, NO_MEMORY)) {
      life.faults.failWith("Read-only file system");
      camera.send(5 * SECOND, life::accept);
      assertThat(life.shared.disks().all().get(0).state()).isEqualTo(Disk.State.READ_ONLY);
      assertThat(life.timeline(start, clock.instant())).containsExactly("0.0 5.0 disk-error");
      assertThat(life.files()).isEmpty();
    }
  }

  @Test
  void folderVanishes_andComesBack() throws Exception {
    Path folder = home.resolve("recordings");
    try (Life life = new Life(home, clock, NO_MEMORY)) {
      camera.send(65 * SECOND, life::accept);
      Files.move(folder, home.resolve("elsewhere"));
      Files.writeString(folder, "in the way");
      life.keeper.round();
      camera.send(60 * SECOND, life::accept); // the open file goes on, the next cannot be made
      assertThat(life.recorder.isRecording()).isFalse();
      Files.delete(folder);
      Files.move(home.resolve("elsewhere"), folder);
      life.keeper.round();
      camera.send(20 * SECOND, life::accept);
      assertThat(life.recorder.isRecording()).isTrue();
      assertThat(life.timeline(start, clock.instant()))
          .satisfiesExactly(
              a -> assertThat(a).isEqualTo("0.0 120.0 recorded"),
              b -> assertThat(b).matches("120.0 12\\d.0 disk-error"),
              c -> assertThat(c).matches("12\\d.0 145.0 recorded"));
    }
  }

  @Test
  void folderThatVanishesWhileItIsMeasured_isMissing() throws Exception {
    try (Life life = new Life(home, clock)) {
      Disk disk = life.shared.disks().all().get(0);
      Files.move(disk.root(), home.resolve("elsewhere"));
      IOException fault = catchThrowableOfType(IOException.class, disk::measure);
      disk.failed(fault);
      assertThat(disk.state()).isEqualTo(Disk.State.MISSING);
      assertThat(disk.detail()).isEqualTo("the folder is gone");
    }
  }

  @Test
  void folderThatCannotBeMade_saysWhatIsInTheWay() throws Exception {
    Path file = Files.writeString(home.resolve("file"), "in the way");
    Index index = SqliteIndex.open(home.resolve("index.db"));
    for (Path root : List.of(file, file.resolve("recordings"), Path.of("/proc/vedette"))) {
      try (Disk disk = new Disk(root, home, index, 0)) {
        disk.check();
        assertThat(disk.state()).isNotIn(Disk.State.OK, Disk.State.MISSING);
        assertThat(disk.detail()).startsWith("the folder cannot be made: ");
      }
    }
    index.close();
  }

  @Test
  void reserve_deletesTheOldestAndRecordsOn() throws Exception {
    try (Life life = new Life(home, clock)) {
      camera.send(200 * SECOND, life::accept);
    }
    try (Life life = new Life(home, clock, Life.Setup.PLAIN.withReserve(Long.MAX_VALUE / 4))) {
      life.keeper.round();
      assertThat(life.files()).isEmpty();
      assertThat(life.timeline(start, start.plusSeconds(200))).containsExactly("0.0 200.0 deleted");
    }
  }

  @Test
  void clockSetAheadByMonths_deletesNothing() throws Exception {
    try (Life life = new Life(home, clock)) {
      camera.send(130 * SECOND, life::accept);
      life.keeper.retention(
          "front-door", new Camera.Retention(OptionalInt.of(1), OptionalInt.empty()));
      life.keeper.round();
      clock.advance(Duration.ofDays(100));
      life.keeper.round();
      life.keeper.round();
      assertThat(life.files()).hasSize(3);
    }
  }

  @Test
  void retentionByDays_deletesWhatIsOlder() throws Exception {
    try (Life life = new Life(home, clock)) {
      camera.send(130 * SECOND, life::accept);
      life.keeper.retention(
          "front-door", new Camera.Retention(OptionalInt.of(1), OptionalInt.empty()));
      life.keeper.round();
      assertThat(life.files()).hasSize(3);
      clock.advance(Duration.ofDays(1).minusSeconds(60));
      life.keeper.round();
      assertThat(life.timeline(start, start.plusSeconds(120)))
          .containsExactly("0.0 60.0 deleted", "60.0 120.0 recorded");
    }
  }
}

package io.vedette.sink.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The faults of {@link DiskFaultTest} on file systems that really are so, where root may mount. */
class RealDiskTest {
  private static final int SECOND = TestCamera.FPS;
  private static final Life.Setup NO_MEMORY = Life.Setup.PLAIN.withMemory(0); // see FailoverTest
  @TempDir Path home;
  private final ManualClock clock = new ManualClock();
  private final Instant start = clock.instant();
  private TestCamera camera;
  private Path folder;

  @BeforeEach
  void connect() throws Exception {
    camera = new TestCamera(clock, "320x240");
    folder = home.resolve("recordings");
  }

  private static Disk disk(Life life) {
    return life.shared.disks().all().get(0);
  }

  @Test
  void readOnlyFolder_isToldAsSuch_andUsedWhenItCanBeWritten() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder, 20)) {
      disk.readOnly(true);
      try (Life life = new Life(home, clock, NO_MEMORY)) {
        camera.send(10 * SECOND, life::accept);
        life.keeper.round();
        assertThat(disk(life).state()).isEqualTo(Disk.State.READ_ONLY);
        assertThat(disk(life).detail()).isEqualTo("Read-only file system");
        assertThat(life.timeline(start, clock.instant())).containsExactly("0.0 10.0 disk-error");
        disk.readOnly(false);
        life.keeper.round();
        camera.send(10 * SECOND, life::accept);
        assertThat(life.timeline(start, clock.instant()))
            .satisfiesExactly(
                a -> assertThat(a).matches("0.0 1\\d.0 disk-error"),
                b -> assertThat(b).matches("1\\d.0 20.0 recorded"));
      }
    }
  }

  @Test
  void folderThatBecomesReadOnlyWhileNothingIsRecorded_isNoticed() throws Exception {
    try (SmallDisk small = SmallDisk.mount(folder, 20)) {
      try (Disk disk = new Disk(folder, home, SqliteIndex.open(home.resolve("index.db")), 0)) {
        disk.check();
        disk.close(); // the lock's file is open for writing: nobody could remount
        disk.check();
        assertThat(disk.state()).isEqualTo(Disk.State.OK);
        disk.close();
        small.readOnly(true);
        disk.check();
        assertThat(disk.state()).isEqualTo(Disk.State.READ_ONLY);
      }
    }
  }

  @Test
  void fullDisk_recordsOnWhenThereIsRoom() throws Exception {
    try (SmallDisk small = SmallDisk.mount(folder, 20)) {
      try (Life life = new Life(home, clock, NO_MEMORY)) {
        camera.send(10 * SECOND, life::accept);
        Path filler = small.fill();
        camera.send(10 * SECOND, life::accept);
        assertThat(disk(life).state()).isEqualTo(Disk.State.FULL);
        assertThat(disk(life).detail()).isEqualTo("No space left on device");
        assertThat(Ffmpeg.pictures(life.files().get(0))).isBetween(8 * SECOND, 12 * SECOND);
        Files.delete(filler);
        life.keeper.round();
        camera.send(10 * SECOND, life::accept);
        assertThat(disk(life).state()).isEqualTo(Disk.State.OK);
        assertThat(life.timeline(start, clock.instant()))
            .satisfiesExactly(
                a -> assertThat(a).matches("0.0 \\d+.0 recorded"),
                b -> assertThat(b).matches("\\d+.0 2\\d.0 disk-full"),
                c -> assertThat(c).matches("2\\d.0 30.0 recorded"));
      }
    }
  }

  @Test
  void diskFullOfOurOwn_deletesTheOldestAndRecordsOn() throws Exception {
    try (SmallDisk small = SmallDisk.mount(folder, 20)) {
      try (Life life = new Life(home, clock)) {
        for (int round = 0; round < 360; round++) {
          camera.send(5 * SECOND, life::accept);
          life.keeper.round();
        }
        camera.send(5 * SECOND, life::accept);
        assertThat(disk(life).state()).isEqualTo(Disk.State.OK);
        assertThat(life.recorder.isRecording()).isTrue();
        assertThat(life.timeline(start, clock.instant()).get(0))
            .startsWith("0.0 ")
            .endsWith("deleted");
      }
    }
  }

  @Test
  void diskThatIsNotMounted_isNotWrittenAtItsMountPoint() throws Exception {
    try (SmallDisk small = SmallDisk.mount(folder, 20);
        Life life = new Life(home, clock)) {
      camera.send(5 * SECOND, life::accept);
    }
    try (Life life = new Life(home, clock)) {
      camera.send(5 * SECOND, life::accept);
      assertThat(disk(life).state()).isEqualTo(Disk.State.MISSING);
      assertThat(disk(life).detail()).startsWith("its disk is not mounted");
      assertThat(life.recorder.isRecording()).isFalse();
      assertThat(folder).isEmptyDirectory();
    }
  }
}

package io.vedette.sink.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.mp4.InitSegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After the end of a life, orderly or not, and whatever happened to index and files meanwhile. */
class RecoveryTest {
  private static final int SECOND = TestCamera.FPS;
  @TempDir Path home;
  private final ManualClock clock = new ManualClock();
  private final Instant start = clock.instant();
  private final List<Path> broken = new ArrayList<>(); // files, in the recordings folder
  private TestCamera camera;

  @BeforeEach
  void connect() throws Exception {
    camera = new TestCamera(clock, "320x240");
  }

  @AfterEach
  void folderIsSound_butForWhatTheTestBroke() throws Exception {
    assertThat(FolderFaults.below(home))
        .allMatch(fault -> broken.stream().anyMatch(f -> fault.startsWith(f.toString())))
        .hasSameSizeAs(broken);
  }

  /** 70 s recorded, then killed; the camera connects anew to the next life 20 s later. */
  private void liveAndDie() throws Exception {
    Life life = new Life(home, clock);
    life.keeper.round();
    camera.send(70 * SECOND, life::accept);
    life.kill();
    clock.advance(Duration.ofSeconds(20));
    camera.connect();
  }

  @Test
  void killed_nextLifeFinishesTheFileAndTellsTheGap() throws Exception {
    liveAndDie();
    try (Life next = new Life(home, clock)) {
      next.keeper.round();
      clock.advance(Duration.ofSeconds(1));
      camera.send(10 * SECOND, next::accept);
      List<String> timeline = next.timeline(start, clock.instant());
      assertThat(timeline.get(0)).matches("0.0 (69.0|70.0) recorded");
      assertThat(timeline.get(1)).matches("(69.0|70.0) 90.0 recorder-down");
      assertThat(timeline.subList(2, 4))
          .containsExactly("90.0 91.0 camera-offline", "91.0 101.0 recorded");
      assertThat(Ffmpeg.pictures(next.files().get(1))).isBetween(8 * SECOND, 10 * SECOND);
    }
  }

  @Test
  void orderlyEnd_losesNothing() throws Exception {
    try (Life life = new Life(home, clock)) {
      camera.send(70 * SECOND + 7, life::accept);
    }
    clock.advance(Duration.ofSeconds(5));
    try (Life next = new Life(home, clock)) {
      assertThat(next.timeline(start, clock.instant()))
          .containsExactly("0.0 70.28 recorded", "70.28 75.28 recorder-down");
    }
  }

  @Test
  void indexDeleted_isMadeAnewFromFiles_causesOfGapsToo() throws Exception {
    liveAndDie();
    try (Life life = new Life(home, clock)) {
      life.keeper.round();
      clock.advance(Duration.ofSeconds(3));
      camera.send(70 * SECOND, life::accept);
    }
    List<String> before;
    try (Life life = new Life(home, clock)) {
      before = life.timeline(start, clock.instant());
    }
    assertThat(before).hasSize(4);
    for (String part : List.of("index.db", "index.db-wal", "index.db-shm")) {
      Files.deleteIfExists(home.resolve(part));
    }
    try (Life life = new Life(home, clock)) {
      life.keeper.round();
      assertThat(life.timeline(start, clock.instant())).isEqualTo(before);
    }
  }

  @Test
  void indexIsGarbage_isPutAsideAndMadeAnew() throws Exception {
    liveAndDie();
    try (Life life = new Life(home, clock)) {
      life.keeper.round();
    }
    Files.deleteIfExists(home.resolve("index.db-wal"));
    byte[] garbage = new byte[100_000];
    new java.util.Random(7).nextBytes(garbage);
    Files.write(home.resolve("index.db"), garbage);
    try (Life life = new Life(home, clock)) {
      camera.send(5 * SECOND, life::accept);
      life.keeper.round();
      assertThat(life.timeline(start, start.plusSeconds(60))).containsExactly("0.0 60.0 recorded");
      assertThat(life.recorder.isRecording()).isTrue();
    }
    assertThat(home.resolve("index.db.unusable")).exists();
  }

  @Test
  void indexBreaksWhileRecording_recordingGoesOnAndTheIndexIsRenewed() throws Exception {
    try (Life life = new Life(home, clock)) {
      camera.send(70 * SECOND, life::accept);
      try (FileChannel db = FileChannel.open(home.resolve("index.db"), StandardOpenOption.WRITE)) {
        db.truncate(0);
      }
      try (FileChannel db =
          FileChannel.open(home.resolve("index.db-wal"), StandardOpenOption.WRITE)) {
        db.truncate(0);
      }
      camera.send(60 * SECOND, life::accept);
      life.timeline(start, clock.instant());
      life.keeper.round();
      life.keeper.round();
      assertThat(life.timeline(start, clock.instant())).containsExactly("0.0 130.0 recorded");
    }
    try (Life next = new Life(home, clock)) { // SQLite may have noticed nothing before it closed
      next.keeper.round();
      assertThat(next.timeline(start, clock.instant())).containsExactly("0.0 130.0 recorded");
    }
  }

  @Test
  void indexLockedByAnother_isPutAside_recordingGoesOn() throws Exception {
    liveAndDie();
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("index.db"));
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      try (Life life = new Life(home, clock)) {
        camera.send(5 * SECOND, life::accept);
        assertThat(life.recorder.isRecording()).isTrue();
        life.keeper.round();
        assertThat(life.timeline(start, start.plusSeconds(60)))
            .containsExactly("0.0 60.0 recorded");
      }
    }
  }

  @Test
  void foreignAndBrokenFiles_areLeftAsTheyAre() throws Exception {
    liveAndDie();
    Path folder = home.resolve("recordings/front-door/main/2026/11/25");
    Path empty = Files.createFile(folder.resolve("235900000.mp4"));
    Path garbage = Files.writeString(folder.resolve("235900001.mp4"), "not a movie at all");
    Path foreign = folder.resolve("235900002.mp4");
    Files.write(foreign, InitSegment.of(camera.run().tracks()).array());
    for (Path file : List.of(empty, garbage, foreign)) {
      broken.add(home.resolve("recordings").relativize(file));
    }
    byte[] foreignBytes = Files.readAllBytes(foreign);
    try (Life life = new Life(home, clock)) {
      life.keeper.round();
      camera.send(5 * SECOND, life::accept);
      assertThat(life.recorder.isRecording()).isTrue();
      assertThat(empty).isEmptyFile();
      assertThat(garbage).hasContent("not a movie at all");
      assertThat(Files.readAllBytes(foreign)).isEqualTo(foreignBytes);
      assertThat(life.timeline(start, start.plusSeconds(60))).containsExactly("0.0 60.0 recorded");
    }
  }

  /** Also where it is cut so late that all its pictures are there: no player opens it. */
  @ParameterizedTest
  @ValueSource(longs = {-100, 200_000})
  void knownFileWasCutShort_isLeftAsItIs_andItsTimeIsToldAsLost(long to) throws Exception {
    try (Life life = new Life(home, clock)) {
      camera.send(130 * SECOND, life::accept);
    }
    Path file;
    long size;
    try (Life life = new Life(home, clock)) {
      file = life.files().get(1);
      size = to < 0 ? Files.size(file) + to : to;
      try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
        out.truncate(size);
      }
      life.keeper.round();
      assertThat(life.timeline(start, start.plusSeconds(130)))
          .containsExactly("0.0 60.0 recorded", "60.0 120.0 disk-error", "120.0 130.0 recorded");
    }
    assertThat(file).hasSize(size);
    broken.add(home.resolve("recordings").relativize(file));
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 600})
  void powerCutLeftZerosInTheTail_soundPartIsKept(int kilobytesBeforeTheEnd) throws Exception {
    liveAndDie();
    Path newest;
    try (Life life = new Life(home, clock)) {
      newest = life.files().get(1);
    }
    // As it was before it was finished, but with blocks that never reached the disk.
    Files.delete(newest);
    camera.connect();
    Life life = new Life(home, clock);
    camera.send(10 * SECOND, life::accept);
    Path file = life.files().get(1);
    life.kill();
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      out.write(java.nio.ByteBuffer.allocate(30_000), out.size() - kilobytesBeforeTheEnd * 1000L);
    }
    try (Life next = new Life(home, clock)) {
      next.keeper.round();
      // A second of this camera has about 100 kB.
      int lost = kilobytesBeforeTheEnd / 100;
      assertThat(Ffmpeg.pictures(next.files().get(1)))
          .isBetween((7 - lost) * SECOND, (9 - lost) * SECOND);
    }
  }

  @Test
  void fileDeletedByHand_isTold() throws Exception {
    try (Life life = new Life(home, clock)) {
      camera.send(130 * SECOND, life::accept);
    }
    try (Life life = new Life(home, clock)) {
      Files.delete(life.files().get(1));
      life.keeper.round();
      assertThat(life.timeline(start, start.plusSeconds(130)))
          .containsExactly("0.0 60.0 recorded", "60.0 120.0 deleted", "120.0 130.0 recorded");
    }
  }

  @Test
  void secondRecorderOnTheFolder_isRefused() throws Exception {
    try (Life first = new Life(home, clock)) {
      Path secondHome = Files.createDirectory(home.resolve("second"));
      Index index = SqliteIndex.open(secondHome.resolve("index.db"));
      Disk second = new Disk(home.resolve("recordings"), secondHome, index, 0);
      second.check();
      assertThat(second.state()).isEqualTo(Disk.State.ERROR);
      assertThat(second.detail()).contains("another recorder uses");
      camera.send(3 * SECOND, first::accept);
      first.close();
      second.check();
      assertThat(second.state()).isEqualTo(Disk.State.OK);
      second.close();
      index.close();
    }
  }
}

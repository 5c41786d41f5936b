package io.vedette.sink.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.camera.Camera;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes, and in which order; the files need not be movies for that. */
class RetentionTest {
  private static final StreamKey.Live GATE = new StreamKey.Live("gate", Profile.MAIN);
  private static final StreamKey.Live YARD = new StreamKey.Live("yard", Profile.MAIN);
  @TempDir Path home;
  private final ManualClock clock = new ManualClock();

  /** A file of a minute, with its row. */
  private Path minute(Life life, StreamKey.Live stream, int number, int bytes, long rowBytes)
      throws Exception {
    Disk disk = life.shared.disks().all().get(0);
    Instant start = Instant.parse("2026-11-25T08:00:00Z").plus(Duration.ofMinutes(number));
    String path = stream.camera() + "/main/2026/11/25/08" + (100 + number + "").substring(1);
    Path file = disk.resolve(path + "00000.mp4");
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[bytes]);
    life.catalog
        .index()
        .put(
            new Segment(
                stream,
                disk.id(),
                path + "00000.mp4",
                start.toEpochMilli(),
                start.plusSeconds(60).toEpochMilli(),
                new UUID(0, 1),
                0,
                60 * 90_000,
                rowBytes,
                "h264",
                KeyTable.EMPTY));
    return file;
  }

  private static Camera.Retention gigabytes(int gigabytes) {
    return new Camera.Retention(OptionalInt.empty(), OptionalInt.of(gigabytes));
  }

  @Test
  void gigabytes_areThoseOfTheCamera_oldestGoFirst() throws Exception {
    try (Life life = new Life(home, clock)) {
      life.keeper.round(); // index and files are compared before these come
      Path first = minute(life, GATE, 0, 1, 900_000_000);
      Path second = minute(life, GATE, 1, 1, 900_000_000);
      Path third = minute(life, GATE, 2, 1, 900_000_000);
      Path others = minute(life, YARD, 0, 1, 900_000_000);
      life.keeper.retention("gate", gigabytes(2));
      life.keeper.round();
      assertThat(first).doesNotExist();
      assertThat(second).exists();
      life.keeper.retention("gate", gigabytes(1));
      life.keeper.round();
      assertThat(second).doesNotExist();
      assertThat(third).exists();
      assertThat(others).exists();
      assertThat(
              life.store()
                  .timeline(
                      GATE,
                      Instant.parse("2026-11-25T08:00:00Z"),
                      Instant.parse("2026-11-25T08:03:00Z")))
          .extracting(span -> span.gap().map(Enum::name).orElse("recorded"))
          .containsExactly("DELETED", "recorded");
    }
  }

  @Test
  void forgottenCamera_keepsItsRecordings() throws Exception {
    try (Life life = new Life(home, clock)) {
      life.keeper.round();
      Path file = minute(life, GATE, 0, 1, 1_900_000_000);
      life.keeper.retention("gate", gigabytes(1));
      life.keeper.forget("gate");
      life.keeper.round();
      assertThat(file).exists();
    }
  }

  @Test
  void rowsOfADiskThatIsNotThere_doNotStandInTheWay() throws Exception {
    try (Life life = new Life(home, clock)) {
      life.keeper.round();
      for (int i = 0; i < 2 * Keeper.DELETED_AT_ONCE; i++) {
        life.catalog
            .index()
            .put(
                new Segment(
                    GATE,
                    new UUID(7, 7),
                    "gate/main/2020/01/01/" + (100_000_000 + i) + ".mp4",
                    i,
                    i + 1,
                    new UUID(0, 1),
                    0,
                    1,
                    1_000_000_000,
                    "h264",
                    KeyTable.EMPTY));
      }
      Path file = minute(life, GATE, 0, 1, 1_900_000_000);
      life.keeper.retention("gate", gigabytes(1));
      life.keeper.round();
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void reserveOfADisk_isMadeOfTheOldestOfAllCameras() throws Exception {
    Path folder = home.resolve("recordings");
    try (SmallDisk small = SmallDisk.mount(folder, 20);
        Life life = new Life(home, clock, Life.Setup.PLAIN.withReserve(11_000_000))) {
      life.keeper.round();
      Path[] files = new Path[8];
      for (int i = 0; i < files.length; i++) {
        files[i] = minute(life, i % 2 == 0 ? GATE : YARD, i, 2_000_000, 2_000_000);
      }
      life.keeper.round(); // 20.9 MB, 16 used: 3 of them must go
      for (int i = 0; i < files.length; i++) {
        assertThat(Files.exists(files[i])).as("minute %d", i).isEqualTo(i >= 4);
      }
    }
  }
}

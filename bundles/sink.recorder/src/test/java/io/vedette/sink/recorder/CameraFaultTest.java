package io.vedette.sink.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.recording.RecordedFile;
import io.vedette.api.recording.RecordingReader;
import io.vedette.api.stream.LogEntry;
import io.vedette.media.AccessUnit;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cameras that do what they may, and what they may not: each picture is kept or a gap is told. */
class CameraFaultTest {
  private static final int SECOND = TestCamera.FPS;
  @TempDir Path home;
  private final ManualClock clock = new ManualClock();
  private final Instant start = clock.instant();
  private final List<AccessUnit> sent = new ArrayList<>(); // pictures
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
          AccessUnit unit = ((LogEntry.Unit) entry).unit();
          if (unit.track().isVideo()) {
            sent.add(unit);
          }
          to.accept(entry);
        });
  }

  /** A reader gives the pictures that were sent, and a decoder likes each file and the download. */
  private void assertEachPictureIsKept(Life life) throws Exception {
    life.recorder.close();
    List<AccessUnit> read = new ArrayList<>();
    try (RecordingReader reader = life.store().reader(Life.STREAM)) {
      for (Optional<AccessUnit> u = reader.next(); u.isPresent(); u = reader.next()) {
        if (u.get().track().isVideo()) {
          read.add(u.get());
        }
      }
    }
    assertThat(read.stream().map(AccessUnit::payload))
        .isEqualTo(sent.stream().map(AccessUnit::payload).toList());
    assertThat(read.stream().map(u -> u.pts() - u.dts()))
        .isEqualTo(sent.stream().map(u -> u.pts() - u.dts()).toList());
    int pictures = 0;
    for (Path file : life.files()) {
      pictures += Ffmpeg.pictures(file);
    }
    assertThat(pictures).isEqualTo(sent.size());
    Path copy = home.resolve("copy.mp4");
    try (RecordedFile file =
            life.store().file(Life.STREAM, start, clock.instant().plusSeconds(5)).orElseThrow();
        FileChannel out =
            FileChannel.open(copy, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.write(0, file.sizeBytes(), out);
    }
    assertThat(Ffmpeg.pictures(copy)).isEqualTo(sent.size());
  }

  @Test
  void pictureSizeChanges_andBack() throws Exception {
    try (Life life = new Life(home, clock)) {
      send(10 * SECOND, life);
      camera.load("160x120");
      send(70 * SECOND, life);
      camera.load("320x240");
      send(10 * SECOND, life);
      assertThat(life.timeline(start, clock.instant())).containsExactly("0.0 90.0 recorded");
      assertThat(life.files()).hasSize(4);
      assertEachPictureIsKept(life);
    }
  }

  @Test
  void pictureSizeChangesWithoutKeyPicture_isAGapUpToTheNext() throws Exception {
    try (Life life = new Life(home, clock)) {
      camera.send(10 * SECOND, life::accept);
      camera.load("160x120");
      camera.send(1, key -> {}); // lost on the way
      camera.send(10 * SECOND - 1, life::accept);
      assertThat(life.timeline(start, clock.instant()))
          .containsExactly("0.0 10.04 recorded", "10.04 11.0 camera-offline", "11.0 20.0 recorded");
    }
  }

  @Test
  void bFrames_keepTheirOrder() throws Exception {
    camera.load("320x240", SECOND, true);
    camera.connect();
    try (Life life = new Life(home, clock)) {
      send(70 * SECOND, life);
      assertThat(life.timeline(start, clock.instant())).containsExactly("0.0 70.0 recorded");
      assertEachPictureIsKept(life);
      for (Path file : List.of(life.files().get(0), home.resolve("copy.mp4"))) {
        assertThat(shownAt(file)).isSorted().doesNotHaveDuplicates();
      }
    }
  }

  /** When each picture is shown, in the order in which a decoder gives them. */
  private static List<Double> shownAt(Path file) throws Exception {
    String command = "ffprobe -v error -select_streams v -show_entries frame=pts_time -of csv=p=0 ";
    return Ffmpeg.run((command + file).split(" "))
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> Double.valueOf(line.replace(",", "")))
        .toList();
  }

  @Test
  void noKeyPictureFor80Seconds_isOneLongFile() throws Exception {
    camera.load("160x120", 80 * SECOND, false);
    camera.connect();
    try (Life life = new Life(home, clock)) {
      send(170 * SECOND, life);
      assertThat(life.timeline(start, clock.instant())).containsExactly("0.0 170.0 recorded");
      assertThat(Ffmpeg.pictures(life.files().get(0))).isEqualTo(80 * SECOND);
      assertEachPictureIsKept(life);
    }
  }

  @Test
  void connectionThatBeginsWithoutKeyPicture_isAGapUpToTheFirst() throws Exception {
    camera.load("160x120", 80 * SECOND, false);
    camera.connect();
    try (Life life = new Life(home, clock)) {
      camera.send(1, key -> {});
      camera.send(80 * SECOND - 1, life::accept);
      assertThat(life.recorder.isRecording()).isFalse();
      send(20 * SECOND, life);
      assertThat(life.timeline(start, clock.instant()))
          .containsExactly("0.0 80.0 camera-offline", "80.0 100.0 recorded");
      assertEachPictureIsKept(life);
    }
  }

  @Test
  void timestampsJump_forwardAndBack() throws Exception {
    try (Life life = new Life(home, clock)) {
      for (int seconds : new int[] {10_800, -3600, -5, -1, 6, 2}) {
        send(10 * SECOND, life);
        camera.jump(Duration.ofSeconds(seconds));
      }
      send(10 * SECOND, life);
      assertThat(life.timeline(start, clock.instant())).containsExactly("0.0 70.0 recorded");
      assertEachPictureIsKept(life);
    }
  }

  @Test
  void clockThatIsTenPerCentWrong_isNoGap() throws Exception {
    for (long ppm : new long[] {-100_000, 100_000}) {
      camera.connect();
      camera.drift(ppm);
      Instant from = clock.instant();
      try (Life life = new Life(home.resolve("drift" + ppm), clock)) {
        camera.send(180 * SECOND, life::accept);
        assertThat(life.timeline(from, clock.instant()))
            .singleElement()
            .asString()
            .endsWith(" recorded");
      }
    }
  }
}

package io.vedette.sink.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.recording.RecordingReader;
import io.vedette.api.recording.TimelineSpan.Cause;
import io.vedette.api.stream.LogEntry;
import io.vedette.media.AccessUnit;
import io.vedette.mp4.SegmentReader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One stream, one thread, a manual clock; ffprobe judges the files. */
class StreamRecorderTest {
  private static final int SECOND = TestCamera.FPS;

  /** A fragment, and the picture that ends it. */
  private static final Duration ONE_BEHIND = Duration.ofMillis(1080);

  @TempDir Path home;
  private final ManualClock clock = new ManualClock();
  private final Instant start = clock.instant();
  private TestCamera camera;
  private Instant newest; // that was read; null: nothing

  @BeforeEach
  void connect() throws Exception {
    camera = new TestCamera(clock, "320x240");
  }

  @AfterEach
  void folderIsSound() throws Exception {
    assertThat(FolderFaults.below(home)).isEmpty();
  }

  @Test
  void continuousStream_segmentsOfSixtySecondsNamedByTheirStart() throws Exception {
    try (Life life = new Life(home, clock)) {
      camera.send(150 * SECOND, life::accept);
      assertThat(life.timeline(start, clock.instant())).containsExactly("0.0 150.0 recorded");
    }
    try (Life next = new Life(home, clock)) {
      Path folder = home.resolve("recordings/front-door/main/2026/11/25");
      assertThat(next.files())
          .containsExactly(
              folder.resolve("101530250.mp4"),
              folder.resolve("101630250.mp4"),
              folder.resolve("101730250.mp4"));
      assertThat(Ffmpeg.pictures(next.files().get(0))).isEqualTo(60 * SECOND);
      assertThat(Ffmpeg.pictures(next.files().get(2))).isEqualTo(30 * SECOND);
      assertThat(Ffmpeg.seconds(next.files().get(1))).isEqualTo(60.0);
    }
  }

  @Test
  void finishedFiles_areOrdinaryMp4_growingOneIsReadable() throws Exception {
    try (Life life = new Life(home, clock)) {
      camera.send(65 * SECOND, life::accept);
      assertThat(finished(life.files().get(0))).isTrue();
      Path growing = life.files().get(1);
      assertThat(finished(growing)).isFalse();
      // The picture whose duration is not known yet and those of its fragment wait: less than 2 s.
      assertThat(Ffmpeg.pictures(growing)).isBetween(3 * SECOND, 5 * SECOND);
      Path first = life.files().get(0);
      String audio =
          Ffmpeg.run(
              "ffprobe",
              "-v",
              "error",
              "-select_streams",
              "a",
              "-show_entries",
              "stream=codec_name,duration",
              "-of",
              "csv=p=0",
              first.toString());
      assertThat(audio).isEqualTo("pcm_mulaw,60.000000");
    }
  }

  private static boolean finished(Path file) throws Exception {
    try (FileChannel in = FileChannel.open(file)) {
      return new SegmentReader(in).finished();
    }
  }

  @Test
  void reconnect_isAGapAndANewSegment() throws Exception {
    try (Life life = new Life(home, clock)) {
      camera.send(10 * SECOND, life::accept);
      life.accept(new LogEntry.RunEnded(camera.run(), "the camera hung up"));
      clock.advance(Duration.ofSeconds(7));
      camera.connect();
      camera.send(10 * SECOND, life::accept);
      assertThat(life.timeline(start, clock.instant()))
          .containsExactly("0.0 10.0 recorded", "10.0 17.0 camera-offline", "17.0 27.0 recorded");
      assertThat(life.files()).hasSize(2);
    }
  }

  @Test
  void silentCamera_isOfflineFromItsLastPictureOn() throws Exception {
    try (Life life = new Life(home, clock)) {
      camera.send(5 * SECOND + 10, life::accept);
      clock.advance(Duration.ofSeconds(3));
      life.recorder.idle();
      assertThat(Ffmpeg.pictures(life.files().get(0))).isEqualTo(5 * SECOND + 10);
      clock.advance(Duration.ofSeconds(8));
      life.recorder.idle();
      assertThat(life.recorder.isRecording()).isFalse();
      assertThat(life.timeline(start, start.plusSeconds(16)))
          .containsExactly("0.0 5.4 recorded", "5.4 16.0 camera-offline");
    }
  }

  @Test
  void whoReadsAtTheEnd_isASecondBehind_whoDoesNotCostsNothing() throws Exception {
    camera.load("160x120", 80 * SECOND, false);
    camera.connect();
    try (Life life = new Life(home, clock);
        RecordingReader reader = life.store().reader(Life.STREAM)) {
      camera.send(5 * SECOND, life::accept);
      final long unread = writesIn20Seconds(life);
      newestOf(reader);
      for (int picture = 0; picture < 10 * SECOND; picture++) {
        camera.send(1, life::accept);
        Instant newest = newestOf(reader).orElse(start);
        if (picture > 2 * SECOND) {
          assertThat(Duration.between(newest, clock.instant())).isLessThanOrEqualTo(ONE_BEHIND);
        }
      }
      camera.send(10 * SECOND, life::accept);
      assertThat(writesIn20Seconds(life)).isEqualTo(unread);
    }
  }

  private long writesIn20Seconds(Life life) {
    long before = life.counters.now().writeCalls();
    camera.send(20 * SECOND, life::accept);
    return life.counters.now().writeCalls() - before;
  }

  /** Reads on to the end. */
  private Optional<Instant> newestOf(RecordingReader reader) throws Exception {
    for (Optional<AccessUnit> unit = reader.next(); unit.isPresent(); unit = reader.next()) {
      newest = unit.get().received();
    }
    return Optional.ofNullable(newest);
  }

  @Test
  void shortSilenceAtTheEndOfASegment_isTheCamerasGap() throws Exception {
    try (Life life = new Life(home, clock)) {
      camera.send(52 * SECOND, life::accept);
      clock.advance(Duration.ofSeconds(4));
      life.recorder.idle();
      camera.jump(Duration.ofSeconds(4));
      camera.send(10 * SECOND, life::accept);
      assertThat(life.files()).hasSize(2);
      assertThat(life.timeline(start, clock.instant()))
          .containsExactly("0.0 52.0 recorded", "52.0 56.0 camera-offline", "56.0 66.0 recorded");
    }
  }

  @Test
  void unitsLostByUs_areAGapOfTheDisk() throws Exception {
    try (Life life = new Life(home, clock)) {
      camera.send(10 * SECOND, life::accept);
      camera.send(4 * SECOND, entry -> {});
      life.accept(new LogEntry.Gap(200, LogEntry.Cause.READER_TOO_SLOW));
      camera.send(6 * SECOND, life::accept);
      assertThat(life.timeline(start, clock.instant()))
          .containsExactly("0.0 10.0 recorded", "10.0 14.0 disk-error", "14.0 20.0 recorded");
    }
  }

  @Test
  void cursorOpenedAnew_recordsNothingTwice() throws Exception {
    try (Life life = new Life(home, clock)) {
      java.util.ArrayList<LogEntry> log = new java.util.ArrayList<>();
      camera.send(10 * SECOND, log::add);
      log.subList(0, log.size() / 2).forEach(life::accept);
      log.forEach(life::accept);
    }
    try (Life next = new Life(home, clock)) {
      assertThat(next.files()).hasSize(1);
      assertThat(Ffmpeg.pictures(next.files().get(0))).isEqualTo(10 * SECOND);
      // The same log is read by the next life of the recorder in the same process.
      camera.send(5 * SECOND, next::accept);
    }
    try (Life last = new Life(home, clock)) {
      assertThat(Ffmpeg.pictures(last.files().get(1))).isEqualTo(5 * SECOND);
    }
  }

  @Test
  void driftingCameraClock_isFollowedWithoutOverlap() throws Exception {
    for (long ppm : new long[] {100, -100}) {
      Path there = Files.createDirectory(home.resolve("drift" + ppm));
      Instant from = clock.instant();
      camera.connect();
      camera.drift(ppm);
      try (Life life = new Life(there, clock)) {
        camera.send(600 * SECOND, life::accept);
        // 10 min at 100 ppm: 60 ms. Uncorrected the timeline would end that much off.
        assertThat(life.timeline(from, clock.instant())).hasSize(1);
        Segment newest = life.catalog.growing(Life.STREAM).orElseThrow();
        long mediaMs = newest.startDts() / 90;
        long wallMs = newest.startMs() - from.toEpochMilli();
        double expected = mediaMs * (1 - ppm / 1e6);
        assertThat((double) wallMs).isBetween(expected - 12, expected + 12);
      }
    }
  }

  @Test
  void clockSetBackByAnHour_newSegmentsTellTheNewTime() throws Exception {
    try (Life life = new Life(home, clock)) {
      camera.send(70 * SECOND, life::accept);
      clock.advance(Duration.ofHours(-1));
      Instant back = clock.instant();
      camera.send(130 * SECOND, life::accept);
      Segment newest = life.catalog.growing(Life.STREAM).orElseThrow();
      assertThat(Instant.ofEpochMilli(newest.endMs()))
          .isBetween(clock.instant().minusSeconds(3), clock.instant());
      assertThat(life.timeline(back.plusSeconds(60), clock.instant()))
          .containsExactly("0.0 70.0 recorded");
    }
  }

  @Test
  void clockSetForwardByAnHour_newSegmentsTellTheNewTime_theHourThatNeverWasIsAGap()
      throws Exception {
    try (Life life = new Life(home, clock)) {
      camera.send(70 * SECOND, life::accept);
      clock.advance(Duration.ofHours(1));
      camera.send(130 * SECOND, life::accept);
      // It takes 10 to 20 s to tell it from pictures that come late.
      assertThat(life.timeline(start, clock.instant()))
          .satisfiesExactly(
              a -> assertThat(a).matches("0.0 (8\\d|90).0 recorded"),
              b -> assertThat(b).matches("(8\\d|90).0 36(8\\d|90).0 recorder-down"),
              c -> assertThat(c).matches("36(8\\d|90).0 3800.0 recorded"));
      assertThat(life.counters.units()).isGreaterThan(2L * 195 * SECOND);
    }
  }

  @Test
  void disabled_isAGapOfItsOwn() throws Exception {
    try (Life life = new Life(home, clock)) {
      camera.send(10 * SECOND, life::accept);
      life.recorder.stop(Cause.DISABLED);
      clock.advance(Duration.ofMinutes(5));
      life.recorder.expect();
      clock.advance(Duration.ofSeconds(2));
      camera.connect();
      camera.send(10 * SECOND, life::accept);
      assertThat(life.timeline(start, clock.instant()))
          .containsExactly(
              "0.0 10.0 recorded",
              "10.0 310.0 disabled",
              "310.0 312.0 camera-offline",
              "312.0 322.0 recorded");
    }
  }

  @Test
  void streamTheCameraDoesNotHave_isDisabled_oneThatItHadIsOffline() throws Exception {
    try (Life life = new Life(home, clock, Life.Setup.PLAIN.withStream(Life.SUB))) {
      life.recorder.absent(false);
      clock.advance(Duration.ofSeconds(4));
      life.recorder.absent(true);
      clock.advance(Duration.ofSeconds(4));
      assertThat(life.timeline(start, clock.instant())).containsExactly("0.0 8.0 disabled");
      camera.connect();
      camera.send(2 * SECOND, life::accept);
      life.accept(new LogEntry.RunEnded(camera.run(), "gone"));
      clock.advance(Duration.ofSeconds(5));
      life.recorder.absent(false);
      clock.advance(Duration.ofSeconds(5));
      life.recorder.absent(true);
      clock.advance(Duration.ofSeconds(5));
      assertThat(life.timeline(start, clock.instant()))
          .containsExactly(
              "0.0 8.0 disabled",
              "8.0 10.0 recorded",
              "10.0 20.0 camera-offline",
              "20.0 25.0 disabled");
    }
  }

  @Test
  void cameraEndedForBeingSwitchedOff_isDisabledFromItsLastPictureOn() throws Exception {
    try (Life life = new Life(home, clock)) {
      camera.send(10 * SECOND, life::accept);
      life.accept(new LogEntry.RunEnded(camera.run(), "stopped"));
      clock.advance(Duration.ofSeconds(2));
      life.recorder.stop(Cause.DISABLED);
      clock.advance(Duration.ofSeconds(2));
      assertThat(life.timeline(start, clock.instant()))
          .containsExactly("0.0 10.0 recorded", "10.0 14.0 disabled");
    }
  }

  @Test
  void cameraRemovedWhileEverythingStops_leavesARecorderThatWasDown() throws Exception {
    try (Life life = new Life(home, clock)) {
      camera.send(10 * SECOND, life::accept);
      life.stopping.set(true);
      life.accept(new LogEntry.RunEnded(camera.run(), "stopped"));
      life.recorder.stop(Cause.DISABLED);
      clock.advance(Duration.ofSeconds(1));
    }
    clock.advance(Duration.ofMinutes(1));
    try (Life next = new Life(home, clock)) {
      assertThat(next.timeline(start, clock.instant()))
          .containsExactly("0.0 10.0 recorded", "10.0 71.0 recorder-down");
    }
  }

  @Test
  void cameraRemovedAndAddedAgain_wasDisabledMeanwhile() throws Exception {
    try (Life life = new Life(home, clock)) {
      camera.send(10 * SECOND, life::accept);
      life.recorder.stop(Cause.DISABLED);
      clock.advance(Duration.ofMinutes(1));
      StreamRecorder again = new StreamRecorder(Life.STREAM, life.shared);
      again.resume(Newest.of(Life.STREAM, life.shared));
      again.expect();
      clock.advance(Duration.ofSeconds(2));
      assertThat(life.timeline(start, clock.instant()))
          .containsExactly("0.0 10.0 recorded", "10.0 70.0 disabled", "70.0 72.0 camera-offline");
    }
  }

  @Test
  void nothingIsKnown_isDisabledBeforeAndAfter() throws Exception {
    try (Life life = new Life(home, clock)) {
      camera.send(10 * SECOND, life::accept);
      assertThat(life.timeline(start.minusSeconds(5), clock.instant().plusSeconds(5)))
          .containsExactly("0.0 5.0 disabled", "5.0 15.0 recorded", "15.0 20.0 disabled");
    }
  }

  @Test
  void writesLittleMoreThanItGets() throws Exception {
    try (Life life = new Life(home, clock)) {
      camera.send(120 * SECOND, life::accept);
      life.recorder.close();
      // 2 x (60 fragments x 2 calls - the first's letters + moov + placeholder)
      assertThat(life.counters.toString()).contains(" in 242 write calls ").contains(" 62 syncs");
    }
  }
}

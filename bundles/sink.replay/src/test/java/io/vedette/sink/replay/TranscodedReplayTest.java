package io.vedette.sink.replay;

import static io.vedette.sink.replay.MemoryRecording.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vedette.api.replay.Replays.Change;
import io.vedette.api.replay.Replays.Request;
import io.vedette.api.replay.Replays.State;
import io.vedette.api.stream.Cursor;
import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamHub.Start;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.AccessUnit;
import io.vedette.testkit.Clip;
import io.vedette.testkit.DecodedPictures;
import io.vedette.testkit.MemoryHub;
import io.vedette.testkit.Reencoded;
import io.vedette.testkit.Timecode;
import io.vedette.transcoder.ffmpeg.FfmpegTranscoder;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A recording with B-frames, replayed through the real ffmpeg: what is in the picture is what the
 * replay says.
 */
@Timeout(90)
class TranscodedReplayTest {
  private static final int PICTURES = 120; // 8 s
  private static final long PICTURE_MS = 1000 / 15;

  @TempDir Path folder;
  private final MemoryHub hub = new MemoryHub();
  private ReplayService service;
  private State replay;
  private Cursor viewer;
  private final List<AccessUnit> sinceKey = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(f -> Files.isExecutable(Path.of(f, "ffmpeg"))),
        "ffmpeg is not installed");
    MemoryRecording recording = new MemoryRecording();
    Clip clip = Reencoded.withBFrames(Clip.of(Clip.Scene.STREET, Profile.SUB), PICTURES);
    for (AccessUnit of : clip.units()) {
      Instant at = at(recording.units.size());
      recording.units.add(new AccessUnit(of.track(), 0, 0, at, of.randomAccess(), of.payload()));
    }
    service = new ReplayService(ReplayServiceTest.anyCamera(), hub, recording);
    service.transcoder = new FfmpegTranscoder();
  }

  @AfterEach
  void stop() throws Exception {
    if (service != null) {
      service.close();
      assertThat(service.transcoder.sessions()).isZero();
    }
  }

  private static Instant at(int picture) {
    return T0.plusMillis(picture * PICTURE_MS);
  }

  private void replay(int from, double rate) throws Exception {
    replay = service.create(new Request(List.of("a"), at(from), Profile.SUB, rate, true, "anna"));
    viewer =
        hub.read(new StreamKey.Replay(replay.id(), "a"), Start.NEWEST_RANDOM_ACCESS).orElseThrow();
  }

  private void change(Change change) throws Exception {
    service.change(replay.id(), change);
  }

  /** Reads until that picture is there, and looks what it shows. */
  private void expectShown(int picture) throws Exception {
    AccessUnit last = null;
    while (last == null || !last.received().equals(at(picture))) {
      LogEntry entry = viewer.next(Duration.ofSeconds(20));
      assertThat(entry).as("picture %d comes", picture).isNotNull();
      if (entry instanceof LogEntry.Unit unit) {
        last = unit.unit();
        if (last.randomAccess()) {
          sinceKey.clear();
        }
        sinceKey.add(last);
      }
    }
    Path file = folder.resolve("shown.h264");
    Reencoded.write(sinceKey, file);
    List<Optional<Timecode>> seen = DecodedPictures.timecodes(file.toString(), 640);
    assertThat(seen.get(seen.size() - 1).orElseThrow().centiseconds())
        .isEqualTo(picture * 100 / 15);
  }

  @Test
  void jumpsStepsAndPlay_showThePictureOfTheirTime() throws Exception {
    replay(5, 1);
    assertThat(replay.cameras().get("a").mode()).isEqualTo("transcode");
    expectShown(12);

    change(Changes.playing(false));
    change(Changes.seek(at(50)));
    expectShown(50);
    change(Changes.step(1));
    expectShown(51);
    change(Changes.step(-1));
    expectShown(50);
    change(Changes.playing(true));
    expectShown(53);
  }

  @Test
  void aJumpFromShortlyBeforeAKeyPicture_showsThePictureOfItsTime() throws Exception {
    replay(5, 1);
    change(Changes.playing(false));
    for (int from = 27; from <= 30; from++) { // the decoder has the key picture 30 in advance
      change(Changes.seek(at(from)));
      expectShown(from);
      change(Changes.seek(at(65)));
      expectShown(65);
    }
  }

  @Test
  void processThatIsKilled_isFollowedByPicturesOfTheirTimes() throws Exception {
    replay(5, 1);
    expectShown(12);
    ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
    expectShown(65);
  }

  @Test
  void keyPicturesBackward_comeOneByOne() throws Exception {
    replay(100, -4); // a machine that is two groups late leaves one out
    expectShown(90);
    expectShown(60);
    expectShown(30);
    expectShown(0);
  }
}

package io.vedette.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.vedette.api.stream.Profile;
import io.vedette.itests.SharedAppliance.Shared;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip;
import io.vedette.testkit.DecodedPictures;
import io.vedette.testkit.SimulatedCamera;
import io.vedette.testkit.Timecode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From a camera on the network to a file that others can play. */
@ExtendWith(SharedAppliance.class)
class RecordingTest {
  /** How far the time of a recorded picture may be from the wall clock, in centiseconds. */
  private static final int TOLERANCE = 50;

  private static SimulatedCamera simulated;
  private static CameraClient camera;
  private static Instant from;
  private static Instant to;

  @TempDir Path folder;

  @BeforeAll
  static void recordSomeSeconds(Shared shared) throws IOException {
    simulated =
        shared
            .cameras()
            .add(
                CameraSetup.of(Clip.Scene.HARBOUR).withAudio().withCredentials("eve", "p@ss:w0rd"));
    camera = CameraClient.add(shared.admin(), "recorded", simulated);
    camera.awaitState(Profile.MAIN, "live").awaitState(Profile.SUB, "live");
    camera.awaitRecording(Profile.MAIN).awaitRecording(Profile.SUB);
    from = Instant.now();
    to = from.plusSeconds(6);
    camera.awaitRecorded(Profile.MAIN, from, to);
    camera.awaitRecorded(Profile.SUB, from, to);
  }

  @AfterAll
  static void remove() throws IOException {
    camera.remove();
    simulated.close();
  }

  @Test
  void statusTellsWhatComes() throws IOException {
    JsonObject main = camera.status(Profile.MAIN);
    assertThat(main.get("codec").getAsString()).isEqualTo("h264");
    assertThat(main.get("width").getAsInt()).isEqualTo(1920);
    assertThat(main.get("height").getAsInt()).isEqualTo(1080);
    assertThat(main.get("fps").getAsDouble()).isBetween(23.0, 27.0);
    assertThat(main.get("audio").getAsString()).isEqualTo("pcma");
    assertThat(main.get("recording").getAsBoolean()).isTrue();
    assertThat(camera.status(Profile.SUB).get("width").getAsInt()).isEqualTo(640);
  }

  @Test
  void passwordNeverComesBack(Shared shared) throws IOException {
    assertThat(shared.admin().get(camera.path()).text())
        .contains("\"eve\"")
        .doesNotContain("p@ss:w0rd")
        .doesNotContain("password");
    assertThat(shared.appliance().printed()).doesNotContain("p@ss");
  }

  @Test
  void downloadPlaysFromTheRightPictureToTheRightPicture() throws Exception {
    for (Profile profile : Profile.values()) {
      Path file = camera.download(profile, from, to, folder.resolve(profile.id() + ".mp4"));
      assertThat(Ffprobe.complaints(file)).isEmpty();
      assertThat(Ffprobe.codecs(file).lines()).contains("h264");
      List<Timecode> pictures = timecodes(file, profile);

      // Cut at key pictures outward: it begins at most a GOP early and ends at most a GOP late.
      int first = pictures.get(0).centiseconds();
      int last = pictures.get(pictures.size() - 1).centiseconds();
      assertThat(Timecode.distance(first, Timecode.centisecondsAt(from)))
          .isBetween(-TOLERANCE, 200 + TOLERANCE);
      assertThat(Timecode.distance(Timecode.centisecondsAt(to), last))
          .isBetween(-TOLERANCE, 200 + TOLERANCE);
      assertGapless(pictures, profile);
    }
  }

  private static List<Timecode> timecodes(Path file, Profile profile) throws IOException {
    return DecodedPictures.timecodes(file.toString(), profile == Profile.MAIN ? 1920 : 640).stream()
        .map(code -> code.orElseThrow(() -> new AssertionError("a picture without timecode")))
        .toList();
  }

  private static void assertGapless(List<Timecode> pictures, Profile profile) {
    int fps = Clip.fps(profile);
    for (int n = 1; n < pictures.size(); n++) {
      int step =
          Timecode.distance(pictures.get(n - 1).centiseconds(), pictures.get(n).centiseconds());
      assertThat(step).as("picture %d", n).isBetween(100 / fps, 100 / fps + 1);
      assertThat(pictures.get(n).profile()).isEqualTo(profile);
      assertThat(pictures.get(n).scene()).isEqualTo(Clip.Scene.HARBOUR.number());
    }
  }

  @Test
  void headAndRangesOfTheDownload(Shared shared) throws IOException {
    String path = camera.recordingPath(Profile.SUB, from, to);
    Api.Reply whole = shared.admin().get(path);
    Api.Reply head = shared.admin().head(path);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Accept-Ranges")).hasValue("bytes");
    assertThat(head.header("Content-Type").orElseThrow()).startsWith("video/mp4");
    assertThat(head.header("Content-Length")).hasValue(Integer.toString(whole.body().length));
    assertThat(head.body()).isEmpty();

    Api.Reply part = shared.admin().with("Range", "bytes=1000-2999").get(path);
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole.body(), 1000, 3000));
    assertThat(part.header("Content-Range")).hasValue("bytes 1000-2999/" + whole.body().length);
    assertThat(shared.admin().with("Range", "bytes=99999999-").get(path).status()).isEqualTo(416);
  }

  @Test
  void timelineCoversEveryMillisecondOnce() throws IOException {
    Instant early = from.minus(Duration.ofHours(1));
    Instant late = to.plus(Duration.ofMinutes(1));
    List<CameraClient.Span> spans = camera.timeline(Profile.MAIN, early, late);
    assertThat(spans.get(0).from())
        .isEqualTo(early.truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
    for (int i = 1; i < spans.size(); i++) {
      assertThat(spans.get(i).from()).isEqualTo(spans.get(i - 1).to());
    }
    assertThat(spans.get(spans.size() - 1).to())
        .isEqualTo(late.truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
  }

  @Test
  void filesStandWhereTheContractSaysNamedByTheirFirstPicture(Shared shared) throws Exception {
    Path root = shared.home().resolve("recordings/recorded/sub");
    DateTimeFormatter names = DateTimeFormatter.ofPattern("yyyy/MM/dd/HHmmssSSS");
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> segments = files.filter(f -> f.toString().endsWith(".mp4")).sorted().toList();
      assertThat(segments).isNotEmpty();
      for (Path segment : segments) {
        String name = root.relativize(segment).toString().replaceFirst("\\.mp4$", "");
        Instant start = LocalDateTime.parse(name, names).toInstant(ZoneOffset.UTC);
        assertThat(Ffprobe.complaints(segment)).isEmpty(); // also while it grows
        int first = timecodes(segment, Profile.SUB).get(0).centiseconds();
        assertThat(Timecode.distance(first, Timecode.centisecondsAt(start)))
            .isBetween(-TOLERANCE, TOLERANCE);
      }
    }
  }

  @Test
  void nothingRecordedIsNotFound(Shared shared) throws IOException {
    Instant past = from.minus(Duration.ofDays(2));
    Api.Reply reply =
        shared.admin().get(camera.recordingPath(Profile.MAIN, past, past.plusSeconds(5)));
    assertThat(reply.status()).isEqualTo(404);
    assertThat(shared.admin().get(camera.recordingPath(Profile.MAIN, to, from)).status())
        .isEqualTo(400);
  }

  @Test
  void sameIdAgainIsAConflictAndUnknownKeysAreRefused(Shared shared) throws IOException {
    String taken =
        """
        {"id":"recorded","name":"x","driver":"rtsp","address":"rtsp://127.0.0.1/x"}""";
    assertThat(shared.admin().post("/api/v1/cameras", taken).status()).isEqualTo(409);
    String odd = taken.replace("\"recorded\"", "\"other\"").replace("\"driver\"", "\"drivr\"");
    Api.Reply reply = shared.admin().post("/api/v1/cameras", odd);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.object().get("field").getAsString()).isEqualTo("drivr");
    assertThat(shared.admin().get("/api/v1/cameras/nobody").status()).isEqualTo(404);
  }
}

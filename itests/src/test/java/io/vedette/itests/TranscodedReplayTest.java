package io.vedette.itests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.vedette.api.stream.Profile;
import io.vedette.itests.SharedAppliance.Shared;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip;
import io.vedette.testkit.DecodedPictures;
import io.vedette.testkit.Picture;
import io.vedette.testkit.Reencoded;
import io.vedette.testkit.SimulatedCamera;
import io.vedette.testkit.Timecode;
import io.vedette.testkit.WhepViewer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A camera with H.265 in main and B-frames in sub, replayed through the machine's ffmpeg; and one
 * that is passed on.
 */
@ExtendWith(SharedAppliance.class)
@ResourceLock(Held.CHILDREN)
class TranscodedReplayTest {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final int WIDTH = 640;
  private static final int LOOP = Timecode.LOOP_MILLIS / 1000 * 15; // pictures

  private static final List<SimulatedCamera> SIMULATED = new ArrayList<>();
  private static CameraClient camera;
  private static CameraClient plain;
  private static Instant start; // from here on both are recorded
  private static Instant end;

  @TempDir Path folder;

  @BeforeAll
  static void recordSomeSeconds(Shared shared) throws IOException {
    Clip withB = Reencoded.withBFrames(Clip.of(Clip.Scene.STREET, Profile.SUB), LOOP);
    Map<Profile, Clip> clips = Map.of(Profile.MAIN, Clip.h265(), Profile.SUB, withB);
    SIMULATED.add(shared.cameras().add(CameraSetup.of(Clip.Scene.STREET).with(clips)));
    SIMULATED.add(shared.cameras().add(CameraSetup.of(Clip.Scene.HALL)));
    camera = CameraClient.add(shared.admin(), "anew", SIMULATED.get(0));
    plain = CameraClient.add(shared.admin(), "plain", SIMULATED.get(1));
    camera.awaitRecording(Profile.MAIN).awaitRecording(Profile.SUB);
    plain.awaitRecording(Profile.SUB);
    start = Instant.now();
    end = start.plusSeconds(14);
    camera.awaitRecorded(Profile.MAIN, start, end);
    camera.awaitRecorded(Profile.SUB, start, end);
    plain.awaitRecorded(Profile.SUB, start, end);
  }

  @AfterAll
  static void remove() throws IOException {
    camera.remove();
    plain.remove();
    SIMULATED.forEach(SimulatedCamera::close);
  }

  @AfterEach
  void noProcessIsLeft(Shared shared) {
    Eventually.within(SOON, "no ffmpeg is left", () -> sessions(shared).isEmpty());
  }

  /** The processes that make streams anew; those for snapshots give no FLV. */
  private static Set<ProcessHandle> sessions(Shared shared) {
    return shared
        .appliance()
        .handle()
        .descendants()
        .filter(process -> process.info().commandLine().orElse("").contains(" flv "))
        .collect(Collectors.toSet());
  }

  private static Api.Reply post(Shared shared, String stream, Instant at, int rate)
      throws IOException {
    String body =
        "{\"cameras\":[\"anew\"],\"at\":\"%s\",\"stream\":\"%s\",\"rate\":%d}"
            .formatted(at, stream, rate);
    return shared.admin().post("/api/v1/replays", body);
  }

  /** Path of a replay of a stream. */
  private static String begin(Shared shared, String stream, Instant at, int rate)
      throws IOException {
    Api.Reply made = post(shared, stream, at, rate);
    assertThat(made.status()).as("%s", made).isEqualTo(201);
    JsonObject one = made.object().getAsJsonObject("cameras").getAsJsonObject("anew");
    assertThat(one.get("mode").getAsString()).isEqualTo("transcode");
    String reason = stream.equals("main") ? "is recorded in H.265" : "is recorded with B-frames";
    assertThat(one.get("reason").getAsString()).isEqualTo(stream + " " + reason);
    return made.header("Location").orElseThrow();
  }

  /** Every picture at normal speed; key pictures, which are 2 s apart, at eight times that. */
  @ParameterizedTest
  @CsvSource({"main, 1, 6, 7", "sub, 1, 6, 7", "main, 8, 199, 201", "main, -8, -201, -199"})
  void picturesComeInTheirOrder(String stream, int rate, int least, int most, Shared shared)
      throws Exception {
    String path = begin(shared, stream, start, 1);
    Path file = folder.resolve("pulled.h264");
    Process pulling = pull(shared, rtsp(path, "anew"), file);
    try {
      Eventually.within(SOON, "pictures come", () -> Files.size(file) > 0);
      Instant from = rate > 0 ? start : end;
      Instant to = rate == 1 ? start.plusSeconds(3) : rate > 0 ? end.minusSeconds(2) : start;
      String change = "{\"seek\":\"%s\",\"rate\":%d}".formatted(from, rate);
      assertThat(shared.admin().patch(path, change).status()).isEqualTo(200);
      Eventually.within(SOON, "it is played", () -> isBeyond(shared, path, to, rate));
    } finally {
      assertThat(shared.admin().delete(path).status()).isEqualTo(204); // which ends the file
      assertThat(pulling.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(Ffprobe.codecs(file).strip()).isEqualTo("h264");
    List<Integer> times = times(file);
    int looked = rate == 1 ? 15 : 4;
    assertThat(times).hasSizeGreaterThan(looked);
    assertSteps(times, times.size() - looked, least, most);
  }

  private static List<Integer> times(Path file) throws Exception {
    List<Integer> times = new ArrayList<>();
    DecodedPictures.timecodes(file.toString(), WIDTH)
        .forEach(timecode -> times.add(timecode.orElseThrow().centiseconds()));
    return times;
  }

  /** From a picture on, each follows the one before by so many centiseconds. */
  private static void assertSteps(List<Integer> times, int from, int least, int most) {
    for (int n = from; n < times.size(); n++) {
      assertThat(Timecode.distance(times.get(n - 1), times.get(n)))
          .as("picture %d of %s", n, times)
          .isBetween(least, most);
    }
  }

  private static String rtsp(String replay, String camera) {
    return replay.replace("/api/v1/replays/", "replay/") + "/" + camera;
  }

  private static boolean isBeyond(Shared shared, String replay, Instant to, int rate)
      throws IOException {
    Instant at = shown(shared, replay, "anew");
    return rate > 0 ? at.isAfter(to) : at.isBefore(to.plusSeconds(3));
  }

  private static Instant shown(Shared shared, String replay, String camera) throws IOException {
    return Instant.parse(state(shared, replay, camera).get("shown").getAsString());
  }

  private static JsonObject state(Shared shared, String replay, String camera) throws IOException {
    JsonObject cameras = shared.admin().get(replay).object().getAsJsonObject("cameras");
    return cameras.getAsJsonObject(camera);
  }

  /**
   * Without times: after a jump pictures come 1 ms apart, which not every container can tell. Each
   * picture is in the file at once.
   */
  private static Process pull(Shared shared, String path, Path file) throws IOException {
    String url =
        "rtsp://admin:%s@127.0.0.1:%d/%s"
            .formatted(Appliance.PASSWORD.replace(" ", "%20"), shared.appliance().rtspPort(), path);
    String command =
        "ffmpeg -nostdin -v fatal -rtsp_transport tcp -i %s -c copy -flush_packets 1 -f h264 %s"
            .formatted(url, file);
    return new ProcessBuilder(List.of(command.split(" "))).inheritIO().start();
  }

  @Test
  void processThatIsKilledIsStartedAnew_andNoOtherSessionIsInterrupted(Shared shared)
      throws Exception {
    String one = begin(shared, "main", start, 1);
    BlockingQueue<Picture> ofOne = new ArrayBlockingQueue<>(64);
    BlockingQueue<Picture> ofOther = new ArrayBlockingQueue<>(64);
    try (WhepViewer first = watch(shared, one, ofOne)) {
      assertComes(ofOne);
      ProcessHandle killed = sessions(shared).iterator().next();
      String other = begin(shared, "sub", start, 1);
      try (WhepViewer second = watch(shared, other, ofOther)) {
        assertComes(ofOther);
        Set<ProcessHandle> before = sessions(shared);
        assertThat(before).hasSize(2);
        killed.destroyForcibly();
        Eventually.within(
            SOON,
            "another process is there",
            () -> sessions(shared).size() == 2 && !sessions(shared).equals(before));
        assertComes(ofOther);
        assertComes(ofOne);
        before.remove(killed);
        assertThat(sessions(shared)).containsAll(before);
        assertThat(first.packets()).isPositive();
        assertThat(second.packets()).isPositive();
      }
      assertThat(shared.admin().delete(other).status()).isEqualTo(204);
    }
    assertThat(shared.admin().delete(one).status()).isEqualTo(204);
  }

  @Test
  void bundleThatIsStoppedAndStarted_costsOnlyWhatItMakes(Shared shared) throws Exception {
    String body =
        "{\"cameras\":[\"anew\",\"plain\"],\"at\":\"%s\",\"stream\":\"sub\"}".formatted(start);
    String replay = shared.admin().post("/api/v1/replays", body).header("Location").orElseThrow();
    Path file = folder.resolve("passed.h264");
    Process pulling = pull(shared, rtsp(replay, "plain"), file);
    BlockingQueue<Picture> anew = new ArrayBlockingQueue<>(64);
    try (WhepViewer viewer = watch(shared, replay, anew)) {
      Eventually.within(SOON, "pictures are passed on", () -> Files.size(file) > 0);
      assertComes(anew);

      transcoder(shared, "stop");
      Eventually.within(SOON, "it is said what is missing", () -> isMissing(shared, replay));
      assertThat(sessions(shared)).isEmpty();
      Api.Reply refused = post(shared, "main", start, 1);
      assertThat(refused.status()).as("%s", refused).isEqualTo(422);
      assertThat(refused.object().get("detail").getAsString()).contains("feature transcoder");
      assertThat(state(shared, replay, "plain").get("mode").getAsString()).isEqualTo("passthrough");
      Instant stood = shown(shared, replay, "anew");
      Instant went = shown(shared, replay, "plain").plusMillis(500);
      Eventually.within(
          SOON, "the other goes on", () -> shown(shared, replay, "plain").isAfter(went));
      assertThat(shown(shared, replay, "anew")).isEqualTo(stood);

      transcoder(shared, "start");
      Eventually.within(SOON, "it is made anew again", () -> !isMissing(shared, replay));
      assertComes(anew);
      assertThat(viewer.packets()).isPositive();
    } finally {
      transcoder(shared, "start");
      assertThat(shared.admin().delete(replay).status()).isEqualTo(204); // which ends the file
      assertThat(pulling.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
    List<Integer> times = times(file);
    assertThat(times).hasSizeGreaterThan(20);
    assertSteps(times, 1, 6, 7);
  }

  private static boolean isMissing(Shared shared, String replay) throws IOException {
    JsonObject anew = state(shared, replay, "anew");
    assertThat(anew.get("mode").getAsString()).isEqualTo("transcode");
    String reason = anew.get("reason").getAsString();
    assertThat(reason).contains("sub is recorded with B-frames");
    return reason.contains("install the feature transcoder");
  }

  /** By the console, as an administrator does it. */
  private static void transcoder(Shared shared, String action) throws IOException {
    Api.Reply done =
        shared
            .admin()
            .send(
                "POST",
                "/system/console/bundles/io.vedette.transcoder.ffmpeg",
                "application/x-www-form-urlencoded",
                ("action=" + action).getBytes(UTF_8));
    assertThat(done.status()).as("%s", done).isEqualTo(200);
  }

  private static WhepViewer watch(Shared shared, String replay, BlockingQueue<Picture> pictures)
      throws IOException {
    String path = replay.replace("/api/v1/replays/", "/whep/replay/") + "/anew";
    return new WhepViewer(
        new Signalling(shared.admin()), shared.appliance().uri(), path, pictures::offer);
  }

  private static void assertComes(BlockingQueue<Picture> pictures) throws InterruptedException {
    pictures.clear();
    assertThat(pictures.poll(SOON.toSeconds(), TimeUnit.SECONDS)).as("a picture").isNotNull();
  }
}

package io.vedette.itests;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Software we did not write pulls from us: ffmpeg and GStreamer, each by TCP and by UDP. */
@ExtendWith(SharedAppliance.class)
class RestreamTest {
  private static SimulatedCamera simulated;
  private static CameraClient camera;
  private static Instant recordedFrom;

  @TempDir Path folder;

  @BeforeAll
  static void addACamera(Shared shared) throws IOException {
    simulated = shared.cameras().add(CameraSetup.of(Clip.Scene.MEADOW).withAudio());
    camera = CameraClient.add(shared.admin(), "restreamed", simulated);
    camera.awaitState(Profile.MAIN, "live").awaitState(Profile.SUB, "live");
    camera.awaitRecording(Profile.SUB);
    recordedFrom = Instant.now();
  }

  @AfterAll
  static void removeIt() throws IOException {
    camera.remove();
    simulated.close();
  }

  private static String address(Shared shared, String login, String path) {
    return "rtsp://%s@127.0.0.1:%d/%s".formatted(login, shared.appliance().rtspPort(), path);
  }

  private static String asAdmin() {
    return "admin:" + Appliance.PASSWORD.replace(" ", "%20");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void ffmpegGetsEveryPictureAndTheSound(String transport, Shared shared) throws Exception {
    Path file = folder.resolve("pulled.mkv");
    String url = address(shared, asAdmin(), "live/restreamed/sub");
    String said =
        run(
            "ffmpeg -nostdin -v error -rtsp_transport %s -i %s -t 4 -c copy %s"
                .formatted(transport, url, file));

    assertThat(said).isEmpty();
    assertThat(Ffprobe.codecs(file).lines()).containsExactlyInAnyOrder("h264", "pcm_alaw");
    assertInOrder(DecodedPictures.timecodes(file.toString(), 640), 4 * 15 - 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void gstreamerGetsEveryPicture(String transport, Shared shared) throws Exception {
    Path file = folder.resolve("pulled.mkv");
    String url = address(shared, asAdmin(), "live/restreamed/sub");
    String said =
        run(
            "/usr/bin/python3 src/test/python/gst_pull.py %s %s 60 %s"
                .formatted(url, transport, file));

    assertThat(said).isEmpty();
    assertInOrder(DecodedPictures.timecodes(file.toString(), 640), 50);
  }

  @Test
  void gstreamerReplaysForwardAndBackwardAsAnOnvifClient(Shared shared) throws Exception {
    Instant from = recordedFrom;
    camera.awaitRecorded(Profile.SUB, from, from.plusSeconds(8));

    List<Double> forward = recordedTimes(shared, from.plusSeconds(2), 1, 10);
    double wanted = from.plusSeconds(2).toEpochMilli() / 1000.0;
    assertThat(forward).hasSize(10);
    assertThat(forward.get(0))
        .as("the picture then, or the key picture before")
        .isBetween(wanted - 2.1, wanted + 0.1);
    for (int n = 1; n < forward.size(); n++) {
      assertThat(forward.get(n) - forward.get(n - 1)).as("picture %d", n).isBetween(0.03, 0.11);
    }

    List<Double> backward = recordedTimes(shared, from.plusSeconds(8), -8, 3);
    assertThat(backward).hasSize(3).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(backward.get(0) - backward.get(2)).as("key pictures").isBetween(3.5, 4.5);
  }

  private static List<Double> recordedTimes(Shared shared, Instant from, int rate, int count)
      throws IOException, InterruptedException {
    String url = address(shared, asAdmin(), "recorded/restreamed/sub");
    String said =
        run(
            "/usr/bin/python3 src/test/python/gst_replay.py %s %d.%03d %d %d"
                .formatted(url, from.getEpochSecond(), from.toEpochMilli() % 1000, rate, count));
    return said.lines().map(Double::valueOf).toList();
  }

  @Test
  void tokenIsALogin(Shared shared) throws Exception {
    JsonObject token =
        shared
            .admin()
            .post("/api/v1/tokens", "{\"name\":\"recorder\",\"role\":\"viewer\"}")
            .object();
    String login = "token:" + token.get("token").getAsString();
    assertThat(codecs(address(shared, login, "live/restreamed/main"))).contains("h264");
    shared.admin().delete("/api/v1/tokens/" + token.get("id").getAsString());
    assertThat(codecs(address(shared, login, "live/restreamed/main"))).contains("401");
  }

  @Test
  void strangersAndUnknownPathsAreToldSo(Shared shared) throws Exception {
    assertThat(codecs(address(shared, "nobody:guess", "live/restreamed/main"))).contains("401");
    assertThat(codecs(address(shared, asAdmin(), "live/nobody/main"))).contains("404");
  }

  private static String codecs(String url) throws IOException, InterruptedException {
    return run(
        "ffprobe -v error -rtsp_transport tcp -show_entries stream=codec_name -of csv=p=0 " + url);
  }

  /** What a program says, errors included. */
  private static String run(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of(command.split(" "))).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return said.strip();
  }

  private static void assertInOrder(List<Optional<Timecode>> pictures, int atLeast) {
    assertThat(pictures).hasSizeGreaterThanOrEqualTo(atLeast);
    for (int n = 1; n < pictures.size(); n++) {
      int before = pictures.get(n - 1).orElseThrow().centiseconds();
      int after = pictures.get(n).orElseThrow().centiseconds();
      assertThat(Timecode.distance(before, after)).as("picture %d", n).isBetween(6, 7);
    }
  }
}

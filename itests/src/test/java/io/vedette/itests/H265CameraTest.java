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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A camera whose main stream is H.265: recorded and served as it is, refused in words elsewhere.
 */
@ExtendWith(SharedAppliance.class)
class H265CameraTest {
  private static final int WIDTH = 640;
  private static final int FPS = 15;

  private static SimulatedCamera simulated;
  private static CameraClient camera;
  private static Instant from;
  private static Instant to;

  @TempDir Path folder;

  @BeforeAll
  static void recordSomeSeconds(Shared shared) throws IOException {
    Map<Profile, Clip> clips =
        Map.of(Profile.MAIN, Clip.h265(), Profile.SUB, Clip.of(Clip.Scene.STREET, Profile.SUB));
    simulated = shared.cameras().add(CameraSetup.of(Clip.Scene.STREET).with(clips).withAudio());
    camera = CameraClient.add(shared.admin(), "h265", simulated);
    camera.awaitState(Profile.MAIN, "live").awaitRecording(Profile.MAIN);
    from = Instant.now();
    to = from.plusSeconds(4);
    camera.awaitRecorded(Profile.MAIN, from, to);
  }

  @AfterAll
  static void remove() throws IOException {
    camera.remove();
    simulated.close();
  }

  @Test
  void statusTellsTheCodecAndItsSize() throws IOException {
    JsonObject main = camera.status(Profile.MAIN);
    assertThat(main.get("codec").getAsString()).isEqualTo("h265");
    assertThat(main.get("width").getAsInt()).isEqualTo(WIDTH);
    assertThat(main.get("height").getAsInt()).isEqualTo(360);
    assertThat(camera.status(Profile.SUB).get("codec").getAsString()).isEqualTo("h264");
  }

  @Test
  void everyPictureIsRecorded_andTheTimelineHasNoGap() throws Exception {
    Path file = camera.download(Profile.MAIN, from, to, folder.resolve("h265.mp4"));
    assertThat(Ffprobe.complaints(file)).isEmpty();
    assertThat(Ffprobe.codecs(file).lines()).containsExactlyInAnyOrder("hevc", "flac");
    List<Optional<Timecode>> pictures = DecodedPictures.timecodes(file.toString(), WIDTH);
    assertThat(pictures).hasSizeGreaterThan(4 * FPS);
    for (int n = 1; n < pictures.size(); n++) {
      int before = pictures.get(n - 1).orElseThrow().centiseconds();
      int after = pictures.get(n).orElseThrow().centiseconds();
      assertThat(Timecode.distance(before, after)).as("picture %d", n).isBetween(6, 7);
    }
    assertThat(camera.timeline(Profile.MAIN, from, to)).allMatch(CameraClient.Span::recorded);
  }

  @Test
  void browsersAreToldWhyAndWhatToDo(Shared shared) throws IOException {
    Api.Reply whep =
        shared
            .admin()
            .send(
                "POST",
                "/whep/live/h265/main",
                "application/sdp",
                HostileInputTest.OFFER.getBytes(UTF_8));
    assertThat(whep.status()).as("%s", whep).isEqualTo(406);
    assertThat(whep.object().get("detail").getAsString())
        .contains("sends H.265")
        .contains("set the camera to H.264");
  }

  @Test
  void otherSoftwareGetsItUntouched(Shared shared) throws Exception {
    Path file = folder.resolve("pulled.mkv");
    String url =
        "rtsp://admin:%s@127.0.0.1:%d/live/h265/main"
            .formatted(Appliance.PASSWORD.replace(" ", "%20"), shared.appliance().rtspPort());
    Process ffmpeg =
        new ProcessBuilder(
                "ffmpeg",
                "-nostdin",
                "-v",
                "error",
                "-rtsp_transport",
                "tcp",
                "-i",
                url,
                "-t",
                "2",
                "-c",
                "copy",
                file.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(ffmpeg.getInputStream().readAllBytes(), UTF_8)).isEmpty();
    assertThat(Ffprobe.codecs(file).lines()).containsExactlyInAnyOrder("hevc", "pcm_alaw");
    assertThat(DecodedPictures.timecodes(file.toString(), WIDTH))
        .hasSizeGreaterThan(FPS)
        .allMatch(Optional::isPresent);
  }
}

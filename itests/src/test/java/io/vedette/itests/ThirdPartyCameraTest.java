package io.vedette.itests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.driver.Credentials;
import io.vedette.api.stream.Profile;
import io.vedette.itests.SharedAppliance.Shared;
import io.vedette.testkit.Clip;
import io.vedette.testkit.DecodedPictures;
import io.vedette.testkit.Timecode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A camera whose RTSP, RTP and SDP we did not write: GStreamer's server. */
@ExtendWith(SharedAppliance.class)
class ThirdPartyCameraTest {
  /** Debian's own Python: others have no GStreamer. */
  private static final String PYTHON = "/usr/bin/python3";

  private static final String SCRIPT = "../bundles/source.rtsp/src/test/python/gst_camera.py";

  @TempDir Path folder;

  @Test
  void gstreamerBehindDigestIsRecordedWithSound(Shared shared) throws Exception {
    Path clip = folder.resolve("clip.h264");
    Files.copy(Clip.class.getResourceAsStream("clips/meadow-sub.h264"), clip);
    Process gstreamer =
        new ProcessBuilder(
                PYTHON, SCRIPT, clip.toString(), "--fps", "15", "--audio", "--auth", "eve:s3cret")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      CameraClient camera =
          CameraClient.add(
              shared.admin(),
              "gstreamer",
              address(gstreamer),
              Optional.empty(),
              Optional.of(new Credentials("eve", "s3cret")));
      camera.awaitState(Profile.MAIN, "live").awaitRecording(Profile.MAIN);
      Instant from = Instant.now();
      camera.awaitRecorded(Profile.MAIN, from, from.plusSeconds(5));
      Path file =
          camera.download(Profile.MAIN, from, from.plusSeconds(5), folder.resolve("gstreamer.mp4"));
      camera.remove();

      assertThat(Ffprobe.complaints(file)).isEmpty();
      // A download has the samples of G.711 in the form that browsers play.
      assertThat(Ffprobe.codecs(file).lines()).containsExactlyInAnyOrder("h264", "flac");
      assertInOrder(DecodedPictures.timecodes(file.toString(), 640));
    } finally {
      gstreamer.destroyForcibly();
    }
  }

  private static URI address(Process gstreamer) throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(gstreamer.getInputStream(), UTF_8));
    String line = out.readLine();
    assertThat(line).startsWith("port ");
    return URI.create("rtsp://127.0.0.1:" + line.substring("port ".length()) + "/cam");
  }

  private static void assertInOrder(List<Optional<Timecode>> pictures) {
    assertThat(pictures).hasSizeGreaterThan(5 * 15);
    for (int n = 1; n < pictures.size(); n++) {
      int before = pictures.get(n - 1).orElseThrow().centiseconds();
      int after = pictures.get(n).orElseThrow().centiseconds();
      assertThat(Timecode.distance(before, after)).as("picture %d", n).isBetween(6, 7);
    }
  }
}

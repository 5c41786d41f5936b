package io.vedette.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.vedette.api.driver.Credentials;
import io.vedette.api.stream.Profile;
import io.vedette.itests.SharedAppliance.Shared;
import io.vedette.testkit.Clip;
import io.vedette.testkit.DecodedPictures;
import io.vedette.testkit.LossyLink;
import io.vedette.testkit.Picture;
import io.vedette.testkit.Reencoded;
import io.vedette.testkit.Timecode;
import io.vedette.testkit.UdpRelay;
import io.vedette.testkit.WhepViewer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** A camera whose RTSP, RTP and SDP we did not write: GStreamer's server. */
@ExtendWith(SharedAppliance.class)
class ThirdPartyCameraTest {
  private static final int WIDTH = 640;

  /** Pictures from a recovery point to one that is whole. */
  private static final int REFRESHED = 31;

  @TempDir Path folder;

  private static CameraClient add(Shared shared, String id, int port, Optional<Credentials> login)
      throws IOException {
    CameraClient camera =
        CameraClient.add(shared.admin(), id, GstreamerCamera.uri(port), Optional.empty(), login);
    return camera.awaitState(Profile.MAIN, "live").awaitRecording(Profile.MAIN);
  }

  @Test
  @Execution(CONCURRENT)
  void gstreamerBehindDigestIsRecordedWithSound(Shared shared) throws Exception {
    try (GstreamerCamera gstreamer =
        new GstreamerCamera(folder, "--audio", "--auth", "eve:s3cret")) {
      CameraClient camera =
          add(shared, "gstreamer", gstreamer.port(), Optional.of(new Credentials("eve", "s3cret")));
      Instant from = Instant.now();
      camera.awaitRecorded(Profile.MAIN, from, from.plusSeconds(5));
      Path file = download(camera, from, from.plusSeconds(5));
      camera.remove();
      // A download has the samples of G.711 in the form that browsers play.
      assertThat(Ffprobe.codecs(file).lines()).containsExactlyInAnyOrder("h264", "flac");
      assertEveryPicture(file, 5);
    }
  }

  @Test
  void overUdpAlone_overtakenAndDoubledPacketsCostNothing(Shared shared) throws Exception {
    try (GstreamerCamera gstreamer = new GstreamerCamera(folder, "--udp", "--audio");
        UdpRelay relay = new UdpRelay(gstreamer.port(), () -> new LossyLink<>(5, 0, 0.05, 0.2))) {
      CameraClient camera = add(shared, "udp-reordered", relay.port(), Optional.empty());
      Instant from = Instant.now();
      assertShown(shared, camera);
      camera.awaitRecorded(Profile.MAIN, from, from.plusSeconds(4));
      assertThat(camera.status(Profile.MAIN).get("lostUnits").getAsLong()).isZero();
      Path file = download(camera, from, from.plusSeconds(4));
      camera.remove();
      assertThat(Ffprobe.codecs(file).lines()).containsExactlyInAnyOrder("h264", "flac");
      assertEveryPicture(file, 4);
    }
  }

  private static void assertShown(Shared shared, CameraClient camera) throws IOException {
    AtomicInteger whole = new AtomicInteger();
    try (WhepViewer viewer =
        new WhepViewer(
            new Signalling(shared.admin()),
            shared.appliance().uri(),
            "/whep/live/" + camera.id() + "/main",
            (Picture picture) -> whole.addAndGet(picture.whole() ? 1 : 0))) {
      Eventually.within(Duration.ofSeconds(10), "pictures", () -> whole.get() > 20);
      assertThat(viewer.lost()).isZero();
    }
  }

  /** Each loss costs what refers to it, is told, and leaves nothing broken in the recording. */
  @Test
  @Execution(CONCURRENT)
  void overUdpAlone_lostPacketsAreToldAndNothingBrokenIsRecorded(Shared shared) throws Exception {
    try (GstreamerCamera gstreamer = new GstreamerCamera(folder, "--udp");
        UdpRelay relay =
            new UdpRelay(gstreamer.port(), () -> new LossyLink<>(2, 0.03, 0.02, 0.1))) {
      CameraClient camera = add(shared, "udp-lossy", relay.port(), Optional.empty());
      Instant from = Instant.now();
      Instant to = awaitGaps(camera, from, 2);
      long lost = camera.status(Profile.MAIN).get("lostUnits").getAsLong();
      assertThat(lost).isPositive();
      assertThat(lostByMetrics(shared, camera)).isGreaterThanOrEqualTo(lost);
      assertThat(camera.state(Profile.MAIN)).isEqualTo("live"); // a loss is no reason to reconnect
      assertThat(camera.reconnects(Profile.MAIN)).isZero();
      Path file = download(camera, from, to);
      camera.remove();
      List<Optional<Timecode>> pictures = DecodedPictures.timecodes(file.toString(), WIDTH);
      assertThat(pictures).hasSizeGreaterThan(GstreamerCamera.FPS);
      int jumps = 0;
      for (int n = 1; n < pictures.size(); n++) {
        int step = step(pictures, n);
        assertThat(step).as("picture %d", n).isGreaterThanOrEqualTo(6);
        jumps += step > 7 ? 1 : 0;
      }
      assertThat(jumps).as("places where pictures are missing").isPositive();
    }
  }

  /** Waits for so many gaps with something recorded behind; tells the end of that. */
  private static Instant awaitGaps(CameraClient camera, Instant from, int gaps) {
    AtomicReference<Instant> end = new AtomicReference<>();
    Eventually.within(
        Duration.ofSeconds(40),
        gaps + " gaps between recorded parts",
        () -> {
          int seen = 0;
          for (CameraClient.Span span : camera.timeline(Profile.MAIN, from, Instant.now())) {
            seen += span.cause().equals("camera-offline") ? 1 : 0;
            if (seen > gaps) {
              return true; // what was recorded before it is in its file
            }
            end.set(span.recorded() ? span.to() : end.get());
          }
          return false;
        });
    return end.get();
  }

  private static long lostByMetrics(Shared shared, CameraClient camera) throws IOException {
    Matcher line =
        Pattern.compile(
                "vedette_stream_lost_units_total\\{[^}]*\"" + camera.id() + "\"[^}]*} (\\d+)")
            .matcher(shared.admin().get("/metrics").text());
    assertThat(line.find()).isTrue();
    return Long.parseLong(line.group(1));
  }

  /** As "smart" codecs send it: no key picture for hours, but a recovery point now and then. */
  @Test
  @Execution(CONCURRENT)
  void gradualRefreshWithoutAnyKeyPictureIsRecorded(Shared shared) throws Exception {
    Path clip = folder.resolve("refresh.h264");
    Reencoded.withGradualRefresh(Clip.of(Clip.Scene.MEADOW, Profile.SUB), 4, clip);
    // 250 pictures pass before it is clear that no key picture will come.
    try (GstreamerCamera gstreamer = new GstreamerCamera(clip, 50)) {
      CameraClient camera = add(shared, "gradual", gstreamer.port(), Optional.empty());
      Instant from = Instant.now();
      camera.awaitRecorded(Profile.MAIN, from, from.plusSeconds(3));
      Path file = download(camera, from, from.plusSeconds(3));
      camera.remove();
      List<Optional<Timecode>> pictures = DecodedPictures.timecodes(file.toString(), WIDTH);
      assertThat(pictures).hasSizeGreaterThan(2 * 50);
      for (int n = REFRESHED; n < pictures.size(); n++) {
        assertThat(step(pictures, n)).as("picture %d", n).isBetween(6, 7);
      }
    }
  }

  private Path download(CameraClient camera, Instant from, Instant to) throws Exception {
    Path file = camera.download(Profile.MAIN, from, to, folder.resolve(camera.id() + ".mp4"));
    assertThat(Ffprobe.complaints(file)).isEmpty();
    return file;
  }

  private static void assertEveryPicture(Path file, int seconds) throws IOException {
    List<Optional<Timecode>> pictures = DecodedPictures.timecodes(file.toString(), WIDTH);
    assertThat(pictures).hasSizeGreaterThan(seconds * GstreamerCamera.FPS);
    for (int n = 1; n < pictures.size(); n++) {
      assertThat(step(pictures, n)).as("picture %d", n).isBetween(6, 7);
    }
  }

  /** Hundredths of a second from the picture before. */
  private static int step(List<Optional<Timecode>> pictures, int n) {
    int before = pictures.get(n - 1).orElseThrow().centiseconds();
    return Timecode.distance(before, pictures.get(n).orElseThrow().centiseconds());
  }
}

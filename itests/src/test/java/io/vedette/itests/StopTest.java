package io.vedette.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.stream.Profile;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip;
import io.vedette.testkit.SimulatedCamera;
import io.vedette.testkit.SimulatedCameras;
import io.vedette.testkit.WhepViewer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of a recorder that is in the middle of its work. */
class StopTest {
  private static final Duration PROMISED = Duration.ofSeconds(10);

  @TempDir Path home;

  private record Signalling(Api api) implements WhepViewer.Signalling {
    @Override
    public Answer offer(String path, String sdp) throws IOException {
      byte[] body = sdp.getBytes(StandardCharsets.UTF_8);
      Api.Reply reply = api.send("POST", path, "application/sdp", body);
      assertThat(reply.status()).as("%s", reply).isEqualTo(201);
      return new Answer(reply.header("Location").orElseThrow(), reply.text());
    }

    @Override
    public void end(String session) {
      // The recorder has gone before.
    }
  }

  @Test
  void viewersDoNotHoldItBack() throws Exception {
    try (SimulatedCameras cameras = new SimulatedCameras();
        SimulatedCamera simulated = cameras.add(CameraSetup.of(Clip.Scene.HALL));
        Appliance appliance =
            Appliance.start("stop", home, "--admin-password", Appliance.PASSWORD)) {
      Api admin = appliance.admin();
      CameraClient camera = CameraClient.add(admin, "watched", simulated);
      camera.awaitState(Profile.SUB, "live").awaitRecording(Profile.SUB);
      AtomicInteger pictures = new AtomicInteger();
      try (WhepViewer one = viewer(appliance, admin, pictures);
          WhepViewer two = viewer(appliance, admin, pictures)) {
        Eventually.within(Duration.ofSeconds(20), "pictures", () -> pictures.get() > 20);
        assertThat(one.lost() + two.lost()).isZero();
        long beganNanos = System.nanoTime();
        assertThat(appliance.stop()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - beganNanos)).isLessThan(PROMISED);
      }
    }
    assertThat(Ffprobe.complaints(newestFile())).isEmpty();
  }

  private static WhepViewer viewer(Appliance appliance, Api admin, AtomicInteger pictures)
      throws IOException {
    return new WhepViewer(
        new Signalling(admin),
        appliance.uri(),
        "/whep/live/watched/sub",
        picture -> pictures.incrementAndGet());
  }

  private Path newestFile() throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("recordings"))) {
      return files.filter(f -> f.toString().endsWith(".mp4")).sorted().reduce((a, b) -> b).get();
    }
  }
}

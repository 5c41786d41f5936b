package io.vedette.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.vedette.api.stream.Profile;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip;
import io.vedette.testkit.Picture;
import io.vedette.testkit.SimulatedCameras;
import io.vedette.testkit.WhepViewer;
import io.vedette.testkit.kurento.SimulatedKurento;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Viewers move to a Kurento media server and back while 32 streams are recorded. The server is
 * simulated unless {@code VEDETTE_TEST_KMS=ws://…} names a real one, on this machine.
 */
class KurentoTest {
  private static final Optional<URI> REAL =
      Optional.ofNullable(System.getenv("VEDETTE_TEST_KMS")).map(URI::create);

  private static final Duration SOON = Duration.ofSeconds(20);

  /** Each with a main and a sub stream. */
  private static final int CAMERAS = 16;

  @TempDir Path home;
  private SimulatedKurento simulated; // null: a real one is there

  @BeforeEach
  void start() throws IOException {
    simulated = REAL.isPresent() ? null : SimulatedKurento.start();
    System.out.println(
        "Kurento: "
            + REAL.map(uri -> "a real server at " + uri).orElse("simulated, no real server"));
  }

  @AfterEach
  void stop() {
    if (simulated != null) {
      simulated.close();
    }
  }

  private String server() {
    return REAL.map(URI::toString).orElseGet(() -> simulated.uri().toString());
  }

  private static JsonObject live(Api admin) throws IOException {
    return admin.get("/api/v1/system").object().getAsJsonObject("live");
  }

  private static void awaitEngine(Api admin, String name) {
    Eventually.within(
        SOON, "live view by " + name, () -> live(admin).get("engine").getAsString().equals(name));
  }

  /** Looks until there are some pictures, and says how many viewers the server has meanwhile. */
  private static int look(Appliance appliance, Api admin) throws Exception {
    BlockingQueue<Picture> pictures = new LinkedBlockingQueue<>();
    try (WhepViewer viewer =
        new WhepViewer(
            new Signalling(admin), appliance.uri(), "/whep/live/porch/sub", pictures::add)) {
      assertThat(pictures.poll(20, TimeUnit.SECONDS).key()).isTrue();
      for (int i = 0; i < 10; i++) {
        assertThat(pictures.poll(20, TimeUnit.SECONDS).whole()).isTrue();
      }
      assertThat(viewer.lost()).isZero();
      JsonObject live = live(admin);
      return live.has("kurento")
          ? live.getAsJsonArray("kurento").get(0).getAsJsonObject().get("sessions").getAsInt()
          : 0;
    }
  }

  private static Path bundle() throws IOException {
    try (Stream<Path> files =
        Files.walk(
            Path.of("../appliance-image/target/vedette/repository/io/vedette/sink.kurento"))) {
      return files.filter(f -> f.toString().endsWith(".jar")).findFirst().orElseThrow();
    }
  }

  @Test
  void viewersMoveToKurentoAndBackWhileRecordingGoesOn() throws Exception {
    try (SimulatedCameras cameras = new SimulatedCameras()) {
      List<CameraClient> recorded = new ArrayList<>();
      try (Appliance appliance =
          Appliance.start(
              "kurento",
              home,
              "--admin-password",
              Appliance.PASSWORD,
              "--allow-unsigned-plugins")) {
        Api admin = appliance.admin();
        for (int n = 0; n < CAMERAS; n++) {
          String id = n == 0 ? "porch" : "camera-" + n;
          recorded.add(CameraClient.add(admin, id, cameras.add(CameraSetup.of(Clip.Scene.HALL))));
        }
        for (CameraClient camera : recorded) {
          camera.awaitRecording(Profile.MAIN).awaitRecording(Profile.SUB);
        }
        final Instant began = Instant.now();
        assertThat(look(appliance, admin)).isZero();

        Path dropped = home.resolve("plugins/kurento.jar");
        Path whole = Files.copy(bundle(), home.resolve("kurento.jar"));
        Files.move(whole, dropped, StandardCopyOption.ATOMIC_MOVE);
        String settings = "/api/v1/settings/io.vedette.sink.kurento";
        Eventually.within(SOON, "its settings", () -> admin.get(settings).status() == 200);
        assertThat(admin.put(settings, "{\"values\":{\"uris\":[\"" + server() + "\"]}}").status())
            .isLessThan(300);
        awaitEngine(admin, "kurento");
        assertThat(look(appliance, admin)).isEqualTo(1);
        assertThat(admin.get("/metrics").text())
            .contains("vedette_live_server_up{engine=\"kurento\",server=\"" + server() + "\"} 1")
            .contains("vedette_live_server_transcodings_total{engine=\"kurento\"");

        Files.delete(dropped);
        awaitEngine(admin, "embedded");
        assertThat(look(appliance, admin)).isZero();
        Instant ended = Instant.now();
        for (CameraClient camera : recorded) {
          for (Profile profile : Profile.values()) {
            camera.awaitRecorded(profile, began, ended);
            assertThat(camera.reconnects(profile)).as("%s %s", camera.id(), profile).isZero();
            assertThat(camera.status(profile).get("lostUnits").getAsLong())
                .as("%s %s", camera.id(), profile)
                .isZero();
          }
        }
        assertThat(appliance.printed()).doesNotContain("\tat ").doesNotContain("ticket~");
        if (simulated != null) {
          assertThat(simulated.counts().pipelines()).isZero();
          assertThat(simulated.counts().sockets()).isZero();
        }
        assertThat(appliance.stop()).isZero();
      }
      featureOfTheCommandLine();
    }
  }

  /** The same recorder once more, as people start it. */
  private void featureOfTheCommandLine() throws Exception {
    try (Appliance appliance =
        Appliance.start(
            "kurento-option",
            home,
            "--admin-password",
            Appliance.PASSWORD,
            "--kurento",
            server())) {
      Api admin = appliance.admin();
      CameraClient.of(admin, "porch").awaitState(Profile.SUB, "live");
      awaitEngine(admin, "kurento");
      assertThat(look(appliance, admin)).isEqualTo(1);
      if (simulated != null) {
        simulated.faults().die();
        awaitEngine(admin, "embedded");
        look(appliance, admin);
        simulated.faults().restart();
        awaitEngine(admin, "kurento");
      }
      String log = Files.readString(home.resolve("log/vedette.log"));
      assertThat(log).contains("takes viewers").doesNotContain("ticket~");
      assertThat(appliance.stop()).isZero();
    }
  }
}

package io.vedette.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.vedette.api.driver.Credentials;
import io.vedette.api.stream.Profile;
import io.vedette.itests.SharedAppliance.Shared;
import io.vedette.rtsp.ServerAuth.Scheme;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.CameraSetup.Description;
import io.vedette.testkit.Clip;
import io.vedette.testkit.SimulatedCamera;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cameras as installers meet them. Each fault is told in words and costs nobody else anything. */
@ExtendWith(SharedAppliance.class)
class CameraFaultsTest {
  private static final CameraSetup PLAIN = CameraSetup.of(Clip.Scene.STREET);

  private final List<SimulatedCamera> simulated = new ArrayList<>();
  private final List<CameraClient> added = new ArrayList<>();

  @AfterEach
  void remove() throws IOException {
    for (CameraClient camera : added) {
      camera.remove();
    }
    simulated.forEach(SimulatedCamera::close);
  }

  private SimulatedCamera simulate(Shared shared, CameraSetup setup) throws IOException {
    SimulatedCamera camera = shared.cameras().add(setup);
    simulated.add(camera);
    return camera;
  }

  private CameraClient add(Shared shared, String id, SimulatedCamera camera) throws IOException {
    CameraClient client = CameraClient.add(shared.admin(), id, camera);
    added.add(client);
    return client;
  }

  private CameraClient add(Shared shared, String id, URI address, Optional<Credentials> login)
      throws IOException {
    CameraClient client = CameraClient.add(shared.admin(), id, address, Optional.empty(), login);
    added.add(client);
    return client;
  }

  @Test
  @Execution(CONCURRENT)
  void wrongPasswordIsUnauthorized(Shared shared) throws IOException {
    SimulatedCamera camera = simulate(shared, PLAIN.withCredentials("admin", "right-one"));
    CameraClient client =
        add(
            shared,
            "wrong-password",
            camera.uri(Profile.MAIN),
            Optional.of(new Credentials("admin", "wrong-one")));
    client.awaitState(Profile.MAIN, "unauthorized");
    assertThat(client.lastError(Profile.MAIN)).isNotEmpty().doesNotContain("wrong-one");
  }

  @ParameterizedTest
  @Execution(CONCURRENT)
  @EnumSource(Scheme.class)
  void everyWayOfAskingForThePasswordIsAnswered(Scheme scheme, Shared shared) throws IOException {
    SimulatedCamera camera = simulate(shared, PLAIN.withCredentials("eve", "s3:cr@t").with(scheme));
    String id = "auth-" + scheme.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    add(shared, id, camera).awaitState(Profile.SUB, "live");
  }

  @Test
  @Execution(CONCURRENT)
  void portThatSaysNothingIsOfflineWithTheReason(Shared shared) throws IOException {
    SimulatedCamera camera = simulate(shared, PLAIN);
    camera.mute(true);
    CameraClient client = add(shared, "mute", camera);
    client.awaitState(Profile.MAIN, "offline");
    assertThat(client.lastError(Profile.MAIN)).contains(Integer.toString(camera.port()));
    camera.mute(false);
    client.awaitState(Profile.MAIN, "live");
  }

  @Test
  @Execution(CONCURRENT)
  void closedPortIsOfflineWithTheReason(Shared shared) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    URI address = URI.create("rtsp://127.0.0.1:" + port + "/main");
    CameraClient client = add(shared, "closed", address, Optional.empty());
    client.awaitState(Profile.MAIN, "offline");
    assertThat(client.lastError(Profile.MAIN)).contains("127.0.0.1:" + port);
  }

  @Test
  @Execution(CONCURRENT)
  void unknownHostIsOfflineWithTheReason(Shared shared) throws IOException {
    CameraClient client =
        add(shared, "no-host", URI.create("rtsp://camera.invalid/main"), Optional.empty());
    client.awaitState(Profile.MAIN, "offline");
    assertThat(client.lastError(Profile.MAIN)).contains("camera.invalid");
  }

  @Test
  @Execution(CONCURRENT)
  void httpServerIsNoCamera(Shared shared) throws IOException {
    URI address = URI.create("rtsp://127.0.0.1:" + shared.appliance().uri().getPort() + "/main");
    CameraClient client = add(shared, "http", address, Optional.empty());
    client.awaitState(Profile.MAIN, "offline");
    assertThat(client.lastError(Profile.MAIN)).isNotEmpty();
  }

  @Test
  @Execution(CONCURRENT)
  void otherCodecIsUnsupported(Shared shared) throws IOException {
    SimulatedCamera camera = simulate(shared, PLAIN.with(Description.OTHER_CODEC));
    CameraClient client = add(shared, "other-codec", camera);
    client.awaitState(Profile.MAIN, "unsupported");
    assertThat(client.lastError(Profile.MAIN)).contains("MP4V-ES");
  }

  @Test
  @Execution(CONCURRENT)
  void nonsenseDescriptionIsSaid(Shared shared) throws IOException {
    SimulatedCamera camera = simulate(shared, PLAIN.with(Description.NONSENSE));
    CameraClient client = add(shared, "nonsense", camera);
    Eventually.within(
        java.time.Duration.ofSeconds(30),
        "it is said",
        () -> !client.lastError(Profile.MAIN).isEmpty());
    assertThat(client.state(Profile.MAIN)).isIn("unsupported", "offline");
  }

  @Test
  @Execution(CONCURRENT)
  void parameterSetsInBandAloneAreEnough(Shared shared) throws IOException {
    SimulatedCamera camera = simulate(shared, PLAIN.with(Description.BARE));
    CameraClient client = add(shared, "bare", camera).awaitState(Profile.MAIN, "live");
    assertThat(client.status(Profile.MAIN).get("width").getAsInt()).isEqualTo(1920);
  }

  @Test
  @Execution(CONCURRENT)
  void cameraThatVanishesAndComesBackLeavesAGapAndGoesOn(Shared shared) throws IOException {
    SimulatedCamera camera = simulate(shared, PLAIN);
    CameraClient client = add(shared, "vanishing", camera);
    client.awaitState(Profile.SUB, "live").awaitRecording(Profile.SUB);
    Instant start = Instant.now();
    client.awaitRecorded(Profile.SUB, start, start.plusSeconds(1));

    camera.vanish();
    client.awaitState(Profile.SUB, "offline");
    camera.comeBack();
    client.awaitState(Profile.SUB, "live").awaitRecording(Profile.SUB);
    Instant back = Instant.now();

    client.awaitTimeline(
        Profile.SUB,
        start,
        back.plusSeconds(1),
        "recorded, camera-offline, recorded",
        spans ->
            spans.size() == 3
                && spans.get(0).recorded()
                && spans.get(1).cause().equals("camera-offline")
                && spans.get(2).recorded());
    assertThat(client.reconnects(Profile.SUB)).isPositive();
  }

  @Test
  @Execution(CONCURRENT)
  void stalledCameraIsNoticedAndTriedAgain(Shared shared) throws IOException {
    SimulatedCamera camera = simulate(shared, PLAIN);
    CameraClient client = add(shared, "stalling", camera);
    client.awaitState(Profile.SUB, "live");
    camera.stall(true);
    client.awaitState(Profile.SUB, "offline");
    assertThat(client.lastError(Profile.SUB)).isNotEmpty();
    camera.stall(false);
    client.awaitState(Profile.SUB, "live");
  }

  @Test
  @Execution(CONCURRENT)
  void garbageBetweenPacketsIsSteppedOver(Shared shared) throws IOException {
    SimulatedCamera camera = simulate(shared, PLAIN);
    CameraClient client = add(shared, "garbage", camera);
    client.awaitState(Profile.SUB, "live").awaitRecording(Profile.SUB);
    for (int i = 0; i < 20; i++) {
      camera.garbage(300);
      client.state(Profile.SUB); // some time between
    }
    client.awaitState(Profile.SUB, "live");
    Instant after = Instant.now();
    client.awaitRecorded(Profile.SUB, after.plusSeconds(3), after.plusSeconds(4));
  }
}

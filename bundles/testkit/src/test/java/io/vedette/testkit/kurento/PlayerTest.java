package io.vedette.testkit.kurento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.google.gson.JsonObject;
import io.vedette.api.stream.Profile;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip;
import io.vedette.testkit.SimulatedCamera;
import io.vedette.testkit.SimulatedCameras;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

/** How a PlayerEndpoint meets cameras that are not there, go or fall silent. */
class PlayerTest {
  private SimulatedCameras cameras;
  private SimulatedCamera camera;
  private SimulatedKurento server;
  private RpcClient client;
  private String player;

  @BeforeEach
  void start() throws Exception {
    cameras = new SimulatedCameras();
    camera = cameras.add(CameraSetup.of(Clip.Scene.HARBOUR));
    server = SimulatedKurento.start(KurentoSetup.MEASURED.withFlowPeriod(Duration.ofMillis(400)));
    client = new RpcClient(server.uri());
    player = player(camera.uri(Profile.SUB).toString());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    cameras.close();
  }

  private String player(String uri) throws InterruptedException {
    String made = client.player(client.create("MediaPipeline", new JsonObject()), uri);
    client.subscribe(made, "Error", "EndOfStream", "UriEndpointStateChanged");
    client.subscribe(made, "MediaFlowOutStateChanged");
    return made;
  }

  private String state(String event) throws InterruptedException {
    return client.event(event).get("state").getAsString();
  }

  private void playsAgainAfterStop() throws InterruptedException {
    client.invoke(player, "stop");
    client.invoke(player, "play");
    assertThat(state("MediaFlowOutStateChanged")).isEqualTo("FLOWING");
  }

  @Test
  @Execution(CONCURRENT)
  void silentCameraIsNotFlowingAndFlowsAgainByItself() throws Exception {
    client.invoke(player, "play");
    assertThat(state("MediaFlowOutStateChanged")).isEqualTo("FLOWING");
    camera.stall(true);
    assertThat(state("MediaFlowOutStateChanged")).isEqualTo("NOT_FLOWING");
    camera.stall(false);
    assertThat(state("MediaFlowOutStateChanged")).isEqualTo("FLOWING");
    assertThat(client.invoke(player, "getState").getAsString()).isEqualTo("START");
    assertThat(client.heard("Error") || client.heard("EndOfStream")).isFalse();
  }

  @Test
  @Execution(CONCURRENT)
  void absentCameraIsOneErrorAndTheStateStaysStart_playAloneDoesNothing() throws Exception {
    camera.vanish();
    client.invoke(player, "play");
    assertThat(client.event("Error").get("type").getAsString()).isEqualTo("INVALID_URI");
    assertThat(client.invoke(player, "getState").getAsString()).isEqualTo("START");
    camera.comeBack();
    client.invoke(player, "play");
    assertThat(server.counts().pulls()).isZero();
    playsAgainAfterStop();
  }

  @Test
  @Execution(CONCURRENT)
  void cameraThatAsksForAPasswordIsAnError() throws Exception {
    SimulatedCamera locked =
        cameras.add(CameraSetup.of(Clip.Scene.STREET).withCredentials("eve", "s3cret"));
    String denied = player(locked.uri(Profile.SUB).toString());
    client.invoke(denied, "play");
    assertThat(client.event("Error").get("source").getAsString()).isEqualTo(denied);
  }

  @Test
  @Execution(CONCURRENT)
  void releasedPlayerLetsGoOfItsCamera() throws Exception {
    client.invoke(player, "play");
    assertThat(state("MediaFlowOutStateChanged")).isEqualTo("FLOWING");
    assertThat(camera.viewers()).isEqualTo(1);
    client.call("release", client.params("object", player));
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (camera.viewers() > 0 || server.counts().pulls() > 0) {
      assertThat(System.nanoTime()).as("10 s have passed").isLessThan(end);
    }
  }
}

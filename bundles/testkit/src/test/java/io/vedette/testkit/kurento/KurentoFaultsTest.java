package io.vedette.testkit.kurento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What tests of a client rely on when they break the server. */
class KurentoFaultsTest {
  private SimulatedKurento server;
  private RpcClient client;
  private String pipeline;

  @BeforeEach
  void start() throws Exception {
    server = SimulatedKurento.start();
    client = new RpcClient(server.uri());
    pipeline = client.create("MediaPipeline", new JsonObject());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(t -> t.getName().startsWith("simulated-kurento") && t.isAlive());
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("10 s have passed").isLessThan(end);
    }
  }

  /** Another socket, in the session of the first. */
  private RpcClient again() throws InterruptedException {
    RpcClient other = new RpcClient(server.uri());
    other.session(client.session());
    return other;
  }

  @Test
  void refusesAndTakesAgainAtItsPort_theSessionLivesOn() throws Exception {
    server.faults().refuse(true);
    assertThat(client.closed()).isTrue();
    assertThatThrownBy(() -> new RpcClient(server.uri()))
        .hasCauseInstanceOf(ConnectException.class);
    server.faults().refuse(false);
    try (RpcClient other = again()) {
      JsonObject result = other.call("connect", new JsonObject()).getAsJsonObject("result");
      assertThat(result.get("sessionId").getAsString()).isEqualTo(client.session());
      assertThat(other.invoke(pipeline, "getName").getAsString()).isEqualTo(pipeline);
    }
  }

  @Test
  void silentItTakesRequestsAndDoesNothing() {
    server.faults().silence(true);
    client.send("release", client.params("object", pipeline));
    until(() -> server.requests().contains("release"));
    assertThat(server.counts().pipelines()).isEqualTo(1);
    assertThat(client.isQuiet()).isTrue();
  }

  @Test
  void answersGarbage() throws Exception {
    server.faults().garbage(true);
    client.send("ping", new JsonObject());
    assertThat(client.next().has("garbage")).isTrue();
  }

  @Test
  void diesAtAnOperationAndKnowsNothingAfterTheRestart() throws Exception {
    server.faults().dieAt("getTags");
    client.invoke(pipeline, "getName");
    client.send("invoke", client.params("object", pipeline, "operation", "getTags"));
    assertThat(client.closed()).isTrue();
    assertThat(server.counts()).isEqualTo(new KurentoCounts(0, 0, 0, 0, 0, 0, 0));
    assertThatThrownBy(() -> new RpcClient(server.uri())).isInstanceOf(RuntimeException.class);

    server.faults().restart();
    try (RpcClient other = again()) {
      assertThat(other.refused("connect", new JsonObject())).isEqualTo(40007);
      assertThat(other.refused("release", new JsonObject())).isEqualTo(-32602);
      JsonObject name = other.params("object", pipeline, "operation", "getName");
      assertThat(other.refused("invoke", name)).isEqualTo(40101);
    }
  }

  @Test
  void diesAtTheNthRequest() throws Exception {
    server.faults().dieAtRequest(2);
    client.invoke(pipeline, "getName");
    client.send("ping", new JsonObject());
    assertThat(client.closed()).isTrue();
  }

  @Test
  void droppedSocketComesBackToItsSessionAndSubscriptions() throws Exception {
    String player = client.player(pipeline, "not a uri");
    client.subscribe(player, "Error");
    server.faults().dropSockets();
    assertThat(client.closed()).isTrue();
    try (RpcClient other = again()) {
      other.call("connect", new JsonObject());
      other.invoke(player, "play");
      JsonObject error = other.event("Error");
      assertThat(error.get("type").getAsString()).isEqualTo("INVALID_URI");
      assertThat(other.invoke(player, "getState").getAsString()).isEqualTo("START");
    }
  }

  @Test
  void repliesComeLateButRequestsAreCarriedOutAtOnce() {
    server.faults().delayReplies(Duration.ofHours(1));
    client.send("release", client.params("object", pipeline));
    until(() -> server.counts().pipelines() == 0);
    assertThat(client.isQuiet()).isTrue();
  }

  @Test
  void eventsComeInReverse() throws Exception {
    String player = client.player(pipeline, "not a uri");
    client.subscribe(player, "Error", "UriEndpointStateChanged");
    server.faults().reorderEvents(true);
    client.invoke(player, "play");
    JsonObject first = client.next().getAsJsonObject("params").getAsJsonObject("value");
    assertThat(first.get("type").getAsString()).isEqualTo("Error");
    client.event("UriEndpointStateChanged");
  }

  @Test
  void fullItCreatesNothingMore() throws Exception {
    server.faults().full(true);
    assertThat(client.refused("create", client.params("type", "MediaPipeline"))).isEqualTo(40009);
    server.faults().full(false);
    client.create("MediaPipeline", new JsonObject());
  }

  @Test
  void leftoversOfAnotherSessionCanBeFoundAndReleased() throws Exception {
    String left = server.faults().leaveBehind(Optional.of("rtsp://127.0.0.1:1/x"), "owner", "us");
    assertThat(server.counts().players()).isEqualTo(1);
    assertThat(client.invoke("manager_ServerManager", "getPipelines").getAsJsonArray())
        .extracting(id -> id.getAsString())
        .containsExactly(pipeline, left);
    assertThat(client.invoke(left, "getTag", "key", "owner").getAsString()).isEqualTo("us");
    client.call("release", client.params("object", left));
    assertThat(server.counts().players()).isZero();
  }

  @Test
  void sessionWithoutSocketIsFreedByTheCollectorOnly() throws Exception {
    server.faults().leaveBehind(Optional.empty());
    client.close();
    until(() -> server.counts().sockets() == 0);
    assertThat(server.counts().pipelines()).isEqualTo(2);
    server.faults().collect();
    assertThat(server.counts().pipelines()).isZero();
    assertThat(server.counts().sessions()).isZero();
  }

  @Test
  void sessionWithSocketIsNeverCollected() throws Exception {
    server.faults().collect();
    assertThat(client.invoke(pipeline, "getName").getAsString()).isEqualTo(pipeline);
  }

  @Test
  void whatTwoSessionsHoldLivesUntilBothAreClosed() throws Exception {
    try (RpcClient other = new RpcClient(server.uri())) {
      other.invoke(pipeline, "getName");
      client.call("closeSession", new JsonObject());
      assertThat(server.counts().pipelines()).isEqualTo(1);
      other.call("closeSession", new JsonObject());
      assertThat(server.counts().pipelines()).isZero();
    }
  }

  @Test
  void releasedEndpointsGiveTheirPortsBack() throws Exception {
    UnixOperatingSystemMXBean system =
        (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    String offer =
        "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 102\r\na=rtpmap:102 H264/90000\r\na=ice-ufrag:abcd\r\n";
    long before = system.getOpenFileDescriptorCount();
    for (int i = 0; i < 50; i++) {
      String endpoint = client.create("WebRtcEndpoint", client.params("mediaPipeline", pipeline));
      client.invoke(endpoint, "processOffer", "offer", offer);
      client.invoke(endpoint, "gatherCandidates");
      client.call("release", client.params("object", endpoint));
    }
    until(() -> system.getOpenFileDescriptorCount() < before + 5); // some come and go meanwhile
  }
}

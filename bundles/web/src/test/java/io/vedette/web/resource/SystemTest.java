package io.vedette.web.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.vedette.api.live.LiveEngine.ServerState;
import io.vedette.api.live.LiveEngine.ServerStatus;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamStatus;
import io.vedette.web.resource.TestServer.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Health, system, metrics. */
class SystemTest {
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private Answer open(String path, String... headers) throws Exception {
    var request = server.request("GET", path, BodyPublishers.noBody());
    return server.send(headers.length > 0 ? request.headers(headers) : request);
  }

  @Test
  void healthy() throws Exception {
    Answer answer = open("/api/v1/health");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text().replace('"', '\''))
        .isEqualTo(
            "{'status':'up','version':'1.2.3','checks':{'accounts':'up','cameras':'up',"
                + "'streams':'up','recording':'up','replay':'up','live':'absent','disks':'up'}}");
  }

  @Test
  void startingWhileSomethingNeededIsNotThereYet() throws Exception {
    server.parts.streams = null;
    Answer answer = open("/api/v1/health");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isNotEmpty();
    assertThat(answer.object().get("status").getAsString()).isEqualTo("starting");
    server.clock.advance(Duration.ofMinutes(1));
    assertThat(open("/api/v1/health").object().get("status").getAsString()).isEqualTo("degraded");
  }

  @Test
  void degradedByADiskOrByLiveEngines() throws Exception {
    server.recordings.diskState = "full";
    assertThat(open("/api/v1/health").text()).contains("\"degraded\"", "\"disks\":\"failing\"");
    server.recordings.diskState = "ok";
    FakeLiveEngine engine = new FakeLiveEngine("embedded");
    engine.healthy = false;
    server.parts.addLiveEngine(new EngineReference(0), engine);
    assertThat(open("/api/v1/health").text()).contains("\"degraded\"", "\"live\":\"failing\"");
  }

  @Test
  void system() throws Exception {
    server.parts.addLiveEngine(new EngineReference(0), new FakeLiveEngine("embedded"));
    JsonObject system = server.as("viewer", "GET", "/api/v1/system").object();

    assertThat(system.get("version").getAsString()).isEqualTo("1.2.3");
    assertThat(system.get("time").getAsString()).isEqualTo("2026-11-25T10:00:00.000Z");
    assertThat(system.getAsJsonObject("memory").get("heapUsed").getAsLong()).isPositive();
    assertThat(system.getAsJsonObject("live").toString().replace('"', '\''))
        .isEqualTo(
            "{'engine':'embedded',"
                + "'engines':[{'name':'embedded','healthy':true,'viewers':0}]}");
  }

  private void addKurento() {
    FakeLiveEngine kurento = new FakeLiveEngine("kurento");
    kurento.servers =
        List.of(
            new ServerStatus("ws://a:8888/kurento", ServerState.UP, 3, 40, 1, 5, 0),
            new ServerStatus("ws://b:8888/kurento", ServerState.DOWN, 0, 7, 2, 0, 1));
    server.parts.addLiveEngine(new EngineReference(0), new FakeLiveEngine("embedded"));
    server.parts.addLiveEngine(new EngineReference(10), kurento);
  }

  @Test
  void systemShowsMediaServersUnderTheirEngine() throws Exception {
    addKurento();
    JsonObject live = server.as("viewer", "GET", "/api/v1/system").object().getAsJsonObject("live");

    assertThat(live.get("engine").getAsString()).isEqualTo("kurento");
    assertThat(live.get("kurento").toString().replace('"', '\''))
        .isEqualTo(
            "[{'uri':'ws://a:8888/kurento','state':'up','sessions':3},"
                + "{'uri':'ws://b:8888/kurento','state':'down','sessions':0}]");
  }

  @Test
  void metricsOfMediaServers() throws Exception {
    addKurento();
    String a = "{engine=\"kurento\",server=\"ws://a:8888/kurento\"} ";
    String b = "{engine=\"kurento\",server=\"ws://b:8888/kurento\"} ";

    assertThat(open("/metrics").text().lines())
        .contains(
            "vedette_live_server_up" + a + 1,
            "vedette_live_server_up" + b + 0,
            "vedette_live_server_sessions" + a + 3,
            "vedette_live_server_opened_total" + a + 40,
            "vedette_live_server_failures_total" + b + 2,
            "vedette_live_server_feed_restarts_total" + a + 5,
            "vedette_live_server_transcodings_total" + b + 1);
  }

  @Test
  void metricsInTheTextFormat() throws Exception {
    server.as(
        "admin",
        "POST",
        "/api/v1/cameras",
        "{'name': 'Door', 'driver': 'rtsp', 'address': 'rtsp://10.0.0.7/1'}");
    server.cameras.status.put(
        Profile.MAIN,
        new StreamStatus(
            StreamStatus.State.LIVE,
            TestServer.NOW,
            List.of(),
            24.96,
            4012,
            3,
            7,
            Optional.empty()));
    Answer answer = open("/metrics");

    assertThat(answer.header("Content-Type")).startsWith("text/plain; version=0.0.4");
    assertThat(answer.text().lines())
        .contains(
            "vedette_build_info{version=\"1.2.3\"} 1",
            "vedette_stream_live{camera=\"door\",stream=\"main\"} 1",
            "vedette_stream_bits_per_second{camera=\"door\",stream=\"main\"} 4012000",
            "vedette_stream_pictures_per_second{camera=\"door\",stream=\"main\"} 24.960",
            "vedette_stream_recording{camera=\"door\",stream=\"main\"} 1",
            "vedette_disk_ok{path=\"/data\"} 1",
            "vedette_transcoders 3",
            "vedette_recorded_units_total 250",
            "vedette_recording_syncs_total 10")
        .allMatch(line -> line.matches("# (HELP|TYPE) .+|[a-z_]+(\\{.*\\})? -?[0-9.]+"));
  }

  @Test
  void metricsOfOthersNeedAnAdministrator() throws Exception {
    String proxied = "X-Forwarded-For";
    assertThat(open("/metrics", proxied, "10.0.0.9").problem()).isEqualTo("401 -");
    assertThat(open("/metrics", proxied, "10.0.0.9", "Authorization", "Bearer viewer").problem())
        .isEqualTo("403 -");
    assertThat(open("/metrics", proxied, "10.0.0.9", "Authorization", "Bearer admin").status())
        .isEqualTo(200);
  }
}

package io.vedette.web.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.discovery.Discovery;
import io.vedette.api.discovery.FoundCamera;
import io.vedette.api.event.Event;
import io.vedette.api.event.Event.Kind;
import io.vedette.api.event.Event.Phase;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events, past and present, and searching for cameras. */
@Timeout(60)
class EventsTest {
  private static final Event MOTION =
      new Event(TestServer.NOW, Kind.MOTION, Phase.BEGAN, Optional.of("door"), "yard");
  private static final Event LOGIN =
      new Event(TestServer.NOW, Kind.LOGIN, Phase.HAPPENED, Optional.empty(), "eve");
  private static final String MOTION_JSON =
      "{'at':'2026-11-25T10:00:00.000Z','kind':'motion','phase':'began','camera':'door','text':'yard'}"
          .replace('\'', '"');

  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
    server.parts.events = (from, to, camera, kind, limit) -> List.of(MOTION, LOGIN);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void listHoldsWhatTheCallerMaySee() throws Exception {
    assertThat(server.as("viewer", "GET", "/api/v1/events?kind=motion").text())
        .isEqualTo("{\"events\":[" + MOTION_JSON + "]}");
    assertThat(server.as("admin", "GET", "/api/v1/events").text()).contains("eve");
    assertThat(server.as("viewer", "GET", "/api/v1/events?kind=earthquake").problem())
        .isEqualTo("400 kind");
  }

  @Test
  void streamTellsWhatHappens_andEndsWithTheServer() throws Exception {
    EventStreams streams = new EventStreams();
    server.parts.eventStreams = streams;
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                server
                    .client
                    .send(
                        server
                            .request("GET", "/api/v1/events/stream", BodyPublishers.noBody())
                            .header("Authorization", "Bearer viewer")
                            .build(),
                        BodyHandlers.ofInputStream())
                    .body(),
                StandardCharsets.UTF_8));
    assertThat(lines.readLine()).isEqualTo(": events");
    streams.happened(LOGIN); // not for viewers
    streams.happened(MOTION);
    assertThat(lines.readLine()).isEmpty();
    assertThat(lines.readLine()).isEqualTo("event: motion");
    assertThat(lines.readLine()).isEqualTo("data: " + MOTION_JSON);
    assertThat(lines.readLine()).isEmpty();
    streams.close();
    assertThat(lines.readLine()).isNull();
  }

  @Test
  void searchIsStartedAndShown() throws Exception {
    boolean[] started = new boolean[1];
    server.parts.discovery =
        new Discovery() {
          @Override
          public boolean start() {
            started[0] = true;
            return true;
          }

          @Override
          public boolean isRunning() {
            return started[0];
          }

          @Override
          public List<Found> found() {
            FoundCamera camera =
                new FoundCamera(
                    "onvif", URI.create("http://10.0.0.7/"), "Yard", "AXIS", "", "", Set.of());
            return List.of(new Found(camera, Set.of("mdns"), Optional.of("door"), true));
          }
        };
    assertThat(server.as("viewer", "POST", "/api/v1/discovery").problem()).isEqualTo("403 -");
    assertThat(server.as("operator", "POST", "/api/v1/discovery").status()).isEqualTo(202);
    assertThat(server.as("operator", "GET", "/api/v1/discovery").text().replace('"', '\''))
        .isEqualTo(
            "{'running':true,'found':[{'driver':'onvif','address':'http://10.0.0.7/','name':'Yard',"
                + "'vendor':'AXIS','via':['mdns'],'addedAs':'door','moved':true}]}");
  }
}

package io.vedette.web.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.vedette.api.access.Accounts;
import io.vedette.api.access.Role;
import io.vedette.api.discovery.Discovery;
import io.vedette.api.discovery.FoundCamera;
import io.vedette.api.event.Event;
import io.vedette.api.event.Event.Kind;
import io.vedette.api.event.Event.Phase;
import io.vedette.api.event.EventHistory.Order;
import io.vedette.api.event.EventHistory.Wanted;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  private final EventStreams streams = new EventStreams();
  private Wanted asked;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
    server.parts.eventStreams = streams;
    server.parts.events =
        (from, to, wanted, limit) -> {
          asked = wanted;
          return List.of(MOTION, LOGIN);
        };
  }

  @AfterEach
  void stop() throws Exception {
    streams.close();
    server.close();
  }

  @Test
  void listHoldsWhatTheCallerMayHear() throws Exception {
    assertThat(server.as("viewer", "GET", "/api/v1/events?kind=motion").text())
        .isEqualTo("{\"events\":[" + MOTION_JSON + "],\"more\":false}");
    assertThat(asked.kinds()).containsExactly(Kind.MOTION);
    assertThat(server.as("operator", "GET", "/api/v1/events").text()).doesNotContain("login");
    assertThat(asked.kinds()).contains(Kind.DISK).doesNotContain(Kind.LOGIN, Kind.PLUGIN);
    assertThat(server.as("admin", "GET", "/api/v1/events").text()).contains("login");
    assertThat(server.as("viewer", "GET", "/api/v1/events?kind=login").text())
        .isEqualTo("{\"events\":[],\"more\":false}");
  }

  @Test
  void severalCamerasAndKindsCanBeChosen_andTheOldestFirst() throws Exception {
    String query = "?camera=door,yard&kind=motion,input&order=oldest";
    assertThat(server.as("viewer", "GET", "/api/v1/events" + query).status()).isEqualTo(200);
    assertThat(asked)
        .isEqualTo(
            new Wanted(Set.of("door", "yard"), Set.of(Kind.MOTION, Kind.INPUT), Order.OLDEST));
  }

  @Test
  void cameraThatNeverWas_isUnknown_andOneThatIsGoneIsNot() throws Exception {
    assertThat(server.as("viewer", "GET", "/api/v1/events?camera=door").status()).isEqualTo(200);
    server.parts.events = (from, to, wanted, limit) -> List.of();
    assertThat(server.as("viewer", "GET", "/api/v1/events?camera=door").problem())
        .isEqualTo("404 -");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kind=earthquake", "order=best", "limit=0", "limit=x", "limit=5001"})
  void whatCannotBeMeantIsRefused(String query) throws Exception {
    assertThat(server.as("viewer", "GET", "/api/v1/events?" + query).problem())
        .isEqualTo("400 " + query.replaceAll("=.*", ""));
  }

  @Test
  void aLimitedUserAsksForTheOwnCamerasAlone() throws Exception {
    server.accounts.users.put(
        "bob", new Accounts.User("bob", Role.VIEWER, Optional.of(Set.of("yard"))));
    assertThat(asBob("/api/v1/events").text()).isEqualTo("{\"events\":[],\"more\":false}");
    assertThat(asked.cameras()).containsExactly("yard");
    assertThat(asBob("/api/v1/events?camera=yard,door").problem()).isEqualTo("404 -");
  }

  private TestServer.Answer asBob(String path) throws Exception {
    return server.send(
        server
            .request("GET", path, BodyPublishers.noBody())
            .header("Cookie", "vedette_session=session-of-bob"));
  }

  @Test
  void aPageEndsBetweenTwoTimes_soThatTheNextCanBeginThere() throws Exception {
    server.parts.events =
        (from, to, wanted, limit) -> List.of(at(3), at(2), at(1), at(1)).subList(0, limit);
    JsonObject page = server.as("viewer", "GET", "/api/v1/events?limit=3").object();
    assertThat(page.get("more").getAsBoolean()).isTrue();
    assertThat(page.getAsJsonArray("events")).hasSize(2);
  }

  private static Event at(int second) {
    return new Event(
        TestServer.NOW.plusSeconds(second), Kind.INPUT, Phase.BEGAN, Optional.of("door"), "");
  }

  private BufferedReader listen(String header, String value) throws Exception {
    return new BufferedReader(
        new InputStreamReader(
            server
                .client
                .send(
                    server
                        .request("GET", "/api/v1/events/stream", BodyPublishers.noBody())
                        .header(header, value)
                        .build(),
                    BodyHandlers.ofInputStream())
                .body(),
            StandardCharsets.UTF_8));
  }

  private static void skipGreeting(BufferedReader lines) throws IOException {
    assertThat(lines.readLine()).isEqualTo(": events");
    assertThat(lines.readLine()).isEqualTo("retry: 3000");
    assertThat(lines.readLine()).isEmpty();
  }

  @Test
  void streamTellsWhatHappens_andEndsWithTheServer() throws Exception {
    BufferedReader lines = listen("Authorization", "Bearer viewer");
    skipGreeting(lines);
    streams.happened(LOGIN); // not for viewers
    streams.happened(MOTION);
    assertThat(lines.readLine()).isEqualTo("event: motion");
    assertThat(lines.readLine()).isEqualTo("data: " + MOTION_JSON);
    assertThat(lines.readLine()).isEmpty();
    streams.close();
    assertThat(lines.readLine()).isNull();
  }

  @Test
  void streamEndsWithTheSession() throws Exception {
    String cookie = "vedette_session=session-of-admin";
    BufferedReader lines = listen("Cookie", cookie);
    skipGreeting(lines);
    server.send(
        server
            .request("DELETE", "/api/v1/session", BodyPublishers.noBody())
            .header("Cookie", cookie)
            .header("X-Requested-With", "vedette"));
    assertThat(lines.readLine()).isNull();
  }

  @Test
  void listenersHoldNoThread_andOneAccountDoesNotTakeAllPlaces() throws Exception {
    List<BufferedReader> all = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      all.add(listen("Authorization", "Bearer viewer"));
    }
    assertThat(server.busyThreads()).isLessThan(16);
    assertThat(server.as("viewer", "GET", "/api/v1/events/stream").problem()).isEqualTo("503 -");
    BufferedReader other = listen("Authorization", "Bearer admin");
    skipGreeting(other);
    streams.happened(MOTION);
    for (BufferedReader lines : all) {
      skipGreeting(lines);
      assertThat(lines.readLine()).isEqualTo("event: motion");
    }
  }

  @Test
  void aListenerThatTakesNothingIsCutOff() throws Exception {
    try (Socket socket = server.connect()) {
      String request = "GET /api/v1/events/stream HTTP/1.1|Host: x|Authorization: Bearer viewer||";
      socket.getOutputStream().write(request.replace("|", "\r\n").getBytes(StandardCharsets.UTF_8));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      Event large =
          new Event(
              TestServer.NOW, Kind.MOTION, Phase.BEGAN, Optional.of("door"), "x".repeat(100_000));
      int told = 0;
      while (streams.listeners() > 0 && told++ < 10_000) {
        streams.happened(large);
      }
      assertThat(streams.listeners()).isZero();
    }
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

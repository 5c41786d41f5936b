package io.vedette.web.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.access.Accounts.User;
import io.vedette.api.access.Role;
import io.vedette.api.event.Event;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What runs on ends with the session or token that it began with. */
@Timeout(20)
class GrantsTest {
  private static final String EVE = "session-of-eve";
  private static final String REPLAY = "{'cameras': ['door'], 'at': '2026-11-25T09:00:00Z'}";

  private final FakeLiveEngine engine = new FakeLiveEngine("engine");
  private final EventStreams events = new EventStreams();
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
    server.addCamera("door", true);
    server.parts.addLiveEngine(new EngineReference(0), engine);
    server.parts.eventStreams = events;
    server.accounts.users.put("eve", new User("eve", Role.VIEWER, Optional.of(Set.of("door"))));
  }

  @AfterEach
  void stop() throws Exception {
    events.close();
    server.close();
  }

  private HttpRequest.Builder asEve(String method, String path, String body) {
    return server
        .request(method, path, BodyPublishers.ofString(body.replace('\'', '"')))
        .header("Cookie", "vedette_session=" + EVE)
        .header("X-Requested-With", "vedette");
  }

  /** What a page has open: the word of the end of each. */
  private record Page(
      String whep, Future<String> socket, Future<String> stream, FakeReplays replays) {}

  private Page open() throws Exception {
    String whep =
        server
            .send(
                asEve("POST", "/whep/live/door/main", "v=0")
                    .header("Content-Type", "application/sdp"))
            .header("Location");
    server.send(
        asEve("POST", "/api/v1/replays", REPLAY).header("Content-Type", "application/json"));
    CompletableFuture<String> socket = new CompletableFuture<>();
    server
        .client
        .newWebSocketBuilder()
        .header("Cookie", "vedette_session=" + EVE)
        .buildAsync(server.webSocket("/api/v1/live/door/main"), new Closing(socket))
        .join();
    Future<String> stream =
        server
            .client
            .sendAsync(
                server
                    .request("GET", "/api/v1/events/stream", BodyPublishers.noBody())
                    .header("Cookie", "vedette_session=" + EVE)
                    .build(),
                BodyHandlers.ofString())
            .thenApply(answer -> answer.body());
    while (events.listeners() == 0) {
      Thread.onSpinWait();
    }
    return new Page(whep, socket, stream, server.replays);
  }

  private record Closing(CompletableFuture<String> closed) implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code + " " + reason);
      return null;
    }
  }

  private void assertEnded(Page page) throws Exception {
    assertThat(engine.closed.take()).isEqualTo(page.whep().replace("/whep/sessions/", ""));
    assertThat(page.socket().get()).isEqualTo("1008 signed out");
    assertThat(page.stream().get()).startsWith(": events");
    assertThat(server.replays.closed.take()).isEqualTo("r1");
    assertThat(events.listeners()).isZero();
  }

  private void assertRuns(Page page) {
    server.parts.grants().lookNow();
    assertThat(engine.sessions).hasSize(1);
    assertThat(page.socket()).isNotDone();
    assertThat(page.stream()).isNotDone();
    assertThat(server.replays.ids()).containsExactly("r1");
  }

  @Test
  void signingOutEndsAllThatRuns() throws Exception {
    Page page = open();
    assertRuns(page);
    server.send(asEve("DELETE", "/api/v1/session", ""));

    assertEnded(page);
  }

  @Test
  void aDeletedUserSeesNothingMore_others_do() throws Exception {
    Page page = open();
    server.as("admin", "DELETE", "/api/v1/tokens/none");
    server.accounts.users.put("bob", new User("bob", Role.VIEWER, Optional.empty()));
    server.as("admin", "DELETE", "/api/v1/users/bob");
    assertRuns(page);
    server.as("admin", "DELETE", "/api/v1/users/eve");

    assertEnded(page);
  }

  @Test
  void aCameraThatIsTakenAwayIsSeenNoMore() throws Exception {
    Page page = open();
    server.addCamera("yard", true);
    server.as("admin", "PUT", "/api/v1/users/eve", "{'role': 'viewer', 'cameras': ['yard']}");

    assertEnded(page);
  }

  @Test
  void aRevokedTokenSeesNothingMore() throws Exception {
    server.accounts.createToken("script", Role.VIEWER);
    HttpRequest.Builder offer =
        server
            .request("POST", "/whep/live/door/main", BodyPublishers.ofString("v=0"))
            .header("Content-Type", "application/sdp")
            .header("Authorization", "bearer secret");
    assertThat(server.send(offer).status()).isEqualTo(201);
    server.as("admin", "DELETE", "/api/v1/tokens/t1");

    assertThat(engine.closed.take()).isEqualTo("engine-1");
  }

  @Test
  void aSessionThatRanOutIsMissed() throws Exception {
    Page page = open();
    server.accounts.users.remove("eve");
    server.parts.grants().lookNow(); // as it does every 5 s

    assertEnded(page);
  }

  @Test
  void withoutAccountsNobodyStays() throws Exception {
    Page page = open();
    server.parts.accounts = null;
    server.parts.grants().lookNow();

    assertEnded(page);
  }

  @Test
  void anEngineThatFailsIsAskedAgain_andHoldsNobodyElseUp() throws Exception {
    Page page = open();
    engine.failsToClose = true;
    server.accounts.users.remove("eve");
    server.parts.grants().lookNow();
    assertThat(page.socket().get()).startsWith("1008");
    engine.failsToClose = false;
    server.parts.grants().lookNow();

    assertEnded(page);
  }

  @Test
  void whatHasEndedIsForgotten() throws Exception {
    Page page = open();
    events.happened(
        new Event(
            TestServer.NOW,
            Event.Kind.MOTION,
            Event.Phase.BEGAN,
            Optional.of("door"),
            "still there"));
    assertThat(server.send(asEve("DELETE", page.whep(), "")).status()).isEqualTo(200);
    engine.closed.take();
    server.send(asEve("DELETE", "/api/v1/session", ""));

    assertThat(page.stream().get()).contains("still there");
    assertThat(server.replays.closed.take()).isEqualTo("r1");
    assertThat(engine.closed).isEmpty();
  }
}

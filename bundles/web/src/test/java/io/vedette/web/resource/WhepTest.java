package io.vedette.web.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.access.Accounts.User;
import io.vedette.api.access.Role;
import io.vedette.api.live.LiveException;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamKey;
import io.vedette.api.stream.StreamStatus;
import io.vedette.web.live.FakeCursor;
import io.vedette.web.resource.TestServer.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WhepTest {
  private static final String LIVE = "/whep/live/door/main";

  private final FakeLiveEngine good = new FakeLiveEngine("good");
  private final FakeLiveEngine better = new FakeLiveEngine("better");
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
    server.parts.addLiveEngine(new EngineReference(0), good);
    server.parts.addLiveEngine(new EngineReference(10), better);
    server.addCamera("door", true);
    server.streams.cursors.put(new StreamKey.Replay("r1", "door"), new FakeCursor());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private HttpRequest.Builder offer(String path) {
    return server
        .request("POST", path, BodyPublishers.ofString("v=0 offer"))
        .header("Content-Type", "application/sdp");
  }

  /** As the token of a viewer does. */
  private void beginReplay() throws Exception {
    server.as(
        "viewer", "POST", "/api/v1/replays", "{'cameras': ['door'], 'at': '2026-11-25T09:00:00Z'}");
  }

  private Answer watch(String path) throws Exception {
    return server.send(offer(path).header("Authorization", "Bearer viewer"));
  }

  @Test
  void offerGoesToTheBestEngine() throws Exception {
    Answer answer = watch(LIVE);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Content-Type")).isEqualTo("application/sdp");
    assertThat(answer.header("Location")).isEqualTo("/whep/sessions/better-1");
    assertThat(answer.text()).isEqualTo("v=0 answer of better");
    assertThat(better.requests).hasSize(1);
    assertThat(better.requests.get(0).key()).isEqualTo(new StreamKey.Live("door", Profile.MAIN));
    assertThat(better.requests.get(0).sdpOffer()).isEqualTo("v=0 offer");
    assertThat(better.requests.get(0).localAddress()).isEqualTo("127.0.0.1");
  }

  @Test
  void replayOffer() throws Exception {
    beginReplay();
    assertThat(watch("/whep/replay/r1/door").status()).isEqualTo(201);
    assertThat(better.requests.get(0).key()).isEqualTo(new StreamKey.Replay("r1", "door"));
  }

  @Test
  void sickEngineIsPassedOver() throws Exception {
    better.healthy = false;

    assertThat(watch(LIVE).text()).endsWith("good");
    good.healthy = false;
    assertThat(watch(LIVE).problem()).isEqualTo("503 -");
  }

  @Test
  void engineThatFallsIllOverAnOfferIsFollowedByTheNext() throws Exception {
    better.failure =
        Optional.of(new LiveException(LiveException.Kind.NOT_READY, "server has gone"));
    better.fallsIll = true;

    assertThat(watch(LIVE).text()).endsWith("good");
  }

  @Test
  void refusalsOfAHealthyEngineAreTold() throws Exception {
    Object[][] cases = {
      {LiveException.Kind.MALFORMED, "400 -"},
      {LiveException.Kind.UNKNOWN_STREAM, "404 -"},
      {LiveException.Kind.NOT_ACCEPTABLE, "406 -"},
      {LiveException.Kind.NOT_READY, "503 -"},
    };
    for (Object[] one : cases) {
      better.failure = Optional.of(new LiveException((LiveException.Kind) one[0], "why not"));
      Answer answer = watch(LIVE);
      assertThat(answer.problem()).isEqualTo(one[1]);
      assertThat(answer.text()).contains("why not");
      assertThat(answer.header("Retry-After").isEmpty()).isEqualTo(!one[1].equals("503 -"));
    }
    assertThat(good.requests).isEmpty();
  }

  @Test
  void noEngine() throws Exception {
    server.parts.removeLiveEngine(new EngineReference(0));
    server.parts.removeLiveEngine(new EngineReference(10));

    assertThat(watch(LIVE).text()).contains("sink-webrtc");
  }

  @Test
  void streamsThatAreNotThere() throws Exception {
    server.addCamera("cellar", false);

    assertThat(watch("/whep/live/nowhere/main").problem()).isEqualTo("404 -");
    assertThat(watch("/whep/live/cellar/main").problem()).isEqualTo("404 -");
    assertThat(watch("/whep/replay/r2/door").problem()).isEqualTo("404 -");
    assertThat(watch("/whep/live/door/sub").problem()).as("not reached yet").isEqualTo("503 -");
    server.cameras.status.put(
        Profile.MAIN,
        new StreamStatus(
            StreamStatus.State.LIVE, TestServer.NOW, List.of(), 25, 4000, 0, 0, Optional.empty()));
    assertThat(watch("/whep/live/door/sub").problem()).as("has no sub").isEqualTo("404 -");
  }

  @Test
  void whatIsNoOffer() throws Exception {
    assertThat(watch("/whep/live/door/third").problem()).isEqualTo("404 -");
    assertThat(server.as("viewer", "POST", LIVE, "{}").problem()).isEqualTo("415 -");
    Answer html =
        server.send(
            offer(LIVE).header("Authorization", "Bearer viewer").header("Accept", "text/html"));
    assertThat(html.problem()).isEqualTo("406 -");
    assertThat(server.as("viewer", "GET", LIVE).problem()).isEqualTo("405 -");
  }

  @Test
  void watchingNeedsSignIn_theHeaderWithACookie_andTheCamera() throws Exception {
    server.accounts.users.put("eve", new User("eve", Role.VIEWER, Optional.of(Set.of("door"))));
    String cookie = "vedette_session=session-of-eve";
    String header = "X-Requested-With";

    assertThat(server.send(offer(LIVE)).problem()).isEqualTo("401 -");
    assertThat(server.send(offer(LIVE).header("Cookie", cookie)).problem()).isEqualTo("403 -");
    assertThat(server.send(offer(LIVE).header("Cookie", cookie).header(header, "vedette")).status())
        .isEqualTo(201);
    assertThat(
            server
                .send(
                    offer("/whep/live/yard/main")
                        .header("Cookie", cookie)
                        .header(header, "vedette"))
                .problem())
        .isEqualTo("403 -");
    assertThat(
            server
                .send(
                    offer("/whep/replay/r1/yard")
                        .header("Cookie", cookie)
                        .header(header, "vedette"))
                .problem())
        .isEqualTo("403 -");
  }

  @Test
  void aReplayIsShownToWhomBeganItAndToAdministrators() throws Exception {
    beginReplay();
    String replay = "/whep/replay/r1/door";

    assertThat(watch(replay).status()).isEqualTo(201);
    assertThat(server.send(offer(replay).header("Authorization", "Bearer operator")).problem())
        .isEqualTo("404 -");
    assertThat(server.send(offer(replay).header("Authorization", "Bearer admin")).status())
        .isEqualTo(201);
  }

  @Test
  void aSessionIsEndedByWhomBeganItOrAnAdministrator() throws Exception {
    String first = watch(LIVE).header("Location");
    String second = watch(LIVE).header("Location");

    assertThat(server.as("operator", "DELETE", first).problem()).isEqualTo("404 -");
    assertThat(better.sessions).hasSize(2);
    assertThat(server.as("viewer", "DELETE", first).status()).isEqualTo(200);
    assertThat(server.as("admin", "DELETE", second).status()).isEqualTo(200);
  }

  @Test
  void optionsSayWhatAnOfferIs() throws Exception {
    Answer answer = server.send(server.request("OPTIONS", LIVE, BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Accept-Post")).isEqualTo("application/sdp");
  }

  /** As a page asks whose picture stands: a trickle of nothing. */
  private HttpRequest.Builder stillThere(String session) {
    return server
        .request("PATCH", session, BodyPublishers.ofString(""))
        .header("Content-Type", "application/trickle-ice-sdpfrag")
        .header("Authorization", "Bearer viewer");
  }

  @Test
  void sessionTakesCandidatesAndEnds() throws Exception {
    better.healthy = false;
    String session = watch(LIVE).header("Location");
    var trickle =
        server
            .request("PATCH", session, BodyPublishers.ofString("a=candidate"))
            .header("Content-Type", "application/trickle-ice-sdpfrag")
            .header("Authorization", "Bearer viewer");

    assertThat(server.send(trickle).status()).isEqualTo(204);
    assertThat(good.fragments).containsExactly("a=candidate");
    assertThat(server.send(stillThere(session)).status()).isEqualTo(204);
    assertThat(server.as("viewer", "PATCH", session, "{}").problem()).isEqualTo("415 -");
    assertThat(server.as("viewer", "DELETE", session).status()).isEqualTo(200);
    assertThat(server.as("viewer", "DELETE", session).problem()).isEqualTo("404 -");
    assertThat(server.send(trickle).problem()).isEqualTo("404 -");
    assertThat(server.send(stillThere(session)).problem()).isEqualTo("404 -");
  }

  @Test
  void sessionGoesWithItsEngine_andOneOfAnotherStays() throws Exception {
    String first = watch(LIVE).header("Location");
    server.parts.removeLiveEngine(new EngineReference(10));
    String second = watch(LIVE).header("Location");
    server.parts.addLiveEngine(new EngineReference(10), new FakeLiveEngine("better again"));

    assertThat(server.as("viewer", "DELETE", first).problem()).isEqualTo("404 -");
    assertThat(watch(LIVE).header("Location")).startsWith("/whep/sessions/better again");
    assertThat(server.as("viewer", "DELETE", second).status()).isEqualTo(200);
    assertThat(good.sessions).isEmpty();
  }
}

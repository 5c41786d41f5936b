package io.vedette.web.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.access.Accounts.User;
import io.vedette.api.access.Role;
import io.vedette.api.replay.ReplayException;
import io.vedette.api.replay.Replays;
import io.vedette.api.replay.Replays.Change;
import io.vedette.api.stream.Profile;
import io.vedette.web.resource.TestServer.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplaysTest {
  private static final String AT = "'at': '2026-11-25T09:00:00.250Z'";

  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private Answer post(String json) throws Exception {
    return server.as("viewer", "POST", "/api/v1/replays", json);
  }

  private Answer patch(String json) throws Exception {
    return server.as("viewer", "PATCH", "/api/v1/replays/r1", json);
  }

  @Test
  void createdReplay() throws Exception {
    Answer answer = post("{'cameras': ['b', 'a'], " + AT + ", 'stream': 'sub', 'rate': -8}");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Location")).isEqualTo("/api/v1/replays/r1");
    assertThat(answer.text().replace('"', '\''))
        .isEqualTo(
            "{'id':'r1','clock':'2026-11-25T09:00:00.250Z','rate':-8.0,'playing':true,'cameras':{"
                + "'a':{'whep':'/whep/replay/r1/a','mode':'passthrough','stream':'sub'},"
                + "'b':{'whep':'/whep/replay/r1/b','mode':'passthrough','stream':'sub'}}}");
    assertThat(server.as("viewer", "GET", "/api/v1/replays/r1").text()).isEqualTo(answer.text());
  }

  @Test
  void skippedGapAndTheEndAreShown() throws Exception {
    post("{'cameras': ['a'], " + AT + "}");
    Replays.State r = server.replays.replay.orElseThrow();
    Instant from = Instant.parse("2026-11-25T09:00:01Z");
    server.replays.replay =
        Optional.of(
            new Replays.State(
                r.id(),
                r.clock(),
                r.rate(),
                r.playing(),
                r.cameras(),
                Optional.of(new Replays.SkippedGap(from, from.plusSeconds(60))),
                true,
                true));

    assertThat(server.as("viewer", "GET", "/api/v1/replays/r1").text().replace('"', '\''))
        .endsWith(
            ",'skippedGap':{'from':'2026-11-25T09:00:01.000Z','to':'2026-11-25T09:01:01.000Z'},'atEnd':true,"
                + "'smooth':true}");
  }

  @Test
  void malformedRequests() throws Exception {
    assertThat(post("{" + AT + "}").problem()).isEqualTo("400 cameras");
    assertThat(post("{'cameras': [], " + AT + "}").problem()).isEqualTo("400 cameras");
    assertThat(post("{'cameras': ['a', 'a'], " + AT + "}").problem()).isEqualTo("400 cameras");
    assertThat(post("{'cameras': ['a']}").problem()).isEqualTo("400 at");
    assertThat(post("{'cameras': ['a'], 'at': 'then'}").problem()).isEqualTo("400 at");
    for (String rate : List.of("0", "0.0", "1000", "-64.1", "1e400", "'fast'")) {
      assertThat(post("{'cameras': ['a'], " + AT + ", 'rate': " + rate + "}").problem())
          .as(rate)
          .isEqualTo("400 rate");
    }
    assertThat(post("{'cameras': ['a'], " + AT + ", 'rate': NaN}").problem()).isEqualTo("400 -");
    assertThat(post("{'cameras': ['a'], " + AT + ", 'stream': 'x'}").problem())
        .isEqualTo("400 stream");
  }

  @Test
  void moreCamerasThanAReplayHas() throws Exception {
    String cameras =
        IntStream.range(0, 17).mapToObj(i -> "'c" + i + "'").collect(Collectors.joining(","));

    assertThat(post("{'cameras': [" + cameras + "], " + AT + "}").problem())
        .isEqualTo("422 cameras");
  }

  @Test
  void failuresOfTheReplay() throws Exception {
    Object[][] cases = {
      {ReplayException.Kind.MALFORMED, "400 -"},
      {ReplayException.Kind.UNKNOWN_CAMERA, "404 -"},
      {ReplayException.Kind.IMPOSSIBLE, "422 -"},
      {ReplayException.Kind.TOO_MANY, "503 -"},
    };
    for (Object[] one : cases) {
      server.replays.failure =
          Optional.of(new ReplayException((ReplayException.Kind) one[0], "why not"));
      assertThat(post("{'cameras': ['a'], " + AT + "}").problem()).isEqualTo(one[1]);
    }
    server.replays.failure =
        Optional.of(new ReplayException(ReplayException.Kind.IMPOSSIBLE, "at", "why not"));
    assertThat(post("{'cameras': ['a'], " + AT + "}").problem()).isEqualTo("422 at");
  }

  @Test
  void changes() throws Exception {
    post("{'cameras': ['a'], " + AT + "}");
    assertThat(patch("{'playing': false}").status()).isEqualTo(200);
    patch("{'rate': 2, 'seek': '2026-11-25T09:30:00Z'}");
    patch("{'step': -1}");
    patch("{'stream': 'main', 'camera': 'a'}");
    patch("{'smooth': true}");

    assertThat(server.replays.changes)
        .containsExactly(
            new Change(
                Optional.of(false),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            new Change(
                Optional.empty(),
                Optional.of(2.0),
                Optional.of(Instant.parse("2026-11-25T09:30:00Z")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            new Change(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(-1),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            new Change(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Profile.MAIN),
                Optional.of("a"),
                Optional.empty()),
            new Change(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(true)));
  }

  @Test
  void changesThatMakeNoSense() throws Exception {
    post("{'cameras': ['a'], " + AT + "}");

    assertThat(patch("{'step': 2}").problem()).isEqualTo("400 step");
    assertThat(patch("{'rate': 0}").problem()).isEqualTo("400 rate");
    assertThat(patch("{'stream': 'main', 'camera': 'b'}").problem()).isEqualTo("400 camera");
    assertThat(patch("{'camera': 'a'}").problem()).isEqualTo("400 camera");
    assertThat(patch("{'speed': 1}").problem()).isEqualTo("400 speed");
    assertThat(patch("{}").problem()).isEqualTo("400 -");
    assertThat(server.replays.changes).isEmpty();
  }

  @Test
  void whatIsNotThere() throws Exception {
    assertThat(server.as("viewer", "GET", "/api/v1/replays/r1").problem()).isEqualTo("404 -");
    assertThat(patch("{}").problem()).isEqualTo("404 -");
    assertThat(server.as("viewer", "DELETE", "/api/v1/replays/r1").problem()).isEqualTo("404 -");
  }

  @Test
  void end() throws Exception {
    post("{'cameras': ['a'], " + AT + "}");

    assertThat(server.as("viewer", "DELETE", "/api/v1/replays/r1").status()).isEqualTo(204);
    assertThat(server.replays.ids()).isEmpty();
  }

  @Test
  void aReplayNeedsTheRightToEachOfItsCameras() throws Exception {
    server.accounts.users.put("eve", new User("eve", Role.VIEWER, Optional.of(Set.of("a"))));

    assertThat(asEve("POST", "/api/v1/replays", "{\"cameras\": [\"b\"], " + AT + "}").problem())
        .isEqualTo("403 -");
  }

  @Test
  void aReplayIsThereForWhomBeganItAndForAdministrators() throws Exception {
    server.accounts.users.put("eve", new User("eve", Role.OPERATOR, Optional.empty()));
    String path = "/api/v1/replays/r1";
    post("{'cameras': ['a'], " + AT + "}");

    assertThat(asEve("GET", path, "").problem()).isEqualTo("404 -");
    assertThat(asEve("PATCH", path, "{'playing': false}").problem()).isEqualTo("404 -");
    assertThat(asEve("DELETE", path, "").problem()).isEqualTo("404 -");
    assertThat(server.as("admin", "GET", path).status()).isEqualTo(200);
    assertThat(server.as("viewer", "DELETE", path).status()).isEqualTo(204);
    asEve("POST", "/api/v1/replays", "{'cameras': ['a'], " + AT + "}");
    assertThat(asEve("GET", path, "").status()).isEqualTo(200);
    assertThat(server.as("viewer", "GET", path).problem()).isEqualTo("404 -");
  }

  @Test
  void listHasThoseThatTheCallerMaySteer() throws Exception {
    server.accounts.users.put("eve", new User("eve", Role.VIEWER, Optional.of(Set.of("a"))));
    assertThat(server.as("viewer", "GET", "/api/v1/replays").text()).isEqualTo("[]");
    Answer one = post("{'cameras': ['a'], " + AT + "}");

    assertThat(server.as("viewer", "GET", "/api/v1/replays").text())
        .isEqualTo("[" + one.text() + "]");
    assertThat(server.as("admin", "GET", "/api/v1/replays").text())
        .isEqualTo("[" + one.text() + "]");
    assertThat(asEve("GET", "/api/v1/replays", "").text()).isEqualTo("[]");
    asEve("POST", "/api/v1/replays", "{'cameras': ['a'], " + AT + "}");
    assertThat(asEve("GET", "/api/v1/replays", "").text()).startsWith("[{");
    server.accounts.users.put("eve", new User("eve", Role.VIEWER, Optional.of(Set.of("b"))));
    assertThat(asEve("GET", "/api/v1/replays", "").text()).isEqualTo("[]");
  }

  private Answer asEve(String method, String path, String json) throws Exception {
    return server.send(
        server
            .request(method, path, BodyPublishers.ofString(json.replace('\'', '"')))
            .header("Content-Type", "application/json")
            .header("X-Requested-With", "vedette")
            .header("Cookie", "vedette_session=session-of-eve"));
  }
}

package io.vedette.web.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.access.Accounts.User;
import io.vedette.api.access.Role;
import io.vedette.api.export.ExportException;
import io.vedette.api.export.Exports.State;
import io.vedette.web.resource.TestServer.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportsTest {
  private static final String RANGE =
      "'from': '2026-11-25T08:00:00Z', 'to': '2026-11-25T09:00:00Z'";
  private static final String DOOR = "{'cameras': ['door'], " + RANGE + "}";

  @TempDir Path temp;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
    server.addCamera("door", true);
    server.addCamera("yard", true);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private Answer post(String json) throws Exception {
    return server.as("operator", "POST", "/api/v1/exports", json);
  }

  private Answer get(String path, String... headers) throws Exception {
    var request =
        server
            .request("GET", "/api/v1/exports" + path, BodyPublishers.noBody())
            .header("Authorization", "Bearer operator");
    return server.send(headers.length > 0 ? request.headers(headers) : request);
  }

  @Test
  void aJobIsTakenShownAndDeleted() throws Exception {
    Answer answer = post(DOOR);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Location")).isEqualTo("/api/v1/exports/e1");
    assertThat(answer.text().replace('"', '\''))
        .isEqualTo(
            "{'id':'e1','state':'running','progress':0.25,'by':'operator',"
                + "'created':'2026-11-25T10:00:00.000Z','from':'2026-11-25T08:00:00.000Z',"
                + "'to':'2026-11-25T09:00:00.000Z','stream':'main','cameras':[{'camera':'door',"
                + "'state':'running','files':1,'size':1000,'gaps':[{"
                + "'from':'2026-11-25T08:00:00.000Z','to':'2026-11-25T08:00:01.000Z',"
                + "'kind':'gap','cause':'camera-offline'}]}]}");
    assertThat(get("/e1").text()).isEqualTo(answer.text());
    assertThat(get("").json().getAsJsonArray()).hasSize(1);
    assertThat(server.as("operator", "DELETE", "/api/v1/exports/e1").status()).isEqualTo(204);
    assertThat(get("/e1").problem()).isEqualTo("404 -");
    assertThat(server.accounts.audit)
        .extracting(e -> e.action() + ": " + e.detail())
        .containsExactly("export begun: e1: door", "export deleted: e1");
  }

  @Test
  void requestsThatMakeNoSense() throws Exception {
    assertThat(post("{" + RANGE + "}").problem()).isEqualTo("400 cameras");
    assertThat(post("{'cameras': ['door', 'door'], " + RANGE + "}").problem())
        .isEqualTo("400 cameras");
    assertThat(post("{'cameras': ['cellar'], " + RANGE + "}").problem()).isEqualTo("404 cameras");
    assertThat(post(DOOR.replace("T09", "T07")).problem()).isEqualTo("400 to");
    assertThat(post(DOOR.replace("2026-11-25T08", "2020-11-25T08")).problem())
        .isEqualTo("422 from");
    assertThat(post(DOOR.replace("}", ", 'stream': 'third'}")).problem()).isEqualTo("400 stream");
    assertThat(post(DOOR.replace("}", ", 'zip': true}")).problem()).isEqualTo("400 zip");
    server.exports.failure =
        Optional.of(new ExportException(ExportException.Kind.IMPOSSIBLE, "nothing was recorded"));
    assertThat(post(DOOR).problem()).isEqualTo("422 -");
    server.exports.failure =
        Optional.of(new ExportException(ExportException.Kind.TOO_MANY, "16 are waiting"));
    assertThat(post(DOOR).problem()).isEqualTo("503 -");
  }

  @Test
  void archiveInWholeAndInParts() throws Exception {
    post(DOOR);
    assertThat(get("/e1/download").problem()).as("not done").isEqualTo("409 -");
    server.exports.archive = Optional.of(Files.writeString(temp.resolve("a.zip"), "PK 0123456789"));
    server.exports.becomes(State.DONE, 13, "");

    assertThat(get("/e1").text()).contains("\"download\":\"/api/v1/exports/e1/download\"");
    Answer whole = get("/e1/download");
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.header("Content-Type")).isEqualTo("application/zip");
    assertThat(whole.header("Content-Length")).isEqualTo("13");
    assertThat(whole.header("Content-Disposition")).contains("vedette-export-e1.zip");
    assertThat(whole.text()).isEqualTo("PK 0123456789");
    Answer part = get("/e1/download", "Range", "bytes=3-5");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.header("Content-Range")).isEqualTo("bytes 3-5/13");
    assertThat(part.text()).isEqualTo("012");
    assertThat(get("/e1/download", "Range", "bytes=13-").problem()).isEqualTo("416 -");
    Files.delete(temp.resolve("a.zip"));
    assertThat(get("/e1/download").problem()).isEqualTo("404 -");
  }

  @Test
  void failedJobSaysWhy() throws Exception {
    post(DOOR);
    server.exports.becomes(State.FAILED, 0, "the disk is full");

    assertThat(get("/e1").object().get("detail").getAsString()).isEqualTo("the disk is full");
    assertThat(get("/e1/download").problem()).isEqualTo("422 -");
  }

  @Test
  void rightsAndOwners() throws Exception {
    server.accounts.users.put("eve", new User("eve", Role.OPERATOR, Optional.of(Set.of("yard"))));
    assertThat(server.as("viewer", "POST", "/api/v1/exports", DOOR).problem()).isEqualTo("403 -");
    assertThat(asEve("POST", "", DOOR).problem()).isEqualTo("403 -");
    post(DOOR);
    assertThat(asEve("GET", "/e1", "").problem()).isEqualTo("404 -");
    assertThat(asEve("DELETE", "/e1", "").problem()).isEqualTo("404 -");
    assertThat(asEve("GET", "", "").text()).isEqualTo("[]");
    assertThat(asEve("POST", "", DOOR.replace("door", "yard")).status()).isEqualTo(202);
    assertThat(asEve("GET", "/e2", "").status()).isEqualTo(200);
    assertThat(server.as("admin", "GET", "/api/v1/exports").json().getAsJsonArray()).hasSize(2);
  }

  private Answer asEve(String method, String path, String json) throws Exception {
    return server.send(
        server
            .request(
                method, "/api/v1/exports" + path, BodyPublishers.ofString(json.replace('\'', '"')))
            .header("Content-Type", "application/json")
            .header("X-Requested-With", "vedette")
            .header("Cookie", "vedette_session=session-of-eve"));
  }

  @Test
  void withoutTheFeatureItSaysSo() throws Exception {
    server.parts.exports = null;

    assertThat(post(DOOR).problem()).isEqualTo("503 -");
    assertThat(get("").problem()).isEqualTo("503 -");
    assertThat(get("/e1").problem()).isEqualTo("503 -");
  }
}

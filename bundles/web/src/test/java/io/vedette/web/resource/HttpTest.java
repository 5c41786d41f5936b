package io.vedette.web.resource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.web.resource.TestServer.Answer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for every path. */
class HttpTest {
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void unknownPathsAndMethods() throws Exception {
    assertThat(server.as("admin", "GET", "/api/v1/nothing").problem()).isEqualTo("404 -");
    assertThat(server.as("admin", "GET", "/api/v1/cameras/").problem()).isEqualTo("404 -");
    Answer wrong = server.as("admin", "PATCH", "/api/v1/cameras");
    assertThat(wrong.problem()).isEqualTo("405 -");
    assertThat(wrong.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
    assertThat(server.as("admin", "OPTIONS", "/api/v1/cameras").status()).isEqualTo(204);
  }

  @Test
  void parametersThatNobodyAskedFor() throws Exception {
    assertThat(server.as("admin", "GET", "/api/v1/cameras?page=2").problem()).isEqualTo("400 page");
    assertThat(server.as("admin", "GET", "/api/v1/audit?From=x").problem()).isEqualTo("400 From");
    assertThat(server.as("nobody", "GET", "/api/v1/health?a").problem()).isEqualTo("400 a");
    assertThat(server.as("nobody", "GET", "/api/v1/cameras?a").problem()).isEqualTo("401 -");
    assertThat(server.as("admin", "GET", "/api/v1/cameras?").status()).isEqualTo(200);
  }

  @Test
  void answersAreNeitherCachedNorGuessedAt() throws Exception {
    Answer answer = server.as("admin", "GET", "/api/v1/cameras");

    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    Answer problem = server.as("admin", "GET", "/api/v1/nothing");
    assertThat(problem.header("Cache-Control")).isEqualTo("no-store");
    assertThat(problem.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void headHasTheLengthButNoBody() throws Exception {
    Answer answer = server.as("admin", "HEAD", "/api/v1/cameras");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Length")).isEqualTo("2");
    assertThat(answer.http().body()).isEmpty();
  }

  @Test
  void whoTakesNoJsonGetsNone() throws Exception {
    var request =
        server
            .request("GET", "/api/v1/cameras", BodyPublishers.noBody())
            .header("Authorization", "Bearer admin")
            .header("Accept", "text/html");

    assertThat(server.send(request).problem()).isEqualTo("406 -");
  }

  @Test
  void aBodyThatIsTooLarge_announcedOrNot() throws Exception {
    String large = "{'name': '" + "x".repeat(200_000) + "'}";
    assertThat(server.as("admin", "POST", "/api/v1/cameras", large).problem()).isEqualTo("413 -");

    var chunked =
        server
            .request(
                "POST",
                "/api/v1/cameras",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large.getBytes(UTF_8))))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer admin");
    assertThat(server.send(chunked).problem()).isEqualTo("413 -");
  }

  @Test
  void aFaultOfOursIsToldWithoutItsInside() throws Exception {
    server.cameras.drivers = null;
    Answer answer = server.as("admin", "GET", "/api/v1/drivers");

    assertThat(answer.problem()).isEqualTo("500 -");
    assertThat(answer.text()).doesNotContain("NullPointer", "null", "vedette.web");
  }

  @Test
  void whatIsNotYetSaysSo() throws Exception {
    assertThat(server.as("admin", "GET", "/api/v1/plugins").problem()).isEqualTo("501 -");
  }
}

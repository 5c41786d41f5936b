package io.vedette.web.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.access.Accounts.User;
import io.vedette.api.access.Role;
import io.vedette.web.resource.TestServer.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionTest {
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private Answer signIn(String json) throws Exception {
    return server.send(
        server
            .request("POST", "/api/v1/session", BodyPublishers.ofString(json.replace('\'', '"')))
            .header("Content-Type", "application/json"));
  }

  private Answer withCookie(String method, String path, String... headers) throws Exception {
    var request =
        server
            .request(method, path, BodyPublishers.noBody())
            .header("Cookie", "other=1; vedette_session=session-of-admin");
    return server.send(headers.length > 0 ? request.headers(headers) : request);
  }

  @Test
  void signInSetsTheCookie() throws Exception {
    Answer answer = signIn("{'user': 'admin', 'password': 'admin-password'}");

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Set-Cookie"))
        .isEqualTo("vedette_session=session-of-admin; Path=/; HttpOnly; SameSite=Strict");
  }

  @Test
  void wrongUserAndWrongPasswordAreTheSame() throws Exception {
    Answer user = signIn("{'user': 'nobody', 'password': 'admin-password'}");
    Answer password = signIn("{'user': 'admin', 'password': 'wrong'}");

    assertThat(user.problem()).isEqualTo("401 -");
    assertThat(user.text()).isEqualTo(password.text());
  }

  @Test
  void tooManyTriesSayWhenToTryAgain() throws Exception {
    server.accounts.tooManyTries = true;
    Answer answer = signIn("{'user': 'admin', 'password': 'admin-password'}");

    assertThat(answer.problem()).isEqualTo("429 -");
    assertThat(answer.header("Retry-After")).isEqualTo("42");
  }

  @Test
  void signInChecksItsBody() throws Exception {
    assertThat(signIn("{'user': 'admin'}").problem()).isEqualTo("400 password");
    assertThat(signIn("{'user': 1, 'password': ''}").problem()).isEqualTo("400 user");
    assertThat(signIn("{'user': 'a', 'password': 'b', 'otp': 1}").problem()).isEqualTo("400 otp");
    assertThat(signIn("user=admin").problem()).isEqualTo("400 -");
    Answer form =
        server.send(
            server
                .request("POST", "/api/v1/session", BodyPublishers.ofString("user=admin"))
                .header("Content-Type", "application/x-www-form-urlencoded"));
    assertThat(form.problem()).isEqualTo("415 -");
  }

  @Test
  void showsWhoIsSignedIn() throws Exception {
    assertThat(withCookie("GET", "/api/v1/session").text())
        .isEqualTo("{\"user\":\"admin\",\"role\":\"admin\"}");
    server.accounts.users.put("admin", new User("admin", Role.VIEWER, Optional.of(Set.of("door"))));
    assertThat(withCookie("GET", "/api/v1/session").text())
        .isEqualTo("{\"user\":\"admin\",\"role\":\"viewer\",\"cameras\":[\"door\"]}");
  }

  @Test
  void whoeverIsNotSignedInIsToldSo() throws Exception {
    Answer answer = server.send(server.request("GET", "/api/v1/cameras", BodyPublishers.noBody()));

    assertThat(answer.problem()).isEqualTo("401 -");
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    assertThat(server.as("wrong-token", "GET", "/api/v1/cameras").problem()).isEqualTo("401 -");
  }

  @Test
  void aWrongTokenIsNotSavedByACookie() throws Exception {
    assertThat(withCookie("GET", "/api/v1/session", "Authorization", "Bearer x").problem())
        .isEqualTo("401 -");
    assertThat(withCookie("GET", "/api/v1/session", "Authorization", "Basic YTpi").problem())
        .isEqualTo("401 -");
  }

  @Test
  void aChangeWithACookieNeedsTheHeader() throws Exception {
    assertThat(withCookie("DELETE", "/api/v1/session").problem()).isEqualTo("403 -");
    Answer out = withCookie("DELETE", "/api/v1/session", "X-Requested-With", "vedette");

    assertThat(out.status()).isEqualTo(204);
    assertThat(out.header("Set-Cookie")).contains("vedette_session=;", "Max-Age=0");
    assertThat(withCookie("GET", "/api/v1/session").problem()).isEqualTo("401 -");
  }

  @Test
  void withoutAccountsNobodyIsLetIn() throws Exception {
    server.parts.accounts = null;
    Answer answer = server.as("admin", "GET", "/api/v1/cameras");

    assertThat(answer.problem()).isEqualTo("503 -");
    assertThat(answer.header("Retry-After")).isNotEmpty();
    assertThat(answer.text()).contains("bundle access");
  }
}

package io.vedette.web.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.web.resource.TestServer.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users, tokens and the audit. */
class UsersTest {
  private static final String BOB =
      "{'name': 'bob', 'role': 'viewer', 'password': 'bob-password', 'cameras': ['door']}";

  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
    server.addCamera("door", true);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private Answer admin(String method, String path, String json) throws Exception {
    return server.as("admin", method, "/api/v1" + path, json);
  }

  private Answer admin(String method, String path) throws Exception {
    return server.as("admin", method, "/api/v1" + path);
  }

  @Test
  void usersComeAndGo() throws Exception {
    Answer created = admin("POST", "/users", BOB);
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo("/api/v1/users/bob");
    assertThat(admin("GET", "/users").text().replace('"', '\''))
        .isEqualTo(
            "[{'name':'admin','role':'admin'},"
                + "{'name':'bob','role':'viewer','cameras':['door']}]");
    assertThat(admin("PUT", "/users/bob", "{'role': 'operator'}").text().replace('"', '\''))
        .isEqualTo("{'name':'bob','role':'operator'}");
    assertThat(admin("DELETE", "/users/bob").status()).isEqualTo(204);
    assertThat(admin("DELETE", "/users/bob").problem()).isEqualTo("404 -");
    assertThat(server.accounts.audit)
        .extracting(e -> e.who() + ": " + e.action() + ": " + e.detail())
        .containsExactly(
            "admin: user added: bob (viewer)",
            "admin: user changed: bob (operator)",
            "admin: user deleted: bob");
  }

  @Test
  void fieldsAtFaultAreNamed() throws Exception {
    assertThat(admin("POST", "/users", BOB.replace("'bob'", "'b b'")).problem())
        .isEqualTo("400 name");
    assertThat(admin("POST", "/users", BOB.replace("bob-password", "short")).problem())
        .isEqualTo("400 password");
    assertThat(admin("POST", "/users", BOB.replace("viewer", "root")).problem())
        .isEqualTo("400 role");
    assertThat(admin("POST", "/users", BOB.replace("door", "D o")).problem())
        .isEqualTo("400 cameras");
    assertThat(admin("POST", "/users", BOB.replace("door", "yard")).problem())
        .isEqualTo("422 cameras");
    admin("POST", "/users", BOB);
    assertThat(admin("POST", "/users", BOB).problem()).isEqualTo("409 name");
    assertThat(admin("PUT", "/users/bob", BOB.replace("'bob'", "'rob'")).problem())
        .isEqualTo("400 name");
    assertThat(admin("PUT", "/users/eve", "{'role': 'viewer'}").problem()).isEqualTo("404 -");
  }

  @Test
  void aUserKeepsACameraThatIsNoMore() throws Exception {
    admin("POST", "/users", BOB);
    server.cameras.remove("door");

    assertThat(admin("PUT", "/users/bob", "{'role': 'operator', 'cameras': ['door']}").status())
        .isEqualTo(200);
    assertThat(admin("PUT", "/users/bob", "{'role': 'operator', 'cameras': ['yard']}").problem())
        .isEqualTo("422 cameras");
  }

  @Test
  void lastAdministratorStays() throws Exception {
    assertThat(admin("DELETE", "/users/admin").problem()).isEqualTo("409 -");
  }

  @Test
  void tokens() throws Exception {
    Answer created = admin("POST", "/tokens", "{'name': 'script', 'role': 'operator'}");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.text()).isEqualTo("{\"id\":\"t1\",\"token\":\"secret\"}");
    assertThat(admin("GET", "/tokens").text().replace('"', '\''))
        .isEqualTo(
            "[{'id':'t1','name':'script','role':'operator','created':'1970-01-01T00:00:00.000Z'}]");
    assertThat(admin("POST", "/tokens", "{'name': '', 'role': 'operator'}").problem())
        .isEqualTo("400 name");
    assertThat(admin("DELETE", "/tokens/t1").status()).isEqualTo(204);
    assertThat(admin("DELETE", "/tokens/t1").problem()).isEqualTo("404 -");
  }

  @Test
  void audit() throws Exception {
    admin("POST", "/users", BOB);

    assertThat(admin("GET", "/audit?from=2026-11-24T00:00:00Z").text().replace('"', '\''))
        .isEqualTo(
            "[{'at':'1970-01-01T00:00:00.000Z','who':'admin','remote':'127.0.0.1',"
                + "'action':'user added','detail':'bob (viewer)'}]");
  }

  @Test
  void onlyAdministratorsMay() throws Exception {
    for (String path : new String[] {"/users", "/tokens", "/audit"}) {
      assertThat(server.as("operator", "GET", "/api/v1" + path).problem()).isEqualTo("403 -");
    }
  }
}

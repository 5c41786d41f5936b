package io.vedette.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.vedette.itests.SharedAppliance.Shared;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A new machine: the first password, the locked doors, the second start. */
@ExtendWith(SharedAppliance.class)
class FirstStartTest {
  private static final Pattern PASSWORD = Pattern.compile("as admin with the password (\\S+)");

  @TempDir Path home;

  private static String firstPassword(Appliance appliance) {
    Eventually.within(
        Duration.ofSeconds(5),
        "the password is printed",
        () -> PASSWORD.matcher(appliance.printed()).find());
    Matcher matcher = PASSWORD.matcher(appliance.printed());
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  @Test
  void printedPasswordOpensTheDoorAndStaysAfterARestart() throws Exception {
    String password;
    try (Appliance appliance = Appliance.start("first-start", home)) {
      password = firstPassword(appliance);
      assertThat(appliance.api().signIn("admin", password).get("/api/v1/session").object())
          .extracting(s -> s.get("user").getAsString(), s -> s.get("role").getAsString())
          .containsExactly("admin", "admin");
      assertThat(home.resolve("initial-admin-password")).doesNotExist();
      assertThat(appliance.stop()).isZero();
    }
    try (Appliance again = Appliance.start("second-start", home)) {
      assertThat(again.printed()).doesNotContain("password");
      again.api().signIn("admin", password);
      assertThat(again.stop()).isZero();
    }
    assertPrivate();
  }

  private void assertPrivate() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
        .isEqualTo("rwx------");
    for (String secret : new String[] {"accounts.db", "cameras.db", "secret.key"}) {
      assertThat(Files.getPosixFilePermissions(home.resolve(secret)))
          .as(secret)
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void everyDoorIsLockedFromTheFirstAnswerOnAndTheLockHolds() throws Exception {
    try (Appliance appliance =
        Appliance.launch("doors", home, "--admin-password", Appliance.PASSWORD)) {
      firstAnswerIsAlreadyOurs(appliance);
      appliance.awaitStart();
      nothingWithoutASession(appliance.api());
      changesNeedTheHeaderBesideTheCookie(appliance);
      tokensWorkUntilTheyAreRevoked(appliance);
      consoleKnowsOurAdministratorOnly(appliance.api());
      guessingIsSlowedDown(appliance.api());
    }
  }

  /** Whoever asks while it starts is told of its health or nothing, never that there is no page. */
  private static void firstAnswerIsAlreadyOurs(Appliance appliance) {
    Api.Reply first = null;
    while (first == null && appliance.isAlive()) {
      try {
        first = appliance.api().get("/api/v1/health");
      } catch (IOException notListeningYet) {
        Thread.onSpinWait();
      }
    }
    assertThat(first).isNotNull();
    assertThat(first.status()).isIn(200, 503);
    assertThat(first.object().get("status").getAsString()).isIn("up", "starting");
  }

  private static void nothingWithoutASession(Api api) throws IOException {
    JsonObject health = api.get("/api/v1/health").object();
    assertThat(health.get("status").getAsString()).isEqualTo("up");
    for (String path :
        new String[] {
          "/api/v1/cameras", "/api/v1/storage", "/api/v1/users", "/api/v1/system", "/api/v1/session"
        }) {
      Api.Reply reply = api.get(path);
      assertThat(reply.status()).as(path).isEqualTo(401);
      assertThat(reply.header("Content-Type")).hasValue("application/problem+json");
    }
    assertThat(api.post("/api/v1/cameras", "{}").status()).isEqualTo(401);
    assertThat(api.post("/whep/live/demo-1/main", "v=0").status()).isEqualTo(401);
  }

  private static void changesNeedTheHeaderBesideTheCookie(Appliance appliance) throws IOException {
    Api.Reply reply =
        appliance.api().post("/api/v1/session", Api.credentials("admin", Appliance.PASSWORD));
    assertThat(reply.status()).isEqualTo(204);
    String cookie = reply.header("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict");
    Api withoutHeader = appliance.api().with("Cookie", cookie.split(";", 2)[0]);
    assertThat(withoutHeader.get("/api/v1/cameras").status()).isEqualTo(200);
    assertThat(withoutHeader.delete("/api/v1/session").status()).isEqualTo(403);
    Api whole = withoutHeader.with("X-Requested-With", "vedette");
    assertThat(whole.delete("/api/v1/session").status()).isEqualTo(204);
    assertThat(whole.get("/api/v1/cameras").status()).isEqualTo(401);
  }

  private static void tokensWorkUntilTheyAreRevoked(Appliance appliance) throws IOException {
    Api admin = appliance.admin();
    JsonObject made =
        admin.post("/api/v1/tokens", "{\"name\":\"tv\",\"role\":\"viewer\"}").object();
    Api token = appliance.api().with("Authorization", "Bearer " + made.get("token").getAsString());
    assertThat(token.get("/api/v1/cameras").status()).isEqualTo(200);
    assertThat(token.get("/api/v1/users").status()).isEqualTo(403);
    assertThat(admin.get("/api/v1/tokens").text())
        .contains("tv")
        .doesNotContain(made.get("token").getAsString());
    assertThat(admin.delete("/api/v1/tokens/" + made.get("id").getAsString()).status())
        .isEqualTo(204);
    assertThat(token.get("/api/v1/cameras").status()).isEqualTo(401);
  }

  private static void consoleKnowsOurAdministratorOnly(Api api) throws IOException {
    String basic = "Basic " + base64("admin:admin");
    for (Api client : new Api[] {api, api.with("Authorization", basic)}) {
      Api.Reply reply = client.get("/system/console/bundles");
      assertThat(reply.status()).isIn(302, 303, 401, 403);
    }
  }

  private static void guessingIsSlowedDown(Api api) throws IOException {
    String wrongPassword = api.post("/api/v1/session", Api.credentials("admin", "x")).toString();
    String wrongUser = api.post("/api/v1/session", Api.credentials("nobody", "x")).toString();
    assertThat(wrongPassword).startsWith("401 ").isEqualTo(wrongUser);
    int status = 401;
    for (int tries = 0; tries < 6 && status == 401; tries++) {
      status = api.post("/api/v1/session", Api.credentials("admin", "x")).status();
    }
    assertThat(status).isEqualTo(429);
    Api.Reply right = api.post("/api/v1/session", Api.credentials("admin", Appliance.PASSWORD));
    assertThat(right.status()).isEqualTo(429);
    assertThat(right.header("Retry-After")).isPresent();
  }

  private static String base64(String text) {
    return java.util.Base64.getEncoder()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void takenPortIsSaidInOneLine(Shared shared) throws Exception {
    int taken = shared.appliance().uri().getPort();
    try (Appliance second = Appliance.launch("port", home, taken)) {
      assertThat(second.await()).isEqualTo(1);
      assertThat(second.printed().strip())
          .isEqualTo("vedette: port " + taken + " is in use; choose another with --http-port");
      assertThat(shared.appliance().api().get("/api/v1/health").status()).isEqualTo(200);
    }
  }

  @Test
  void withoutItsHttpsPortItServesHttp_andAMediaPortThatBecomesFreeIsTaken() throws Exception {
    DatagramSocket media = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    try (media;
        ServerSocket https = new ServerSocket(0);
        Appliance appliance =
            Appliance.start(
                "ports",
                home,
                "--https-port",
                "" + https.getLocalPort(),
                "--media-port",
                "" + media.getLocalPort())) {
      assertThat(appliance.printed())
          .contains(
              "no https until the next start: port "
                  + https.getLocalPort()
                  + " is in use; choose another with --https-port")
          .doesNotContain(" and https://")
          .contains("UDP port " + media.getLocalPort() + " cannot be used for live view")
          .contains("not all is well (live: failing)");
      assertThat(appliance.api().get("/api/v1/health").status()).isEqualTo(503);
      media.close();
      Eventually.within(
          Duration.ofSeconds(30),
          "healthy",
          () -> appliance.api().get("/api/v1/health").status() == 200);
      assertThat(appliance.stop()).isZero();
    }
  }

  @Test
  void unknownOptionIsRefused() throws Exception {
    try (Appliance appliance = Appliance.launch("option", home, "--colour", "blue")) {
      assertThat(appliance.await()).isEqualTo(2);
      assertThat(appliance.printed()).contains("--colour");
    }
  }
}

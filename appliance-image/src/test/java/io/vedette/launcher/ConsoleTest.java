package io.vedette.launcher;

import static io.vedette.launcher.RawHttp.basic;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

/** Sign-in of the Felix Web Console, in a real framework with the real features. */
class ConsoleTest {
  private static final String PASSWORD = "correct horse";
  private static final String BUNDLES = "/system/console/bundles";

  @TempDir static Path temp;
  private static RunningAppliance running;
  private static RawHttp http;

  @BeforeAll
  static void start() throws Exception {
    try (Home home = Home.open(temp.resolve("home"))) {
      FirstPassword.prepare(home, Optional.of(PASSWORD));
    }
    running = RunningAppliance.start(TestDistribution.REAL, temp.resolve("home"));
    http = new RawHttp(running.httpPort, "127.0.0.1");
  }

  @AfterAll
  static void stop() throws IOException {
    running.close();
  }

  @Test
  void browserWithoutSignInIsAskedForIt() throws Exception {
    RawHttp.Answer answer = http.get(BUNDLES);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text()).contains("WWW-Authenticate: Basic realm=\"Vedette\"");
  }

  @Test
  void factoryPasswordIsRefused() throws Exception {
    assertThat(http.get(BUNDLES, basic("admin", "admin")).status()).isEqualTo(401);
  }

  @Test
  void administratorComesInByPassword() throws Exception {
    RawHttp.Answer answer = http.get(BUNDLES, basic("admin", PASSWORD));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).contains("Apache Felix");
  }

  @Test
  void administratorComesInByTheSessionOfThePages() throws Exception {
    String secret =
        (String) ((Optional<?>) accounts("signIn", "admin", PASSWORD, "127.0.0.1")).orElseThrow();
    assertThat(http.get(BUNDLES, "Cookie: a=b; vedette_session=" + secret).status()).isEqualTo(200);
    assertThat(http.get("/system/console/logout", "Cookie: vedette_session=" + secret).status())
        .isEqualTo(401);
    assertThat(http.get(BUNDLES, "Cookie: vedette_session=" + secret).status()).isEqualTo(401);
  }

  @Test
  void forgedSessionIsRefused() throws Exception {
    assertThat(http.get(BUNDLES, "Cookie: vedette_session=" + "A".repeat(43)).status())
        .isEqualTo(401);
    assertThat(http.get(BUNDLES, "Authorization: Basic !!!").status()).isEqualTo(401);
    assertThat(http.get(BUNDLES, "Authorization: Bearer x").status()).isEqualTo(401);
  }

  @Test
  void operatorIsRefused() throws Exception {
    addOperator("olga", "olga's password");
    assertThat(http.get(BUNDLES, basic("olga", "olga's password")).status()).isEqualTo(403);
  }

  @Test
  void otherSitesCannotChangeAnything() throws Exception {
    String admin = basic("admin", PASSWORD);
    assertThat(http.send("POST", BUNDLES, admin, "Origin: http://evil.org").status())
        .isEqualTo(403);
    assertThat(
            http.send(
                    "POST", BUNDLES, admin, "Sec-Fetch-Site: cross-site", "Origin: http://nvr:8080")
                .status())
        .isEqualTo(403);
    assertThat(http.send("POST", BUNDLES, admin, "Origin: http://nvr:8080").status())
        .isNotIn(401, 403);
  }

  @Test
  void changesAreInTheAudit() throws Exception {
    http.send("POST", "/system/console/bundles/0?action=nothing", basic("admin", PASSWORD));
    Object entries =
        accounts("audit", java.time.Instant.EPOCH, java.time.Instant.now().plusSeconds(60));
    assertThat(entries.toString())
        .contains(
            "who=admin, remote=127.0.0.1, action=console, detail=POST /system/console/bundles/0");
  }

  @Test
  void tooManyTriesAreSlowedDown() throws Exception {
    RawHttp guesser = new RawHttp(running.httpPort, "127.0.0.9");
    for (int i = 0; i < 5; i++) {
      assertThat(guesser.get(BUNDLES, basic("guess" + i, "x")).status()).isEqualTo(401);
    }
    RawHttp.Answer answer = guesser.get(BUNDLES, basic("guess", "x"));
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.text()).containsPattern("Retry-After: [0-9]+");
    assertThat(http.get(BUNDLES, basic("admin", PASSWORD)).status()).isEqualTo(200);
  }

  private static void addOperator(String name, String password) throws Exception {
    Object accounts = accounts();
    Class<?> api = Arrays.stream(accounts.getClass().getInterfaces()).findFirst().orElseThrow();
    Class<?> role = api.getClassLoader().loadClass("io.vedette.api.access.Role");
    Class<?> user = api.getClassLoader().loadClass("io.vedette.api.access.Accounts$User");
    Object olga =
        user.getConstructors()[0].newInstance(
            name, role.getField("OPERATOR").get(null), Optional.empty());
    accounts("addUser", olga, password);
  }

  /** Our copy of the api is not the bundles', so by reflection. */
  private static Object accounts(String method, Object... arguments) throws Exception {
    Object accounts = accounts();
    Class<?> api = Arrays.stream(accounts.getClass().getInterfaces()).findFirst().orElseThrow();
    return Arrays.stream(api.getMethods())
        .filter(m -> m.getName().equals(method) && m.getParameterCount() == arguments.length)
        .findFirst()
        .orElseThrow()
        .invoke(accounts, arguments);
  }

  private static Object accounts() throws Exception {
    BundleContext context = running.appliance.context();
    return context.getService(
        context.getAllServiceReferences("io.vedette.api.access.Accounts", null)[0]);
  }
}

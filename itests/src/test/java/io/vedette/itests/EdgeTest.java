package io.vedette.itests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import io.vedette.api.stream.Profile;
import io.vedette.itests.SharedAppliance.Shared;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip;
import io.vedette.testkit.SimulatedCamera;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP edge as only the whole appliance has it: TLS, addresses, Jetty's own refusals. */
@ExtendWith(SharedAppliance.class)
class EdgeTest {
  @TempDir Path home;

  @Test
  void cookieOfHttpsIsNeverSentWithoutIt(Shared shared) throws Exception {
    URI uri = URI.create("https://127.0.0.1:" + shared.appliance().httpsPort() + "/api/v1/session");
    HttpsURLConnection connection = (HttpsURLConnection) uri.toURL().openConnection();
    connection.setSSLSocketFactory(trusting().getSocketFactory());
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setDoOutput(true);
    connection
        .getOutputStream()
        .write(Api.credentials("admin", Appliance.PASSWORD).getBytes(UTF_8));

    assertThat(connection.getResponseCode()).isEqualTo(204);
    assertThat(connection.getHeaderField("Set-Cookie"))
        .contains("; Secure")
        .contains("; HttpOnly")
        .contains("; SameSite=Strict");
  }

  /** Takes any certificate: the appliance signs its own. */
  private static SSLContext trusting() throws Exception {
    X509TrustManager anybody =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String authType) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String authType) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {anybody}, null);
    return context;
  }

  @Test
  void metricsAreForThisMachineAndForAdministrators() throws Exception {
    Optional<InetAddress> own = ownAddress();
    assumeTrue(own.isPresent(), "this machine has no address but loopback");
    try (Appliance appliance =
        Appliance.start(
            "edge", home, "--admin-password", Appliance.PASSWORD, "--bind", "0.0.0.0")) {
      Api outside =
          new Api(
              URI.create("http://" + own.get().getHostAddress() + ":" + appliance.uri().getPort()));
      assertThat(appliance.api().get("/metrics").status()).isEqualTo(200);
      assertThat(outside.get("/metrics").status()).isEqualTo(401);
      Api admin = outside.signIn("admin", Appliance.PASSWORD);
      assertThat(admin.get("/metrics").status()).isEqualTo(200);
      assertThat(outside.with("Authorization", "Bearer " + token(admin, "viewer")).get("/metrics"))
          .extracting(Api.Reply::status)
          .isEqualTo(403);
      assertThat(outside.with("Authorization", "Bearer " + token(admin, "admin")).get("/metrics"))
          .extracting(Api.Reply::status)
          .isEqualTo(200);
    }
  }

  private static Optional<InetAddress> ownAddress() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress())
        .findFirst();
  }

  private static String token(Api admin, String role) throws IOException {
    return admin
        .post("/api/v1/tokens", "{\"name\":\"edge\",\"role\":\"" + role + "\"}")
        .object()
        .get("token")
        .getAsString();
  }

  @Test
  void whatJettyRefusesIsAProblemToo(Shared shared) throws Exception {
    for (String target :
        new String[] {
          "/api/v1/%zz", "/api/v1/cameras/a%2Fb", "/api/v1/cameras/%2e%2e/x", "/api/v1//x", "/%00"
        }) {
      String answer = raw(shared.appliance(), "GET " + target + " HTTP/1.1\r\nHost: x\r\n");
      assertThat(answer)
          .as(target)
          .startsWith("HTTP/1.1 400 ")
          .contains("application/problem+json")
          .contains("\"status\":400");
    }
  }

  private static String raw(Appliance appliance, String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), appliance.uri().getPort())) {
      socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Test
  void aPasswordThatIsNotSentStays(Shared shared) throws Exception {
    CameraSetup setup = CameraSetup.of(Clip.Scene.HALL).withCredentials("viewer", "s3cret");
    try (SimulatedCamera simulated = shared.cameras().add(setup)) {
      CameraClient camera = CameraClient.add(shared.admin(), "edge-password", simulated);
      camera.awaitState(Profile.MAIN, "live");
      JsonObject json = shared.admin().get(camera.path()).object();
      assertThat(json.has("password")).isFalse();
      json.remove("subAddress"); // a change of address: the camera is reached anew
      assertThat(shared.admin().put(camera.path(), json.toString()).status()).isEqualTo(200);

      Eventually.within(
          java.time.Duration.ofSeconds(20),
          "there is no sub stream any more, and main is live again",
          () ->
              camera.state(Profile.SUB).equals("none")
                  && camera.state(Profile.MAIN).equals("live"));
      camera.remove();
    }
  }

  @Test
  void settingsOfABundleAreDescribedCheckedAndChanged(Shared shared) throws Exception {
    String path = "/api/v1/settings/io.vedette.source.rtsp";
    JsonObject before = shared.admin().get(path).object();
    assertThat(before.getAsJsonObject("schema").getAsJsonObject("properties").toString())
        .contains("\"verifyTls\":{\"type\":\"boolean\"");
    assertThat(before.getAsJsonObject("values").get("verifyTls").getAsBoolean()).isFalse();

    assertThat(shared.admin().put(path, before.toString()).status()).isEqualTo(200);
    Api.Reply bad =
        shared
            .admin()
            .put(
                "/api/v1/settings/io.vedette.sink.recorder",
                "{\"values\":{\"durabilitySeconds\":0}}");
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.object().get("field").getAsString()).isEqualTo("values.durabilitySeconds");
    assertThat(shared.admin().get("/api/v1/drivers").text())
        .contains("\"pid\":\"io.vedette.source.rtsp\"");
  }
}

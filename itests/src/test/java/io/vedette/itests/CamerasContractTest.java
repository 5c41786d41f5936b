package io.vedette.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.Credentials;
import io.vedette.api.stream.Profile;
import io.vedette.itests.SharedAppliance.Shared;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip.Scene;
import io.vedette.testkit.SimulatedCamera;
import io.vedette.testkit.dvr.DvrSetup;
import io.vedette.testkit.dvr.SimulatedDvr;
import io.vedette.testkit.dvrip.DvripSetup;
import io.vedette.testkit.dvrip.SimulatedDvrip;
import io.vedette.testkit.onvif.OnvifSetup;
import io.vedette.testkit.onvif.SimulatedOnvifCamera;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the API promises of every camera, whatever family it is of. */
@ExtendWith(SharedAppliance.class)
class CamerasContractTest {
  private static final Credentials LOGIN = new Credentials("admin", "Zx9.secret");
  private static final String CAMERAS = "/api/v1/cameras";

  /** Of every stream that is live; {@code lastError} comes and goes. */
  private static final Set<String> STATUS_KEYS =
      Set.of(
          "state",
          "codec",
          "width",
          "height",
          "fps",
          "bitrateKbps",
          "audio",
          "since",
          "reconnects",
          "recording");

  /** A simulated device of each family; {@code ptz} is what a movement is answered with. */
  enum Family {
    RTSP("rtsp://127.0.0.1:%d/main", 422),
    ONVIF("http://127.0.0.1:%d/onvif/device_service", 204),
    DVR("dvr://127.0.0.1:%d", 422), // nobody has entered key codes
    DVRIP("dvrip://127.0.0.1:%d", 204);

    private final String form;
    private final int ptz;

    Family(String form, int ptz) {
      this.form = form;
      this.ptz = ptz;
    }

    String driver() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    Device device(Shared shared) throws IOException {
      return switch (this) {
        case RTSP -> {
          SimulatedCamera camera = shared.cameras().add(setup());
          yield new Device(camera.address(), camera);
        }
        case ONVIF -> {
          SimulatedOnvifCamera camera =
              new SimulatedOnvifCamera(
                  shared.cameras().add(setup()), OnvifSetup.of("Contract", "CONTRACT-1"));
          yield new Device(camera.address(), camera);
        }
        case DVR -> {
          SimulatedDvr dvr = new SimulatedDvr(DvrSetup.of(LOGIN, Scene.HALL));
          yield new Device(dvr.address(1), dvr);
        }
        case DVRIP -> {
          SimulatedDvrip device = new SimulatedDvrip(DvripSetup.of(LOGIN, Scene.HALL));
          yield new Device(device.address(1), device);
        }
      };
    }

    private static CameraSetup setup() {
      return CameraSetup.of(Scene.HALL).withCredentials(LOGIN.user(), LOGIN.password());
    }

    CameraClient add(Shared shared, String id, CameraAddress at) throws IOException {
      return CameraClient.add(shared.admin(), id, driver(), at);
    }
  }

  record Device(CameraAddress address, AutoCloseable simulator) implements AutoCloseable {
    CameraAddress with(Credentials login) {
      return new CameraAddress(
          address.main(), address.sub(), Optional.of(login), address.channel());
    }

    @Override
    public void close() throws Exception {
      simulator.close();
    }
  }

  private static Api as(Shared shared, String role) throws IOException {
    String wish = "{\"name\":\"contract\",\"role\":\"" + role + "\"}";
    JsonObject token = shared.admin().post("/api/v1/tokens", wish).object();
    return shared
        .appliance()
        .api()
        .with("Authorization", "Bearer " + token.get("token").getAsString());
  }

  private static void assertProblem(Api.Reply reply, int status) {
    assertThat(reply.status()).as("%s", reply).isEqualTo(status);
    assertThat(reply.header("Content-Type")).hasValue("application/problem+json");
    assertThat(reply.object().get("detail").getAsString()).isNotBlank();
    assertThat(reply.text()).doesNotContain(LOGIN.password());
  }

  @ParameterizedTest
  @EnumSource
  @Execution(CONCURRENT)
  void isCreatedReadChangedAndDeleted(Family family, Shared shared) throws Exception {
    Api admin = shared.admin();
    String address = family.form.formatted(1);
    String camera =
        """
        {"name":"Größe %s 1","driver":"%s","address":"%s","username":"admin","password":"%s",
         "enabled":false}"""
            .formatted(family, family.driver(), address, LOGIN.password());
    String path = CAMERAS + "/grosse-" + family.driver() + "-1";

    assertProblem(as(shared, "operator").post(CAMERAS, camera), 403);
    Api.Reply created = admin.post(CAMERAS, camera);
    assertThat(created.status()).as("%s", created).isEqualTo(201);
    assertThat(created.header("Location")).hasValue(path);
    assertProblem(admin.post(CAMERAS, camera), 409);
    assertProblem(admin.post(CAMERAS, camera.replaceFirst("\\{", "{\"colour\":1,")), 400);
    assertProblem(admin.post(CAMERAS, camera.replace(address, "gopher://127.0.0.1/")), 400);
    assertProblem(admin.post(CAMERAS, camera.replaceFirst("\\{", "{\"id\":\"A b\",")), 400);

    JsonObject read = as(shared, "viewer").get(path).object();
    assertThat(read).isEqualTo(created.object());
    assertThat(read.get("address").getAsString()).isEqualTo(address);
    assertThat(read.has("password")).isFalse();
    read.addProperty("name", "Other");
    assertThat(admin.put(path, read.toString()).object()).isEqualTo(read);
    assertThat(admin.get(path).object()).isEqualTo(read);
    read.addProperty("id", "other");
    assertProblem(admin.put(path, read.toString()), 400);
    assertProblem(as(shared, "operator").put(path, camera), 403);
    assertProblem(as(shared, "operator").delete(path), 403);
    assertProblem(admin.get(path + "/snapshot.jpg"), 404); // disabled

    assertThat(admin.delete(path).status()).isEqualTo(204);
    for (String gone : List.of("", "/status", "/ptz", "/snapshot.jpg")) {
      assertProblem(admin.get(path + gone), 404);
    }
    assertProblem(admin.delete(path), 404);
  }

  @Test
  @Execution(CONCURRENT)
  void whatIsUnknownIsUnknownEverywhere(Shared shared) throws Exception {
    String nowhere = CAMERAS + "/nowhere";
    for (String path :
        List.of(
            nowhere,
            nowhere + "/status",
            nowhere + "/ptz",
            nowhere + "/snapshot.jpg",
            nowhere + "/snapshot.jpg?at=2026-11-25T10:00:00Z",
            nowhere + "/timeline",
            "/api/v1/events?camera=nowhere")) {
      assertProblem(shared.admin().get(path), 404);
    }
    assertProblem(shared.admin().post(nowhere + "/ptz", "{\"stop\":true}"), 404);
  }

  @ParameterizedTest
  @EnumSource
  @Execution(CONCURRENT)
  void isSeenMovedAndPhotographed(Family family, Shared shared) throws Exception {
    try (Device device = family.device(shared)) {
      CameraClient camera = family.add(shared, "contract-" + family.driver(), device.address());
      Api viewer = as(shared, "viewer");
      for (Profile profile : Profile.values()) {
        camera.awaitState(profile, "live").awaitRecording(profile);
        JsonObject status = camera.status(profile);
        assertThat(status.keySet()).containsAll(STATUS_KEYS);
        assertThat(status.get("codec").getAsString()).isEqualTo("h264");
        assertThat(Instant.parse(status.get("since").getAsString())).isBefore(Instant.now());
        String picture = camera.path() + "/snapshot.jpg?width=64&stream=" + profile.id();
        awaitJpeg(viewer, picture);
        awaitJpeg(viewer, picture + "&at=" + Instant.now());
      }
      movement(family, shared, camera.path() + "/ptz");
      List<String> answers = new ArrayList<>(List.of(shared.appliance().printed()));
      for (String path :
          List.of(
              CAMERAS,
              camera.path(),
              camera.path() + "/status",
              camera.path() + "/report",
              "/api/v1/events?camera=" + camera.id(),
              "/api/v1/audit",
              "/api/v1/discovery",
              "/api/v1/settings",
              "/api/v1/system")) {
        answers.add(shared.admin().get(path).text());
      }
      assertThat(answers).noneMatch(text -> text.contains(LOGIN.password()));
      camera.remove();
    }
  }

  /** Pictures of many cameras are asked for at once here, and some may be told to come again. */
  private static void awaitJpeg(Api viewer, String path) {
    Eventually.within(
        Duration.ofSeconds(30),
        path,
        () -> {
          Api.Reply reply = viewer.get(path);
          if (reply.status() == 503 && reply.header("Retry-After").isPresent()) {
            return false;
          }
          assertJpeg(reply);
          return true;
        });
  }

  private static void assertJpeg(Api.Reply reply) {
    assertThat(reply.status()).as("%s", reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).hasValue("image/jpeg");
    assertThat(reply.body()).startsWith(0xFF, 0xD8);
    assertThat(reply.header("Vedette-Picture-Time").map(Instant::parse)).isPresent();
  }

  private static void movement(Family family, Shared shared, String path) throws IOException {
    Api operator = as(shared, "operator");
    String nudge = "{\"pan\":-1,\"tilt\":0.5,\"zoom\":1,\"seconds\":0.1}";
    assertProblem(as(shared, "viewer").post(path, nudge), 403);
    for (String form : List.of(nudge, "{\"stop\":true}", "{\"pan\":0}")) {
      Api.Reply reply = operator.post(path, form);
      assertThat(reply.status()).as("%s %s: %s", family, form, reply).isEqualTo(family.ptz);
    }
    Api.Reply preset = operator.post(path, "{\"preset\":\"no such place\"}");
    assertProblem(preset, 422);
    for (String wrong :
        List.of(
            "",
            "{}",
            "{\"stop\":false}",
            "{\"seconds\":1}",
            "{\"pan\":1.01}",
            "{\"zoom\":-2}",
            "{\"tilt\":\"up\"}",
            "{\"pan\":1,\"seconds\":11}",
            "{\"pan\":1,\"preset\":\"1\"}",
            "{\"roll\":1}")) {
      assertProblem(operator.post(path, wrong), 400);
    }
  }

  /** Wrong names beside wrong passwords: nobody shall learn which of the two it was. */
  @ParameterizedTest
  @EnumSource
  @Execution(CONCURRENT)
  void wrongLoginIsUnauthorized(Family family, Shared shared) throws Exception {
    try (Device device = family.device(shared)) {
      List<String> reasons = new ArrayList<>();
      for (Credentials wrong :
          List.of(
              new Credentials(LOGIN.user(), "Wrong.secret"),
              new Credentials("nobody", LOGIN.password()))) {
        CameraClient camera =
            family.add(shared, "contract-wrong-" + family.driver(), device.with(wrong));
        camera.awaitState(Profile.MAIN, "unauthorized");
        reasons.add(camera.lastError(Profile.MAIN));
        assertProblem(shared.admin().get(camera.path() + "/snapshot.jpg"), 503);
        assertProblem(shared.admin().post(camera.path() + "/ptz", "{\"pan\":1}"), 503);
        camera.remove();
      }
      assertThat(reasons)
          .allSatisfy(
              reason ->
                  assertThat(reason).isNotBlank().doesNotContain("Wrong.secret", LOGIN.password()));
    }
  }

  /** A port that says nothing, then one that is closed. */
  @ParameterizedTest
  @EnumSource
  @Execution(CONCURRENT)
  void whoSaysNothingIsConnectingFirst_andWhoIsNotThereIsOffline(Family family, Shared shared)
      throws Exception {
    int port;
    CameraClient camera;
    try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      port = silent.getLocalPort();
      CameraAddress at =
          new CameraAddress(
              URI.create(family.form.formatted(port)), Optional.empty(), Optional.of(LOGIN), 1);
      camera = family.add(shared, "contract-silent-" + family.driver(), at);
      camera.awaitState(Profile.MAIN, "connecting");
    }
    camera.awaitState(Profile.MAIN, "offline");
    assertThat(camera.lastError(Profile.MAIN)).isNotBlank();
    camera.remove();
  }

  @Test
  @Execution(CONCURRENT)
  void everyDriverDescribesItsSettings(Shared shared) throws Exception {
    List<String> names = new ArrayList<>();
    for (JsonElement element :
        as(shared, "viewer").get("/api/v1/drivers").json().getAsJsonArray()) {
      JsonObject driver = element.getAsJsonObject();
      names.add(driver.get("name").getAsString());
      assertThat(driver.getAsJsonArray("schemes")).isNotEmpty();
      JsonObject schema = driver.getAsJsonObject("settings");
      assertThat(schema.get("type").getAsString()).isEqualTo("object");
      JsonObject properties = schema.getAsJsonObject("properties");
      for (String key : properties.keySet()) {
        JsonObject property = properties.getAsJsonObject(key);
        assertThat(property.keySet()).as("%s of %s", key, driver).contains("type", "title");
      }
      if (!properties.keySet().isEmpty()) {
        String pid = driver.get("pid").getAsString();
        JsonObject settings = shared.admin().get("/api/v1/settings/" + pid).object();
        assertThat(settings.getAsJsonObject("schema")).isEqualTo(schema);
      }
    }
    assertThat(names).contains("rtsp", "onvif", "dvr", "dvrip");
  }
}

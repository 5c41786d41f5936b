package io.vedette.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vedette.api.driver.CameraAddress;
import io.vedette.api.stream.Profile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole recorder in a network with cameras on other hosts: what it finds, and who finds it. */
@Timeout(120)
class SearchTest {
  @TempDir Path home;

  @Test
  void everyWayFindsItsCameras_oneRowPerDevice_andTheRecorderIsFound() throws Exception {
    try (CameraNetwork network = new CameraNetwork();
        Appliance appliance =
            Appliance.launch(
                "search", home, "--admin-password", Appliance.PASSWORD, "--bind", "0.0.0.0")) {
      final String onvif = network.cameras(2, "onvif");
      network.cameras(130, "dvrip");
      appliance.awaitStart();
      Api admin = appliance.admin();

      Map<String, JsonObject> found = new TreeMap<>();
      Eventually.within(
          Duration.ofSeconds(40),
          "all are found",
          () -> {
            found.clear();
            found.putAll(search(admin, network));
            boolean all =
                via(found, network.host(2)).equals("[\"mdns\",\"ws-discovery\"]")
                    && via(found, network.host(130)).equals("[\"dvrip\"]")
                    && via(found, network.host(131)).equals("[\"mdns\"]");
            if (!all) {
              throw new IllegalStateException("found are " + found);
            }
            return true;
          });
      JsonObject axis = found.get(network.host(2));
      assertThat(text(axis, "address"))
          .isEqualTo("http://" + network.host(2) + ":34567/onvif/device_service");
      assertThat(text(found.get(network.host(130)), "address"))
          .isEqualTo("dvrip://" + network.host(130) + ":34567");
      assertThat(text(found.get(network.host(131)), "address"))
          .isEqualTo("rtsp://" + network.host(131) + ":554/axis-media/media.amp");
      assertThat(found.values()).noneMatch(row -> row.has("addedAs"));

      CameraClient camera = add(admin, "axis", axis).awaitState(Profile.MAIN, "live");
      CameraClient recorder = add(admin, "shop", found.get(network.host(130)));
      found.putAll(search(admin, network));
      assertThat(text(found.get(network.host(2)), "addedAs")).isEqualTo("axis");
      assertThat(text(found.get(network.host(130)), "addedAs")).isEqualTo("shop");
      recorder.remove();

      network.run("kill " + onvif);
      network.cameras(132, "onvif");
      camera.awaitState(Profile.MAIN, "offline");
      Eventually.within(
          Duration.ofSeconds(30),
          "it is followed",
          () -> {
            search(admin, network);
            return text(admin.get(camera.path()).object(), "address").contains(network.host(132));
          });
      camera.awaitState(Profile.MAIN, "live");
      isFound(network, appliance);
    }
  }

  private static void isFound(CameraNetwork network, Appliance appliance) {
    String here = ";" + network.host(1) + ";";
    Eventually.within(
        Duration.ofSeconds(20),
        "avahi sees the recorder",
        () -> {
          String browsed = network.browse();
          for (int port :
              List.of(appliance.uri().getPort(), appliance.httpsPort(), appliance.rtspPort())) {
            if (!browsed.contains(here + port + ";")) {
              throw new IllegalStateException(here + port + " is not in " + browsed);
            }
          }
          return true;
        });
  }

  private static CameraClient add(Api admin, String id, JsonObject row) throws IOException {
    URI address = URI.create(text(row, "address"));
    String driver = text(row, "driver");
    return CameraClient.add(
        admin, id, driver, new CameraAddress(address, Optional.empty(), Optional.empty(), 1));
  }

  /** Rows of a whole search in that network by host; there is one for each. */
  private static Map<String, JsonObject> search(Api admin, CameraNetwork network)
      throws IOException {
    long began = System.nanoTime();
    assertThat(admin.post("/api/v1/discovery", "").status()).isEqualTo(202);
    JsonObject[] last = new JsonObject[1];
    Eventually.within(
        Duration.ofSeconds(15),
        "the search is over",
        () -> {
          last[0] = admin.get("/api/v1/discovery").object();
          return !last[0].get("running").getAsBoolean();
        });
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(seconds(4), seconds(9));
    Map<String, JsonObject> rows = new TreeMap<>();
    for (JsonElement row : last[0].getAsJsonArray("found")) {
      String host = URI.create(text(row.getAsJsonObject(), "address")).getHost();
      if (network.holds(host)) {
        assertThat(rows.put(host, row.getAsJsonObject())).as("%s", last[0]).isNull();
      }
    }
    return rows;
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static String via(Map<String, JsonObject> rows, String host) {
    return rows.containsKey(host) ? rows.get(host).get("via").toString() : "";
  }

  private static String text(JsonObject json, String key) {
    return json.has(key) ? json.get(key).getAsString() : "";
  }
}

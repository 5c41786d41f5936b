package io.vedette.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vedette.api.stream.Profile;
import io.vedette.itests.SharedAppliance.Shared;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip;
import io.vedette.testkit.onvif.Discovery;
import io.vedette.testkit.onvif.OnvifSetup;
import io.vedette.testkit.onvif.SimulatedOnvifCamera;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;

/** A camera that is added by the address of its ONVIF device service alone. */
@ExtendWith(SharedAppliance.class)
class OnvifCameraTest {
  private static final String AROUND_EVENTS =
      "{'mode':'events','streams':['sub'],'preSeconds':3,'postSeconds':2}".replace('\'', '"');

  private static SimulatedOnvifCamera camera(Shared shared, Clip.Scene scene) throws IOException {
    return new SimulatedOnvifCamera(
        shared.cameras().add(CameraSetup.of(scene).withCredentials("admin", "pass1")),
        OnvifSetup.of(scene.title(), "S-" + scene.number()).withClock(Duration.ofHours(-3)));
  }

  private static CameraClient add(Shared shared, String id, SimulatedOnvifCamera camera)
      throws IOException {
    return CameraClient.add(shared.admin(), id, "onvif", camera.address());
  }

  @Test
  @Execution(CONCURRENT)
  void bothProfilesAreFoundLiveAndRecorded(Shared shared) throws Exception {
    try (SimulatedOnvifCamera camera = camera(shared, Clip.Scene.HARBOUR)) {
      CameraClient client = add(shared, "onvif", camera);
      for (Profile profile : Profile.values()) {
        client.awaitState(profile, "live").awaitRecording(profile);
      }
      assertThat(client.status(Profile.MAIN).get("width").getAsInt()).isEqualTo(1920);
      assertThat(client.status(Profile.SUB).get("width").getAsInt()).isEqualTo(640);
      Instant from = Instant.now();
      client.awaitRecorded(Profile.SUB, from, from.plusSeconds(3));
      client.remove();
      assertThat(camera.refusals()).isZero();
    }
  }

  @Test
  @Execution(CONCURRENT)
  void movesAndGoesToPresets(Shared shared) throws Exception {
    try (SimulatedOnvifCamera camera = camera(shared, Clip.Scene.HALL)) {
      CameraClient client = add(shared, "movable", camera).awaitState(Profile.MAIN, "live");
      String ptz = client.path() + "/ptz";
      assertThat(shared.admin().get(ptz).text()).contains("\"gate\"");
      assertThat(shared.admin().post(ptz, "{\"pan\":1,\"seconds\":0.3}").status()).isEqualTo(204);
      Eventually.within(Duration.ofSeconds(5), "it has stopped", () -> !camera.isMoving());
      assertThat(camera.position()[0]).isPositive();
      assertThat(shared.admin().post(ptz, "{\"preset\":\"gate\"}").status()).isEqualTo(204);
      assertThat(camera.position()[0]).isEqualTo(0.5);
      assertThat(shared.admin().post(ptz, "{\"preset\":\"attic\"}").status()).isEqualTo(422);
      client.remove();
    }
  }

  @Test
  @Execution(CONCURRENT)
  void motionBecomesAnEvent_andSettingsAreSetRight(Shared shared) throws Exception {
    try (SimulatedOnvifCamera camera = camera(shared, Clip.Scene.STREET)) {
      camera.misconfigure("H264", 250);
      CameraClient client = add(shared, "eventful", camera).awaitState(Profile.MAIN, "live");
      Eventually.within(
          Duration.ofSeconds(10), "it is listened to", () -> camera.subscriptions() == 1);
      camera.motion(true);
      Eventually.within(
          Duration.ofSeconds(10),
          "the motion is in the list of events",
          () ->
              shared
                  .admin()
                  .get("/api/v1/events?camera=eventful&kind=motion")
                  .text()
                  .contains("\"phase\":\"began\""));
      String report = client.path() + "/report";
      assertThat(shared.admin().get(report).text()).contains("each 10.0 s").contains("clock");
      String after = shared.admin().post(report + "/corrections", "").text();
      assertThat(after).isEqualTo("{\"findings\":[],\"refused\":[]}");
      assertThat(camera.mainGovLength()).isEqualTo(50);
      client.remove();
      assertThat(camera.subscriptions()).isZero();
    }
  }

  @Test
  @Execution(CONCURRENT)
  void motionIsRecordedWithTheTimeBefore_andNothingElse(Shared shared) throws Exception {
    try (SimulatedOnvifCamera camera = camera(shared, Clip.Scene.HALL)) {
      CameraClient client =
          CameraClient.add(shared.admin(), "guarded", "onvif", camera.address(), AROUND_EVENTS);
      client.awaitState(Profile.SUB, "live");
      Eventually.within(
          Duration.ofSeconds(10), "it is listened to", () -> camera.subscriptions() == 1);
      Instant watched = Instant.now();
      awaitNoEvent(client, watched, watched.plusSeconds(8));
      Instant motion = Instant.now();
      camera.motion(true);
      client.awaitRecorded(Profile.SUB, motion.minusSeconds(3), motion.plusSeconds(1));
      camera.motion(false);
      Eventually.within(
          Duration.ofSeconds(20), // told, postSeconds, a GOP: 6 where nothing is late
          "it is recorded no more",
          () -> !client.status(Profile.SUB).get("recording").getAsBoolean());
      Instant after = Instant.now();
      awaitNoEvent(client, after, after.plusSeconds(1));
      // Recorded from the key picture before the three seconds on, no sooner.
      awaitNoEvent(client, watched, motion.minusSeconds(3 + 2 + 1));
      client.remove();
    }
  }

  private static void awaitNoEvent(CameraClient client, Instant from, Instant to) {
    client.awaitTimeline(
        Profile.SUB,
        from,
        to,
        "no event",
        spans -> spans.stream().allMatch(span -> span.cause().equals("no-event")));
  }

  @Test
  @Execution(CONCURRENT)
  void isFoundInTheNetworkMarkedWhenItIsAddedAndFollowedElsewhere(Shared shared) throws Exception {
    try (SimulatedOnvifCamera camera = camera(shared, Clip.Scene.MEADOW);
        Discovery answers = new Discovery(InetAddress.getLoopbackAddress(), List.of(camera))) {
      JsonObject row = search(shared, camera);
      assertThat(row.get("driver").getAsString()).isEqualTo("onvif");
      assertThat(row.get("name").getAsString()).isEqualTo("Meadow");
      assertThat(row.get("via").toString()).isEqualTo("[\"ws-discovery\"]");
      assertThat(row.has("addedAs")).isFalse();

      CameraClient client = add(shared, "meadow", camera).awaitState(Profile.MAIN, "live");
      assertThat(search(shared, camera).get("addedAs").getAsString()).isEqualTo("meadow");

      answers.close();
      camera.close();
      camera.streams().vanish();
      client.awaitState(Profile.MAIN, "offline");
      followedToItsNextAddress(shared, client);
      client.remove();
    }
  }

  private static void followedToItsNextAddress(Shared shared, CameraClient client)
      throws Exception {
    try (SimulatedOnvifCamera camera = camera(shared, Clip.Scene.MEADOW);
        Discovery answers = new Discovery(InetAddress.getLoopbackAddress(), List.of(camera))) {
      search(shared, camera);
      client.awaitState(Profile.MAIN, "live");
      assertThat(shared.admin().get(client.path()).text()).contains(camera.uri().toString());
      assertThat(shared.admin().get("/api/v1/events?camera=meadow&kind=camera").text())
          .contains("moved from 127.0.0.1:");
    }
  }

  private static JsonObject search(Shared shared, SimulatedOnvifCamera camera) throws IOException {
    assertThat(shared.admin().post("/api/v1/discovery", "").status()).isEqualTo(202);
    JsonObject[] last = new JsonObject[1];
    Eventually.within(
        Duration.ofSeconds(20),
        "the search is over",
        () -> {
          last[0] = shared.admin().get("/api/v1/discovery").object();
          return !last[0].get("running").getAsBoolean();
        });
    for (JsonElement row : last[0].getAsJsonArray("found")) {
      if (row.getAsJsonObject().get("address").getAsString().equals(camera.uri().toString())) {
        return row.getAsJsonObject();
      }
    }
    throw new AssertionError(camera.uri() + " is not in " + last[0]);
  }
}

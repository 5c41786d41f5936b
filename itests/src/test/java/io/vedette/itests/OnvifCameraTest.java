package io.vedette.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.stream.Profile;
import io.vedette.itests.SharedAppliance.Shared;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip;
import io.vedette.testkit.onvif.OnvifSetup;
import io.vedette.testkit.onvif.SimulatedOnvifCamera;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A camera that is added by the address of its ONVIF device service alone. */
@ExtendWith(SharedAppliance.class)
class OnvifCameraTest {
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
}

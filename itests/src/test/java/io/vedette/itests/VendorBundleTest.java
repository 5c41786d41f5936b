package io.vedette.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.stream.Profile;
import io.vedette.itests.vendor.VendorBundle;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip;
import io.vedette.testkit.SimulatedCameras;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vendor's driver is dropped in, taken away and dropped in again while everything runs on. */
class VendorBundleTest {
  @TempDir Path home;

  @Test
  void camerasOfADriverComeAndGoWithItsBundleAndNobodyElseNotices() throws Exception {
    try (SimulatedCameras cameras = new SimulatedCameras();
        Appliance appliance =
            Appliance.start(
                "vendor",
                home,
                "--admin-password",
                Appliance.PASSWORD,
                "--allow-unsigned-plugins")) {
      Api admin = appliance.admin();
      CameraClient other =
          CameraClient.add(admin, "other", cameras.add(CameraSetup.of(Clip.Scene.HALL)));
      other.awaitState(Profile.SUB, "live").awaitRecording(Profile.SUB);
      final Instant start = Instant.now();

      Path bundle = VendorBundle.drop(home.resolve("plugins"));
      Eventually.within(
          java.time.Duration.ofSeconds(10),
          "the driver can be chosen",
          () -> admin.get("/api/v1/drivers").text().contains("clockwork"));
      String body =
          """
          {"id":"clock","name":"Clock","driver":"clockwork","address":"clockwork://tower"}""";
      assertThat(admin.post("/api/v1/cameras", body).status()).isEqualTo(201);
      CameraClient clock = CameraClient.of(admin, "clock");
      clock.awaitState(Profile.MAIN, "live").awaitRecording(Profile.MAIN);

      Files.delete(bundle);
      clock.awaitState(Profile.MAIN, "unsupported");
      assertThat(clock.lastError(Profile.MAIN)).contains("clockwork");

      VendorBundle.drop(home.resolve("plugins"));
      clock.awaitState(Profile.MAIN, "live").awaitRecording(Profile.MAIN);

      Eventually.within(
          java.time.Duration.ofSeconds(5),
          "its coming and going are events, and the recorder's start is none",
          () -> {
            String events = admin.get("/api/v1/events?kind=plugin").text();
            return events.contains(" was installed")
                && events.contains(" stopped")
                && events.contains(" was removed")
                && events.split(" started", -1).length == 3;
          });

      other.awaitRecorded(Profile.SUB, start, Instant.now());
      assertThat(other.reconnects(Profile.SUB)).isZero();
      assertThat(appliance.printed()).contains("UNSIGNED PLUG-INS").doesNotContain("\tat ");
      assertThat(appliance.stop()).isZero();
    }
  }
}

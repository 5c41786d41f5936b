package io.vedette.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import io.vedette.api.stream.Profile;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip;
import io.vedette.testkit.SimulatedCameras;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings folders that cannot be written: live view goes on, and it is said why. */
class StorageFaultsTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path folder;

  private static JsonObject disk(Api admin) throws Exception {
    return admin.get("/api/v1/storage").object().getAsJsonArray("disks").get(0).getAsJsonObject();
  }

  @Test
  void folderThatCannotBeMadeIsSaidAndLiveViewGoesOn() throws Exception {
    // Below /proc nobody makes folders, root neither.
    Path home = folder.resolve("home");
    try (SimulatedCameras cameras = new SimulatedCameras();
        Appliance appliance =
            Appliance.start(
                "unwritable",
                home,
                "--admin-password",
                Appliance.PASSWORD,
                "--recordings",
                "/proc/vedette")) {
      Api admin = appliance.admin();
      CameraClient client =
          CameraClient.add(admin, "door", cameras.add(CameraSetup.of(Clip.Scene.STREET)));
      client.awaitState(Profile.SUB, "live");
      assertThat(disk(admin).get("state").getAsString()).isNotEqualTo("ok");
      assertThat(disk(admin).get("detail").getAsString()).isNotEmpty();
      assertThat(client.status(Profile.SUB).get("recording").getAsBoolean()).isFalse();
      Api.Reply health = appliance.api().get("/api/v1/health");
      assertThat(health.status()).isEqualTo(503);
      assertThat(health.object().get("status").getAsString()).isEqualTo("degraded");
      Instant now = Instant.now();
      client.awaitTimeline(
          Profile.SUB,
          now.minusSeconds(1),
          now,
          "disk-error",
          spans -> spans.stream().anyMatch(s -> s.cause().startsWith("disk-")));
      assertThat(appliance.printed()).contains("/proc/vedette").doesNotContain("\tat ");
      assertThat(appliance.stop()).isZero();
    }
  }

  @Test
  void fullDiskIsSaidAndRecordingGoesOnWhenThereIsRoom() throws Exception {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=24m", "none", disk.toString()) == 0,
        "needs the right to mount a small disk");
    Path ballast = disk.resolve("ballast");
    try (SimulatedCameras cameras = new SimulatedCameras();
        Appliance appliance =
            Appliance.start(
                "full",
                folder.resolve("home"),
                "--admin-password",
                Appliance.PASSWORD,
                "--recordings",
                disk.toString())) {
      Files.write(ballast, new byte[16 << 20]); // nobody else's files are deleted for recordings
      fill(disk.resolve("more"));
      Api admin = appliance.admin();
      CameraClient client =
          CameraClient.add(admin, "door", cameras.add(CameraSetup.of(Clip.Scene.STREET)));
      client.awaitState(Profile.SUB, "live");
      Eventually.within(
          SOON, "the disk is full", () -> disk(admin).get("state").getAsString().equals("full"));
      assertThat(client.state(Profile.SUB)).isEqualTo("live");

      Files.delete(ballast);
      Files.delete(disk.resolve("more"));
      Eventually.within(
          SOON, "the disk is ok", () -> disk(admin).get("state").getAsString().equals("ok"));
      client.awaitRecording(Profile.SUB);
      Instant now = Instant.now();
      client.awaitRecorded(Profile.SUB, now, now.plusSeconds(1));
      assertThat(appliance.printed()).doesNotContain("\tat ");
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  /** Writes until there is no room. */
  private static void fill(Path file) throws Exception {
    byte[] block = new byte[64 << 10];
    try (java.io.OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < 10_000; i++) {
        out.write(block);
      }
      throw new AssertionError("a disk of 24 MB took 640 MB");
    } catch (java.io.IOException full) {
      assertThat(full).hasMessageContaining("space");
    }
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(List.of(command))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}

package io.vedette.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.Credentials;
import io.vedette.api.stream.Profile;
import io.vedette.dvr.DvrEvent;
import io.vedette.itests.SharedAppliance.Shared;
import io.vedette.testkit.Clip.Scene;
import io.vedette.testkit.RecorderChannel;
import io.vedette.testkit.dvr.DvrSetup;
import io.vedette.testkit.dvr.SimulatedDvr;
import io.vedette.testkit.dvrip.DvripSetup;
import io.vedette.testkit.dvrip.SimulatedDvrip;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** Channels of other makers' recorders, added by REST, seen live and recorded. */
@ExtendWith(SharedAppliance.class)
class RecorderChannelsTest {
  private static final Credentials LOGIN = new Credentials("admin", "4321");

  private final List<CameraClient> added = new ArrayList<>();

  @TempDir Path folder;

  @AfterEach
  void remove() throws IOException {
    for (CameraClient camera : added) {
      camera.remove();
    }
  }

  private CameraClient add(Shared shared, String id, String driver, CameraAddress address)
      throws IOException {
    CameraClient camera = CameraClient.add(shared.admin(), id, driver, address);
    added.add(camera);
    return camera;
  }

  /** Live in both streams, recorded, and what was recorded is a playable film. */
  private void assertLiveAndRecorded(CameraClient camera) throws Exception {
    camera.awaitState(Profile.MAIN, "live").awaitState(Profile.SUB, "live");
    assertThat(camera.status(Profile.MAIN).get("width").getAsInt()).isEqualTo(1920);
    assertThat(camera.status(Profile.SUB).get("width").getAsInt()).isEqualTo(640);
    camera.awaitRecording(Profile.SUB);
    Instant from = Instant.now();
    camera.awaitRecorded(Profile.SUB, from, from.plusSeconds(2));
    Path film = camera.download(Profile.SUB, from, from.plusSeconds(2), folder.resolve("a.mp4"));
    assertThat(Ffprobe.complaints(film)).isEmpty();
    assertThat(Ffprobe.codecs(film)).contains("h264");
  }

  /** Its H.265 reaches the disk as it is. */
  private void assertH265IsRecorded(CameraClient camera) throws Exception {
    camera.awaitState(Profile.MAIN, "live").awaitRecording(Profile.MAIN);
    assertThat(camera.status(Profile.MAIN).get("codec").getAsString()).isEqualTo("h265");
    Instant from = Instant.now();
    camera.awaitRecorded(Profile.MAIN, from, from.plusSeconds(2));
    Path film = camera.download(Profile.MAIN, from, from.plusSeconds(2), folder.resolve("h.mp4"));
    assertThat(Ffprobe.complaints(film)).isEmpty();
    assertThat(Ffprobe.codecs(film)).contains("hevc");
  }

  private static void awaitEvent(Shared shared, String which, String words) {
    Eventually.within(
        Duration.ofSeconds(10),
        which + " has " + words,
        () -> shared.admin().get("/api/v1/events?" + which).text().contains(words));
  }

  @Test
  @Execution(CONCURRENT)
  void channelsOfADvr(Shared shared) throws Exception {
    try (SimulatedDvr dvr = new SimulatedDvr(DvrSetup.of(LOGIN, Scene.HALL, Scene.MEADOW))) {
      CameraClient first = add(shared, "dvr-1", "dvr", dvr.address(1));
      CameraClient second = add(shared, "dvr-2", "dvr", dvr.address(2));
      assertLiveAndRecorded(first);
      assertLiveAndRecorded(second);
      assertThat(dvr.logins()).isEqualTo(2); // one session for main streams, one for sub streams

      dvr.happens(new DvrEvent(DvrEvent.Kind.MOTION, 1, true, Optional.empty()));
      dvr.happens(new DvrEvent(DvrEvent.Kind.DISK_FAILURE, 3, true, Optional.empty()));
      awaitEvent(shared, "camera=dvr-2&kind=motion", "\"phase\":\"began\"");
      awaitEvent(shared, "camera=dvr-1&kind=disk", "DVR disk 4");
      assertThat(shared.admin().get("/api/v1/events?camera=dvr-1&kind=motion").text())
          .doesNotContain("began");
      dvr.happens(new DvrEvent(DvrEvent.Kind.VIDEO_LOSS, 0, true, Optional.empty()));
      awaitEvent(shared, "camera=dvr-1&kind=video-loss", "\"phase\":\"began\"");
      dvr.happens(new DvrEvent(DvrEvent.Kind.VIDEO_LOSS, 0, false, Optional.empty()));
      awaitEvent(shared, "camera=dvr-1&kind=video-loss", "\"phase\":\"ended\"");
    }
    added.get(0).awaitState(Profile.MAIN, "offline");
  }

  @Test
  @Execution(CONCURRENT)
  void channelsOfADvripRecorder(Shared shared) throws Exception {
    try (SimulatedDvrip device =
        new SimulatedDvrip(DvripSetup.of(LOGIN, Scene.HALL, Scene.MEADOW))) {
      CameraClient first = add(shared, "dvrip-1", "dvrip", device.address(1));
      CameraClient second = add(shared, "dvrip-2", "dvrip", device.address(2));
      assertLiveAndRecorded(first);
      assertLiveAndRecorded(second);
      assertThat(first.status(Profile.MAIN).get("audio").getAsString()).isEqualTo("pcma");
      assertThat(device.logins()).isEqualTo(1);

      device.happens(1, "VideoMotion", true);
      device.happens(0, "LocalIO", true);
      awaitEvent(shared, "camera=dvrip-2&kind=motion", "\"phase\":\"began\"");
      awaitEvent(shared, "camera=dvrip-1&kind=input", "input 1");
      device.happens(1, "VideoMotion", false);
      awaitEvent(shared, "camera=dvrip-2&kind=motion", "\"phase\":\"ended\"");
    }
    added.get(0).awaitState(Profile.MAIN, "offline");
  }

  @Test
  @Execution(CONCURRENT)
  void h265OfADvr(Shared shared) throws Exception {
    try (SimulatedDvr dvr = new SimulatedDvr(DvrSetup.of(LOGIN, List.of(RecorderChannel.h265())))) {
      assertH265IsRecorded(add(shared, "dvr-h265", "dvr", dvr.address(1)));
    }
  }

  @Test
  @Execution(CONCURRENT)
  void h265OfADvripRecorder(Shared shared) throws Exception {
    DvripSetup setup = DvripSetup.of(LOGIN, List.of(RecorderChannel.h265()));
    try (SimulatedDvrip device = new SimulatedDvrip(setup)) {
      assertH265IsRecorded(add(shared, "dvrip-h265", "dvrip", device.address(1)));
    }
  }

  @Test
  @Execution(CONCURRENT)
  void dvripCameraIsMovedByRest(Shared shared) throws Exception {
    try (SimulatedDvrip device = new SimulatedDvrip(DvripSetup.of(LOGIN, Scene.HALL))) {
      CameraClient camera = add(shared, "dvrip-ptz", "dvrip", device.address(1));
      camera.awaitState(Profile.SUB, "live");
      String right = "{\"pan\":0.5,\"seconds\":0.2}";
      Api.Reply reply = shared.admin().post(camera.path() + "/ptz", right);
      assertThat(reply.status()).as("%s", reply).isBetween(200, 204);
      Eventually.within(
          Duration.ofSeconds(10),
          "it moved and stopped",
          () ->
              device
                  .movements()
                  .equals(
                      List.of(
                          "DirectionRight step 4 preset 65535 channel 0",
                          "DirectionRight step 1 preset -1 channel 0")));
    }
  }

  @Test
  @Execution(CONCURRENT)
  void wrongPasswordOfADvr_isTriedOnce(Shared shared) throws Exception {
    try (SimulatedDvr dvr = new SimulatedDvr(DvrSetup.of(LOGIN, Scene.HALL, Scene.MEADOW))) {
      Optional<Credentials> wrong = Optional.of(new Credentials("admin", "wrong-one"));
      for (int channel = 1; channel <= 2; channel++) {
        CameraAddress address = new CameraAddress(dvr.uri(), Optional.empty(), wrong, channel);
        CameraClient camera = add(shared, "dvr-wrong-" + channel, "dvr", address);
        camera.awaitState(Profile.MAIN, "unauthorized");
        assertThat(camera.lastError(Profile.MAIN)).isNotEmpty().doesNotContain("wrong-one");
      }
      assertThat(dvr.logins()).isEqualTo(1);
    }
  }
}

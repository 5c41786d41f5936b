package io.vedette.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.camera.Camera;
import io.vedette.api.discovery.FoundCamera;
import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.DeviceInfo;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KnownDevicesTest {
  private static final Camera DOOR = camera("door");

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private boolean connected = true;

  private static Camera camera(String id) {
    return new Camera(
        id,
        id,
        "onvif",
        new CameraAddress(
            URI.create("http://10.0.0.7/onvif"), Optional.empty(), Optional.empty(), 1),
        true,
        Camera.RecordSettings.DEFAULT,
        Camera.Retention.UNLIMITED);
  }

  /** One camera that tells its MAC address while it is connected. */
  private DeviceInfo told(String camera) throws CameraException {
    if (!connected) {
      throw new CameraException(CameraException.Kind.UNREACHABLE, "away");
    }
    return new DeviceInfo("AXIS", "M1054", "1", "00:40:8c:ab:cd:ef");
  }

  private KnownDevices known() {
    return new KnownDevices(new FakeControl(this::told), folder.resolve("identities.properties"));
  }

  private static Devices.Device seen(String address, String mac) {
    Devices devices = new Devices();
    devices.add("mdns", new FoundCamera("onvif", URI.create(address), "", "", "", "", Set.of(mac)));
    return devices.all().get(0);
  }

  @Test
  void cameraAtAnotherAddress_isKnownByWhatItToldBeforeARestart() throws Exception {
    known().learn(List.of(DOOR), PATIENCE);
    connected = false;
    KnownDevices after = known();
    after.learn(List.of(DOOR), PATIENCE);
    assertThat(after.find(seen("http://10.0.0.99/onvif", "00408cabcdef"), List.of(DOOR)))
        .hasValue(DOOR);
    assertThat(after.find(seen("http://10.0.0.99/onvif", "00408c000000"), List.of(DOOR))).isEmpty();
    assertThat(after.find(seen("http://10.0.0.7:8000/x", "00408c000000"), List.of(DOOR)))
        .hasValue(DOOR);
    after.learn(List.of(), PATIENCE); // removed
    assertThat(known().find(seen("http://10.0.0.99/onvif", "00408cabcdef"), List.of(DOOR)))
        .isEmpty();
  }

  /** The door tells, the others take a question and say nothing. */
  private static DeviceInfo onlyTheDoor(String camera) {
    if (!camera.equals("door")) {
      try {
        new CountDownLatch(1).await(); // until it is given up
      } catch (InterruptedException givenUp) {
        throw new IllegalStateException(givenUp);
      }
    }
    return new DeviceInfo("AXIS", "M1054", "1", "00408CABCDEF");
  }

  @Test
  @Timeout(20)
  void camerasThatHangDelayNobody_andAreAway() throws Exception {
    List<Camera> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(camera("hangs-" + i));
    }
    all.add(DOOR);
    KnownDevices known =
        new KnownDevices(
            new FakeControl(KnownDevicesTest::onlyTheDoor), folder.resolve("i.properties"));
    known.learn(all, Duration.ofSeconds(2));
    assertThat(known.find(seen("http://10.0.0.99/onvif", "00408cabcdef"), all)).hasValue(DOOR);
    assertThat(known.away(seen("http://10.0.0.99/onvif", "00408cabcdef"), all)).isEmpty();
  }
}

package io.vedette.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.camera.Camera;
import io.vedette.api.discovery.FoundCamera;
import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.DeviceInfo;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownDevicesTest {
  private static final Camera DOOR =
      new Camera(
          "door",
          "Door",
          "onvif",
          new CameraAddress(
              URI.create("http://10.0.0.7/onvif"), Optional.empty(), Optional.empty(), 1),
          true,
          Camera.RecordSettings.DEFAULT,
          Camera.Retention.UNLIMITED);

  @TempDir Path folder;
  private boolean connected = true;

  /** One camera that tells its MAC address while it is connected. */
  private DeviceInfo told() throws CameraException {
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
  void cameraAtAnotherAddress_isKnownByWhatItToldBeforeARestart() {
    known().learn(List.of(DOOR));
    connected = false;
    KnownDevices after = known();
    after.learn(List.of(DOOR));
    assertThat(after.find(seen("http://10.0.0.99/onvif", "00408cabcdef"), List.of(DOOR)))
        .hasValue(DOOR);
    assertThat(after.find(seen("http://10.0.0.99/onvif", "00408c000000"), List.of(DOOR))).isEmpty();
    assertThat(after.find(seen("http://10.0.0.7:8000/x", "00408c000000"), List.of(DOOR)))
        .hasValue(DOOR);
    after.learn(List.of()); // removed
    assertThat(known().find(seen("http://10.0.0.99/onvif", "00408cabcdef"), List.of(DOOR)))
        .isEmpty();
  }
}

package io.vedette.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.camera.Camera;
import io.vedette.api.camera.CameraControl;
import io.vedette.api.discovery.FoundCamera;
import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.DeviceInfo;
import io.vedette.api.driver.MediaFeed;
import io.vedette.api.driver.StreamOffer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
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
  private final class Control implements CameraControl {
    @Override
    public <T> T ask(String camera, Request<T> request) throws CameraException {
      if (!connected) {
        throw new CameraException(CameraException.Kind.UNREACHABLE, "away");
      }
      return request.run(
          new CameraConnection() {
            @Override
            public DeviceInfo info() {
              return new DeviceInfo("AXIS", "M1054", "1", "00:40:8c:ab:cd:ef");
            }

            @Override
            public List<StreamOffer> streams() {
              return List.of();
            }

            @Override
            public MediaFeed open(StreamOffer offer) {
              throw new UnsupportedOperationException();
            }

            @Override
            public void close() {}
          });
    }

    @Override
    public void move(String camera, double pan, double tilt, double zoom, Duration time) {}

    @Override
    public void stop(String camera) {}
  }

  private KnownDevices known() {
    return new KnownDevices(new Control(), folder.resolve("identities.properties"));
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

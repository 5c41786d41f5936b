package io.vedette.discovery;

import io.vedette.api.camera.Camera;
import io.vedette.api.camera.CameraControl;
import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.DeviceInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which of our cameras a found device is: one with the same MAC address or serial number, or one at
 * the same host. The numbers are those that cameras told while they were connected, so that one
 * which came back at another address is known. Thread-safe.
 */
final class KnownDevices {
  private final CameraControl control;
  private final Map<String, Set<String>> identities = new HashMap<>(); // by id; guarded by this

  KnownDevices(CameraControl control) {
    this.control = control;
  }

  /** Asks the cameras who they are; those that are not connected keep what they told before. */
  void learn(List<Camera> cameras) {
    for (Camera camera : cameras) {
      try {
        DeviceInfo info = control.ask(camera.id(), CameraConnection::info);
        Set<String> told = Identities.of(info.serial());
        synchronized (this) {
          identities.put(camera.id(), told);
        }
      } catch (CameraException away) {
        // It may be the one that is found elsewhere.
      }
    }
    synchronized (this) {
      identities.keySet().retainAll(cameras.stream().map(Camera::id).toList());
    }
  }

  /** The camera that the device is added as. */
  synchronized Optional<Camera> find(Devices.Device device, List<Camera> cameras) {
    Set<String> seen = device.camera().identities();
    return cameras.stream()
        .filter(c -> identities.getOrDefault(c.id(), Set.of()).stream().anyMatch(seen::contains))
        .findFirst()
        .or(() -> cameras.stream().filter(c -> device.isAt(c.address().main())).findFirst());
  }
}

package io.vedette.testkit;

import io.vedette.api.camera.Camera;
import io.vedette.api.camera.CameraRegistry;
import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.Credentials;
import io.vedette.testkit.dvr.DvrSetup;
import io.vedette.testkit.dvr.SimulatedDvr;
import io.vedette.testkit.dvrip.DvripSetup;
import io.vedette.testkit.dvrip.SimulatedDvrip;
import io.vedette.testkit.net.DeviceThread;
import io.vedette.testkit.onvif.OnvifSetup;
import io.vedette.testkit.onvif.SimulatedOnvifCamera;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cameras of the demo: one per scene by RTSP, and a channel of a DVR, on the loopback
 * interface, registered like any other camera while this bundle runs. What somebody changed in a
 * demo camera (name, recording) stays while the demo stays installed; its address is ours, since
 * the ports change at each start.
 */
@Component(
    service = {},
    immediate = true)
public final class DemoCameras {
  private static final Logger LOG = LoggerFactory.getLogger(DemoCameras.class);
  private final CameraRegistry registry;
  private final SimulatedCameras cameras;
  private final DeviceThread devices;
  private final List<String> ids = new ArrayList<>();
  private final SimulatedOnvifCamera harbour;

  @Activate
  public DemoCameras(@Reference CameraRegistry registry) throws IOException {
    this.registry = registry;
    this.cameras = new SimulatedCameras();
    SimulatedOnvifCamera movable = null;
    for (Clip.Scene scene : Clip.Scene.values()) {
      // Sound on one of them is enough to show that it works.
      CameraSetup plain = CameraSetup.of(scene);
      SimulatedCamera camera = cameras.add(scene == Clip.Scene.STREET ? plain.withAudio() : plain);
      if (scene == Clip.Scene.HARBOUR) { // one that can be moved
        movable = new SimulatedOnvifCamera(camera, OnvifSetup.of(scene.title(), "DEMO-2"));
        register("demo-" + scene.number(), scene.title(), "onvif", movable.address());
      } else {
        register("demo-" + scene.number(), scene.title(), "rtsp", camera.address());
      }
    }
    this.harbour = movable;
    this.devices = new DeviceThread("simulated-recorders", Clock.systemUTC());
    Credentials login = new Credentials("admin", "demo");
    SimulatedDvr dvr =
        new SimulatedDvr(devices, DvrSetup.of(login, Clip.Scene.HALL), Clock.systemUTC());
    register("demo-dvr", "Warehouse by DVR", "dvr", dvr.address(1));
    SimulatedDvrip recorder =
        new SimulatedDvrip(devices, DvripSetup.of(login, Clip.Scene.MEADOW), Clock.systemUTC());
    register("demo-dvrip", "Meadow by DVRIP", "dvrip", recorder.address(1));
    LOG.info("{} demo cameras on the loopback interface", ids.size());
  }

  private void register(String id, String name, String driver, CameraAddress address) {
    ids.add(id);
    Optional<Camera> known = registry.find(id);
    if (known.isPresent()) {
      Camera old = known.get();
      registry.update(
          new Camera(
              id, old.name(), driver, address, old.enabled(), old.record(), old.retention()));
    } else {
      registry.add(
          new Camera(
              id,
              name,
              driver,
              address,
              true,
              Camera.RecordSettings.DEFAULT,
              Camera.Retention.UNLIMITED));
    }
  }

  @Deactivate
  void stop() {
    ids.forEach(registry::remove);
    harbour.close();
    cameras.close();
    devices.close();
  }
}

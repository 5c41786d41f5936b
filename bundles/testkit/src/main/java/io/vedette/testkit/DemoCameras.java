package io.vedette.testkit;

import io.vedette.api.camera.Camera;
import io.vedette.api.camera.CameraRegistry;
import java.io.IOException;
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
 * The cameras of the demo: one per scene, on the loopback interface, registered like any other
 * camera while this bundle runs. What somebody changed in a demo camera (name, recording) stays
 * while the demo stays installed; its address is ours, since the ports change at each start.
 */
@Component(
    service = {},
    immediate = true)
public final class DemoCameras {
  private static final Logger LOG = LoggerFactory.getLogger(DemoCameras.class);
  private static final String DRIVER = "rtsp";

  private final CameraRegistry registry;
  private final SimulatedCameras cameras;
  private final List<String> ids = new ArrayList<>();

  @Activate
  public DemoCameras(@Reference CameraRegistry registry) throws IOException {
    this.registry = registry;
    this.cameras = new SimulatedCameras();
    for (Clip.Scene scene : Clip.Scene.values()) {
      // Sound on one of them is enough to show that it works.
      CameraSetup plain = CameraSetup.of(scene);
      SimulatedCamera camera = cameras.add(scene == Clip.Scene.STREET ? plain.withAudio() : plain);
      String id = "demo-" + scene.number();
      register(id, scene.title(), camera);
      ids.add(id);
    }
    LOG.info("{} demo cameras on the loopback interface", ids.size());
  }

  private void register(String id, String name, SimulatedCamera camera) {
    Optional<Camera> known = registry.find(id);
    if (known.isPresent()) {
      Camera old = known.get();
      registry.update(
          new Camera(
              id,
              old.name(),
              DRIVER,
              camera.address(),
              old.enabled(),
              old.record(),
              old.retention()));
    } else {
      registry.add(
          new Camera(
              id,
              name,
              DRIVER,
              camera.address(),
              true,
              Camera.RecordSettings.DEFAULT,
              Camera.Retention.UNLIMITED));
    }
  }

  @Deactivate
  void stop() {
    ids.forEach(registry::remove);
    cameras.close();
  }
}

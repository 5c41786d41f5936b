package io.vedette.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.camera.Camera;
import io.vedette.api.camera.CameraRegistry;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DemoCamerasTest {
  private static final class Registry implements CameraRegistry {
    private final Map<String, Camera> cameras = new TreeMap<>();

    @Override
    public List<Camera> cameras() {
      return List.copyOf(cameras.values());
    }

    @Override
    public Optional<Camera> find(String id) {
      return Optional.ofNullable(cameras.get(id));
    }

    @Override
    public void add(Camera camera) {
      assertThat(cameras.put(camera.id(), camera)).isNull();
    }

    @Override
    public boolean update(Camera camera) {
      return cameras.put(camera.id(), camera) != null;
    }

    @Override
    public boolean remove(String id) {
      return cameras.remove(id) != null;
    }

    @Override
    public Map<Profile, StreamStatus> status(String id) {
      return Map.of();
    }

    @Override
    public List<DriverInfo> drivers() {
      return List.of();
    }
  }

  private final Registry registry = new Registry();

  @Test
  void comeAndGoWithTheBundle() throws IOException {
    DemoCameras demo = new DemoCameras(registry);
    assertThat(registry.cameras.values())
        .extracting(Camera::id, Camera::name)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("demo-1", "Street"),
            org.assertj.core.groups.Tuple.tuple("demo-2", "Harbour"),
            org.assertj.core.groups.Tuple.tuple("demo-3", "Warehouse"),
            org.assertj.core.groups.Tuple.tuple("demo-4", "Meadow"),
            org.assertj.core.groups.Tuple.tuple("demo-dvr", "Warehouse by DVR"),
            org.assertj.core.groups.Tuple.tuple("demo-dvrip", "Meadow by DVRIP"));
    demo.stop();
    assertThat(registry.cameras).isEmpty();
  }

  @Test
  void knownCameraGetsItsNewAddressAndKeepsItsName() throws IOException {
    DemoCameras before = new DemoCameras(registry);
    Camera old = registry.find("demo-2").orElseThrow();
    registry.update(
        new Camera(
            old.id(),
            "My harbour",
            old.driver(),
            old.address(),
            false,
            old.record(),
            old.retention()));
    DemoCameras after = new DemoCameras(registry); // as after a crash: nobody removed anything
    assertThat(registry.cameras).hasSize(6);
    Camera updated = registry.find("demo-2").orElseThrow();
    assertThat(updated.name()).isEqualTo("My harbour");
    assertThat(updated.enabled()).isFalse();
    assertThat(updated.address()).isNotEqualTo(old.address());
    after.stop();
    before.stop();
  }
}

package io.vedette.web.resource;

import io.vedette.api.camera.Camera;
import io.vedette.api.camera.CameraRegistry;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Cameras in memory, with the driver rtsp. */
final class FakeCameras implements CameraRegistry {
  final Map<String, Camera> cameras = new TreeMap<>();
  final Map<Profile, StreamStatus> status = new HashMap<>();
  List<DriverInfo> drivers =
      List.of(
          new DriverInfo("clockwork", List.of("clockwork"), OptionalLong.empty()),
          new DriverInfo(
              "rtsp", List.of("rtsp", "rtsps"), OptionalLong.of(FakeSettings.RTSP_BUNDLE)));

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
    if (cameras.putIfAbsent(camera.id(), camera) != null) {
      throw new IllegalStateException("taken");
    }
  }

  @Override
  public boolean update(Camera camera) {
    return cameras.replace(camera.id(), camera) != null;
  }

  @Override
  public boolean remove(String id) {
    return cameras.remove(id) != null;
  }

  @Override
  public Map<Profile, StreamStatus> status(String id) {
    return status;
  }

  @Override
  public List<DriverInfo> drivers() {
    return drivers;
  }
}

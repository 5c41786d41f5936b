package io.vedette.discovery;

import io.vedette.api.camera.CameraControl;
import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.DeviceInfo;
import io.vedette.api.driver.MediaFeed;
import io.vedette.api.driver.StreamOffer;
import java.time.Duration;
import java.util.List;

/** Cameras that say who they are and nothing else. */
record FakeControl(Told told) implements CameraControl {
  /** What they say, or that they are away. */
  interface Told {
    DeviceInfo info(String camera) throws CameraException;
  }

  @Override
  public <T> T ask(String camera, Request<T> request) throws CameraException {
    DeviceInfo info = told.info(camera);
    return request.run(
        new CameraConnection() {
          @Override
          public DeviceInfo info() {
            return info;
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

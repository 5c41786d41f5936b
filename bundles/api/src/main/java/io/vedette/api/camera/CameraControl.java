package io.vedette.api.camera;

import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraException;
import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What is asked of cameras beside their streams. Each request runs on the thread that the hub keeps
 * for the camera, so that a driver is asked one thing at a time; the caller waits, at most 15 s.
 * Thread-safe.
 */
@ProviderType
public interface CameraControl {
  /**
   * Something to do with a connection, for example {@code c -> c.ptz()}.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  interface Request<T> {
    T run(CameraConnection connection) throws CameraException;
  }

  /**
   * Asks a camera.
   *
   * @throws CameraException of the driver; UNREACHABLE if the camera is unknown, disabled or not
   *     connected; TIMEOUT if it is not done in time
   */
  <T> T ask(String camera, Request<T> request) throws CameraException;

  /**
   * Moves a camera and stops it when the time is over, unless another movement has come.
   *
   * @param pan speed, −1 (left) to 1
   * @param tilt speed, −1 (down) to 1
   * @param zoom speed, −1 (wide) to 1
   * @param time at most 10 s
   * @throws CameraException as {@link #ask}; UNSUPPORTED if it cannot be moved
   */
  void move(String camera, double pan, double tilt, double zoom, Duration time)
      throws CameraException;

  /** Stops a camera. */
  void stop(String camera) throws CameraException;
}

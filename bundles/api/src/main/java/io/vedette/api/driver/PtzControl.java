package io.vedette.api.driver;

import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Moves a camera. Called on the hub's thread for the camera, one call at a time, each at most 10 s;
 * streams run on meanwhile on theirs.
 */
@ConsumerType
public interface PtzControl {
  /**
   * Begins to move, or goes on in another way; returns at once. The hub calls {@link #stop} when
   * the time is over; a camera that can time itself is told so too, in case we are cut off.
   *
   * @param pan speed, −1 (left) to 1
   * @param tilt speed, −1 (down) to 1
   * @param zoom speed, −1 (wide) to 1
   * @param time after which it must have stopped, at most 10 s
   */
  void move(double pan, double tilt, double zoom, Duration time) throws CameraException;

  /** Stops every axis. */
  void stop() throws CameraException;

  /** Names of the stored positions. */
  List<String> presets() throws CameraException;

  /**
   * Moves to a stored position.
   *
   * @throws CameraException UNSUPPORTED if there is none of that name
   */
  void go(String preset) throws CameraException;
}

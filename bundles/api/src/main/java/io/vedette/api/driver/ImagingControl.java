package io.vedette.api.driver;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * How a camera makes its picture: brightness and the like. Called on the hub's thread for the
 * camera, as {@link PtzControl} is.
 */
@ConsumerType
public interface ImagingControl {
  /** What can be set, and how it is set now. */
  Imaging read() throws CameraException;

  /**
   * Sets what differs from what is set now.
   *
   * @param wanted of {@link #read}, with other values within its limits
   * @throws CameraException if the camera does not take them
   */
  void set(Imaging wanted) throws CameraException;
}

package io.vedette.api.driver;

import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A camera's own settings that matter to a recorder. Called on the hub's thread for the camera, as
 * {@link PtzControl} is.
 */
@ConsumerType
public interface CameraSettings {
  /** How it encodes, at most one per profile. */
  List<EncoderSettings> encoders() throws CameraException;

  /**
   * Changes codec, rates and distance of key pictures of a stream, which may break and begin anew.
   *
   * @throws CameraException if the camera does not take them
   */
  void set(EncoderSettings wanted) throws CameraException;

  /** How far its clock is ahead of ours. */
  Duration clockOffset() throws CameraException;

  /** Sets its clock to ours. */
  void setClock() throws CameraException;
}

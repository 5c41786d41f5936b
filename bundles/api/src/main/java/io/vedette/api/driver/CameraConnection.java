package io.vedette.api.driver;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A reached camera. Used by one thread at a time, except {@link #close}, which any thread may call.
 */
@ConsumerType
public interface CameraConnection extends AutoCloseable {
  /** What the device says of itself. */
  DeviceInfo info();

  /** The encodings it offers, at most one per profile, main first. */
  List<StreamOffer> streams();

  /**
   * Starts one of the offered streams. Blocks until parameter sets of every video track are known,
   * at most 15 s.
   */
  MediaFeed open(StreamOffer offer) throws CameraException;

  /** Moves the camera; empty if it cannot be moved. */
  default Optional<PtzControl> ptz() {
    return Optional.empty();
  }

  /** The camera's own settings; empty if they cannot be reached. */
  default Optional<CameraSettings> settings() {
    return Optional.empty();
  }

  /** How the camera makes its picture; empty if that cannot be set. */
  default Optional<ImagingControl> imaging() {
    return Optional.empty();
  }

  /**
   * Starts to hear what the camera notices. Called once per connection and again after a feed has
   * ended, on a thread of its own beside that of the connection; may block for 15 s.
   *
   * @return empty if the camera or the driver knows no events
   */
  default Optional<EventFeed> events() throws CameraException {
    return Optional.empty();
  }

  /** Ends the connection and every feed it opened; a blocked call returns with an exception. */
  @Override
  void close();
}

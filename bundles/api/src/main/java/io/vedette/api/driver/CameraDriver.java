package io.vedette.api.driver;

import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Knows how to talk to one family of cameras. Registered as an OSGi service; its cameras start when
 * it comes and end when it goes.
 *
 * <p>Threads: {@link #connect} is called on a thread that the hub keeps for the camera and may
 * block up to 15 s; several cameras connect at once. The driver never retries: the hub does.
 */
@ConsumerType
public interface CameraDriver {
  /**
   * Service property with the {@link #name}, for drivers that others build upon: {@code
   * (vedette.driver=rtsp)}. Optional.
   */
  String NAME = "vedette.driver";

  /** Name in the API's {@code driver} key: {@code rtsp}, {@code onvif}, … Lower case, stable. */
  String name();

  /** URI schemes of the addresses it takes, lower case: {@code rtsp}, {@code rtsps}. */
  Set<String> schemes();

  /**
   * Reaches the camera far enough to know its streams.
   *
   * @throws CameraException with the kind that decides whether and how the hub tries again
   */
  CameraConnection connect(CameraAddress address) throws CameraException;
}

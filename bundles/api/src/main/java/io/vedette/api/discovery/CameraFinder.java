package io.vedette.api.discovery;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Whiteboard: knows one way to find cameras. A vendor's driver with a discovery of its own
 * registers such a service beside its driver.
 */
@ConsumerType
public interface CameraFinder {
  /** Name of the way, in the API's {@code via} key: {@code mdns}, {@code ws-discovery}. */
  String via();

  /**
   * Searches on every interface and tells what it finds as it finds it, the same device as often as
   * it likes. Called on a thread of its own; returns when the window is over.
   *
   * @param window how long to listen, some seconds
   * @param found may be called by any thread until this returns
   * @throws IOException if it could not search at all
   * @throws InterruptedException if it was asked to end earlier
   */
  void find(Duration window, Consumer<FoundCamera> found) throws IOException, InterruptedException;
}

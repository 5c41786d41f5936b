package io.vedette.api.discovery;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** Searches the network for cameras when asked. Thread-safe. */
@ProviderType
public interface Discovery {
  /**
   * Begins a search of 5 s by every way there is.
   *
   * @return false if one runs already
   */
  boolean start();

  /** True while a search runs. */
  boolean isRunning();

  /** What the last or the running search has found so far, one row per device. */
  List<Found> found();

  /**
   * One device.
   *
   * @param device what the best way of searching tells, gaps filled by the others
   * @param via names of the ways that found it, sorted
   * @param addedAs id of the camera that it is added as
   * @param moved true if that camera is set up with another address
   */
  record Found(FoundCamera device, Set<String> via, Optional<String> addedAs, boolean moved) {}
}

package io.vedette.api.camera;

import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The cameras we are set up to use; they survive restarts, their passwords encrypted. Thread-safe.
 * A change takes effect at once and touches no other camera.
 */
@ProviderType
public interface CameraRegistry {
  /** All, sorted by id. */
  List<Camera> cameras();

  /** One. */
  Optional<Camera> find(String id);

  /**
   * Adds a camera and starts it if enabled.
   *
   * @throws IllegalStateException if the id is taken
   */
  void add(Camera camera);

  /**
   * Replaces the camera of the same id; its connection restarts if address or driver changed.
   *
   * @return false if there is none
   */
  boolean update(Camera camera);

  /**
   * Ends and forgets a camera; its recordings stay.
   *
   * @return false if there was none
   */
  boolean remove(String id);

  /** State per profile that the camera has; empty map while it is disabled or unknown. */
  Map<Profile, StreamStatus> status(String id);

  /** Names and schemes of the drivers that are installed now. */
  List<DriverInfo> drivers();

  /**
   * An installed driver.
   *
   * @param name as in {@link Camera#driver}
   * @param schemes of the addresses it takes, sorted
   * @param bundle id of the bundle that it is from, whose metatype describes its settings; empty
   *     outside of a framework
   */
  record DriverInfo(String name, List<String> schemes, OptionalLong bundle) {}
}

package io.vedette.api.camera;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Whiteboard: a service of this type hears of changes to the set of cameras. Called on the thread
 * that makes the change, after it took effect, one call at a time; must return fast. A listener
 * that comes later first reads {@link CameraRegistry#cameras}.
 */
@ConsumerType
public interface CameraListener {
  /** Added or changed; the camera as it is now. */
  void changed(Camera camera);

  /** Forgotten. */
  void removed(String id);
}

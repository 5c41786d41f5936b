package io.vedette.testkit;

import io.vedette.api.stream.Profile;
import io.vedette.media.AccessUnit;

/** Hears what becomes of a camera's pictures. Called by the cameras' thread. */
public interface Deliveries {
  /** The network has taken every byte of a picture. */
  void delivered(Profile profile, AccessUnit picture);

  /** A picture was left out, because the client reads too slowly. */
  void dropped(Profile profile, AccessUnit picture);
}

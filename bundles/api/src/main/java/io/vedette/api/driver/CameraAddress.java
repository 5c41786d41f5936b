package io.vedette.api.driver;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a camera is and how to sign in.
 *
 * @param main address of the camera or of its main stream; never holds credentials
 * @param sub address of the sub stream for drivers that need one of their own
 * @param credentials absent: the camera asks for none
 * @param channel of a recorder with several cameras, from 1
 */
public record CameraAddress(
    URI main, Optional<URI> sub, Optional<Credentials> credentials, int channel) {
  public CameraAddress {
    Objects.requireNonNull(main, "main");
    Objects.requireNonNull(sub, "sub");
    Objects.requireNonNull(credentials, "credentials");
    if (channel < 1) {
      throw new IllegalArgumentException("channel counts from 1: " + channel);
    }
  }
}

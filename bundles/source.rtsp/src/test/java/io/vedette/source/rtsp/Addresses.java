package io.vedette.source.rtsp;

import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.Credentials;
import java.net.URI;
import java.util.Optional;

/** Short ways to write camera addresses. */
final class Addresses {
  private Addresses() {}

  static CameraAddress of(String main) {
    return of(main, Optional.empty());
  }

  static CameraAddress of(String main, Optional<Credentials> credentials) {
    return new CameraAddress(URI.create(main), Optional.empty(), credentials, 1);
  }
}

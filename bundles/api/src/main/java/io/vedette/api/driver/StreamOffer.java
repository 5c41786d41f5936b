package io.vedette.api.driver;

import io.vedette.api.stream.Profile;
import java.util.Objects;

/**
 * One encoding that a camera offers.
 *
 * @param profile main or sub
 * @param locator what the driver needs to open it, in a form of its own; without credentials
 */
public record StreamOffer(Profile profile, String locator) {
  public StreamOffer {
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(locator, "locator");
  }
}

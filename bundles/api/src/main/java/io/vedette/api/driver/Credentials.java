package io.vedette.api.driver;

import java.util.Objects;

/**
 * User name and password for a camera. {@code toString} hides the password.
 *
 * @param user name
 * @param password in the clear; may be empty
 */
public record Credentials(String user, String password) {
  public Credentials {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(password, "password");
  }

  @Override
  public String toString() {
    return "Credentials[" + user + "]";
  }
}

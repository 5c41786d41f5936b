package io.vedette.onvif;

import java.util.Objects;

/**
 * User and password of a camera. {@code toString} hides the password.
 *
 * @param user name
 * @param password in the clear; may be empty
 */
public record Login(String user, String password) {
  public Login {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(password, "password");
  }

  @Override
  public String toString() {
    return "Login[" + user + "]";
  }
}

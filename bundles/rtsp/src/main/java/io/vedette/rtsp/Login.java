package io.vedette.rtsp;

import java.util.Objects;

/**
 * User and password of an RTSP session, on either side. {@code toString} hides the password.
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

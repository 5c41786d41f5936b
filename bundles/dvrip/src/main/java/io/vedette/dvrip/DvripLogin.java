package io.vedette.dvrip;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

/**
 * User and password. {@code toString} hides the password.
 *
 * @param user name
 * @param password in the clear; may be empty, as devices leave the factory
 */
public record DvripLogin(String user, String password) {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  public DvripLogin {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(password, "password");
  }

  /**
   * The hash that devices want: MD5, pairs of bytes added, as digits to base 62. Weak, and as good
   * as the password itself for whoever sees it.
   */
  public String hash() {
    try {
      byte[] md5 =
          MessageDigest.getInstance("MD5").digest(password.getBytes(StandardCharsets.UTF_8));
      StringBuilder out = new StringBuilder(8);
      for (int i = 0; i < md5.length; i += 2) {
        int sum = (md5[i] & 0xff) + (md5[i + 1] & 0xff);
        out.append(DIGITS.charAt(sum % DIGITS.length()));
      }
      return out.toString();
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has MD5", missing);
    }
  }

  @Override
  public String toString() {
    return "DvripLogin[" + user + "]";
  }
}

package io.vedette.webrtc.ice;

import java.security.SecureRandom;
import java.util.Objects;

/**
 * User fragment and password of one side (RFC 8839 5.4).
 *
 * @param ufrag 4 to 256 characters
 * @param password 22 to 256 characters
 */
public record IceCredentials(String ufrag, String password) {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  public IceCredentials {
    Objects.requireNonNull(ufrag, "ufrag");
    Objects.requireNonNull(password, "password");
  }

  /** New ones: 48 bits of ufrag, so that it can be the key of a session; 144 bits of password. */
  public static IceCredentials random(SecureRandom random) {
    return new IceCredentials(text(random, 8), text(random, 24));
  }

  private static String text(SecureRandom random, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  /** Hides the password. */
  @Override
  public String toString() {
    return "IceCredentials[" + ufrag + "]";
  }
}

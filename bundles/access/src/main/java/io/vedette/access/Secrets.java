package io.vedette.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Random secrets of sessions and tokens. They have 256 bits, so that a plain SHA-256 of them can be
 * stored and looked up: there is nothing to guess that a slow hash would protect.
 */
final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  /** 43 characters of {@code [A-Za-z0-9_-]}. */
  static String random256() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes(32));
  }

  /** An id that is not secret, 11 characters of {@code [A-Za-z0-9_-]}. */
  static String randomId() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes(8));
  }

  static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** What is stored in place of a secret. */
  static byte[] sha256(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

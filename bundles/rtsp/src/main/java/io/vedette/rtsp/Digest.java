package io.vedette.rtsp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** The arithmetic of Digest access authentication (RFC 2617 3.2.2, RFC 7616 3.4). Stateless. */
enum Digest {
  MD5("MD5"),
  SHA_256("SHA-256"),
  /** SHA-512 cut to 256 bits, as FIPS 180-4 defines it. */
  SHA_512_256("SHA-512/256");

  private static final String SESSION = "-SESS";

  private final String javaName;

  Digest(String javaName) {
    this.javaName = javaName;
  }

  /** The algorithm of a challenge; a missing one is MD5, {@code -sess} is stripped. */
  static Optional<Digest> of(String parameter) {
    String name = parameter.toUpperCase(Locale.ROOT);
    if (isSession(name)) {
      name = name.substring(0, name.length() - SESSION.length());
    }
    return switch (name) {
      case "", "MD5" -> Optional.of(MD5);
      case "SHA-256", "SHA256" -> Optional.of(SHA_256);
      case "SHA-512-256" -> Optional.of(SHA_512_256);
      default -> Optional.empty();
    };
  }

  /** True if the algorithm of a challenge hashes the nonces into the secret ({@code -sess}). */
  static boolean isSession(String parameter) {
    return parameter.toUpperCase(Locale.ROOT).endsWith(SESSION);
  }

  /** Hex of the hash of UTF-8 text. */
  String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance(javaName);
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has " + javaName, missing);
    }
  }

  /**
   * The response value.
   *
   * @param secret A1's hash: of {@code user:realm:password}, for {@code -sess} hashed once more
   *     with the nonces
   * @param qop empty for the short form of RFC 2069; then count and client nonce are left out
   */
  String response(
      String secret,
      String method,
      String uri,
      String nonce,
      String qop,
      String nonceCount,
      String clientNonce) {
    String a2 = hash(method + ":" + uri);
    return qop.isEmpty()
        ? hash(secret + ":" + nonce + ":" + a2)
        : hash(String.join(":", secret, nonce, nonceCount, clientNonce, qop, a2));
  }
}

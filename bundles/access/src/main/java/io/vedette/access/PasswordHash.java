package io.vedette.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) in the string form of the PHC: {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}.
 * The costs stand in each hash, so that new ones can be dearer while old ones still match.
 */
final class PasswordHash {
  /**
   * 7 MiB and five passes, of OWASP's equal settings the one that needs least memory: 60 ms on one
   * core of a server of 2023, JDK 17.
   */
  static final Cost COST = new Cost(7 * 1024, 5, 1);

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

  /** What a hash costs to make and to check. */
  record Cost(int memoryKib, int passes, int lanes) {}

  private PasswordHash() {}

  /** A hash of the password with a new salt. */
  static String of(String password, Cost cost) {
    byte[] salt = Secrets.randomBytes(SALT_BYTES);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            cost.memoryKib,
            cost.passes,
            cost.lanes,
            base64.encodeToString(salt),
            base64.encodeToString(derive(password, salt, cost, HASH_BYTES)));
  }

  /**
   * Compares in constant time.
   *
   * @throws IllegalArgumentException if the hash is not of our form
   */
  static boolean matches(String hash, String password) {
    Matcher form = FORM.matcher(hash);
    if (!form.matches()) {
      throw new IllegalArgumentException("a stored password hash is not of the form $argon2id$…");
    }
    Cost cost =
        new Cost(
            Integer.parseInt(form.group(1)),
            Integer.parseInt(form.group(2)),
            Integer.parseInt(form.group(3)));
    byte[] salt = Base64.getDecoder().decode(form.group(4));
    byte[] expected = Base64.getDecoder().decode(form.group(5));
    return MessageDigest.isEqual(expected, derive(password, salt, cost, expected.length));
  }

  private static byte[] derive(String password, byte[] salt, Cost cost, int bytes) {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKib)
            .withIterations(cost.passes)
            .withParallelism(cost.lanes)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[bytes];
    argon2.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }
}

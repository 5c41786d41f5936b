package io.vedette.rtsp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/**
 * How a server asks for and checks a login. One per connection: its nonce lives as long as that.
 * Used by the connection's reading thread only.
 */
public final class ServerAuth {
  /** What to offer. The order in which they are given is that of the headers. */
  public enum Scheme {
    BASIC,
    /** As gst-rtsp-server asks: realm and nonce only. */
    DIGEST_MD5_SHORT,
    DIGEST_MD5,
    DIGEST_SHA_256
  }

  /** Wrong logins on one connection after which it should be closed. */
  public static final int MAX_FAILURES = 10;

  private final String realm;
  private final List<Scheme> schemes;
  private final Function<String, String> passwords;
  private final String nonce;
  private int failures;

  /**
   * @param passwords user → password, null for an unknown user
   * @param nonce fresh and unguessable, at least 16 characters
   */
  public ServerAuth(
      String realm, List<Scheme> schemes, Function<String, String> passwords, String nonce) {
    this.realm = Objects.requireNonNull(realm, "realm");
    this.schemes = List.copyOf(schemes);
    this.passwords = Objects.requireNonNull(passwords, "passwords");
    this.nonce = Objects.requireNonNull(nonce, "nonce");
  }

  /** True if the request carries a right login. Wrong ones are counted. */
  public boolean accepts(RtspRequest request) {
    String header = request.headers().first("Authorization").orElse("");
    if (header.isEmpty()) {
      return false;
    }
    AuthChallenge answer = AuthChallenge.parse(header);
    boolean right = answer.isDigest() ? digest(request, answer) : basic(header);
    if (!right) {
      failures++;
    }
    return right;
  }

  /** Wrong logins so far; a request without any is none. */
  public int failures() {
    return failures;
  }

  /** Values of the WWW-Authenticate headers of a 401. */
  public List<String> challenges() {
    List<String> challenges = new ArrayList<>();
    String digest = "Digest realm=\"" + realm + "\", nonce=\"" + nonce + "\"";
    for (Scheme scheme : schemes) {
      challenges.add(
          switch (scheme) {
            case BASIC -> "Basic realm=\"" + realm + "\"";
            case DIGEST_MD5_SHORT -> digest;
            case DIGEST_MD5 -> digest + ", algorithm=MD5, qop=\"auth\"";
            case DIGEST_SHA_256 -> digest + ", algorithm=SHA-256, qop=\"auth\"";
          });
    }
    return challenges;
  }

  private boolean basic(String header) {
    if (!schemes.contains(Scheme.BASIC)) {
      return false;
    }
    String[] words = header.strip().split("\\s+");
    if (words.length != 2 || !words[0].toLowerCase(Locale.ROOT).equals("basic")) {
      return false;
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(words[1]);
      String[] pair = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
      String password = passwords.apply(pair[0]);
      return pair.length == 2 && password != null && sameText(password, pair[1]);
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private boolean digest(RtspRequest request, AuthChallenge answer) {
    Digest algorithm = Digest.of(answer.parameter("algorithm")).orElse(null);
    String qop = answer.parameter("qop");
    if (algorithm == null || !offered(algorithm, qop)) {
      return false;
    }
    String user = answer.parameter("username");
    String password = passwords.apply(user);
    if (password == null
        || !answer.parameter("nonce").equals(nonce)
        || !answer.parameter("realm").equals(realm)
        || !answer.parameter("uri").equals(request.uri())) {
      return false;
    }
    String expected =
        algorithm.response(
            algorithm.hash(user + ":" + realm + ":" + password),
            request.method(),
            request.uri(),
            nonce,
            qop,
            answer.parameter("nc"),
            answer.parameter("cnonce"));
    return sameText(expected, answer.parameter("response").toLowerCase(Locale.ROOT));
  }

  private boolean offered(Digest algorithm, String qop) {
    return switch (algorithm) {
      case MD5 ->
          schemes.contains(Scheme.DIGEST_MD5_SHORT) && qop.isEmpty()
              || schemes.contains(Scheme.DIGEST_MD5) && qop.equals("auth");
      case SHA_256 -> schemes.contains(Scheme.DIGEST_SHA_256) && qop.equals("auth");
      case SHA_512_256 -> false;
    };
  }

  /** In a time that does not depend on where they differ. */
  private static boolean sameText(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}

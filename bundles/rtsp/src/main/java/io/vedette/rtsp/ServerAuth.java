package io.vedette.rtsp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;

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

  /** Knows who may come in. */
  @FunctionalInterface
  public interface Doorkeeper {
    /**
     * Asked once per request that carries a login in a form that was offered.
     *
     * @param user as the client says
     * @throws ServerSession.Refusal if the answer shall be another than 401
     */
    boolean admits(String user, Proof proof) throws ServerSession.Refusal;
  }

  /** What a client has sent to show that it knows a password. */
  public static final class Proof {
    private final Digest algorithm;
    private final String login; // user:realm:
    private final Predicate<String> fits; // told H(A1)

    private Proof(Digest algorithm, String login, Predicate<String> fits) {
      this.algorithm = algorithm;
      this.login = login;
      this.fits = fits;
    }

    /** True if the client knows this password. */
    public boolean isOf(String password) {
      return fits.test(algorithm.hash(login + password));
    }

    /**
     * True if the client knows the password of which only this is stored: hex of
     * MD5(user:realm:password). Never true for an algorithm other than MD5.
     */
    public boolean isOfMd5(String secret) {
      return algorithm == Digest.MD5 && fits.test(secret);
    }
  }

  private final String realm;
  private final List<Scheme> schemes;
  private final Doorkeeper doorkeeper;
  private final String nonce;
  private int failures;

  /**
   * @param nonce fresh and unguessable, at least 16 characters
   */
  public ServerAuth(String realm, List<Scheme> schemes, Doorkeeper doorkeeper, String nonce) {
    this.realm = Objects.requireNonNull(realm, "realm");
    this.schemes = List.copyOf(schemes);
    this.doorkeeper = Objects.requireNonNull(doorkeeper, "doorkeeper");
    this.nonce = Objects.requireNonNull(nonce, "nonce");
  }

  /**
   * True if the request carries a right login. Wrong ones are counted.
   *
   * @throws ServerSession.Refusal as the doorkeeper says
   */
  public boolean accepts(RtspRequest request) throws ServerSession.Refusal {
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

  private boolean basic(String header) throws ServerSession.Refusal {
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
      if (pair.length != 2) {
        return false;
      }
      String login = pair[0] + ":" + realm + ":";
      String sent = Digest.MD5.hash(login + pair[1]);
      return doorkeeper.admits(
          pair[0], new Proof(Digest.MD5, login, secret -> sameText(secret, sent)));
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private boolean digest(RtspRequest request, AuthChallenge answer) throws ServerSession.Refusal {
    String name = answer.parameter("algorithm");
    Digest algorithm = Digest.of(name).orElse(null);
    String qop = answer.parameter("qop");
    if (algorithm == null || Digest.isSession(name) || !offered(algorithm, qop)) {
      return false;
    }
    String user = answer.parameter("username");
    if (user.isEmpty()
        || !answer.parameter("nonce").equals(nonce)
        || !answer.parameter("realm").equals(realm)
        || !answer.parameter("uri").equals(request.uri())) {
      return false;
    }
    String sent = answer.parameter("response").toLowerCase(Locale.ROOT);
    Predicate<String> fits =
        secret ->
            sameText(
                sent,
                algorithm.response(
                    secret,
                    request.method(),
                    request.uri(),
                    nonce,
                    qop,
                    answer.parameter("nc"),
                    answer.parameter("cnonce")));
    return doorkeeper.admits(user, new Proof(algorithm, user + ":" + realm + ":", fits));
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

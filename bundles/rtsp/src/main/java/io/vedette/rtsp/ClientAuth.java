package io.vedette.rtsp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The client's side of a login by RTSP or HTTP: chooses among a camera's challenges and answers.
 * Used by the session's thread only.
 *
 * <p>Tries are few, since cameras lock accounts: one per nonce the camera calls stale, one with MD5
 * if it offered SHA-256 and refused it (some advertise what they cannot do), one when a nonce that
 * had worked works no more. A camera that sends a fresh nonce with every refusal ends there too.
 */
public final class ClientAuth {
  /** Stale nonces in a row that are answered; a camera whose every nonce is stale is broken. */
  private static final int MAX_STALE = 2;

  private final Optional<Login> login;
  private final RandomGenerator random;
  private AuthChallenge challenge; // null: none came, or login is not asked for
  private Digest refused; // algorithm that was refused though another was offered
  private boolean proven; // the answer to the challenge was accepted
  private boolean answered; // the last request carried an answer
  private int stale;
  private int nonceCount;

  /**
   * @param login absent: every challenge is refused with that reason
   */
  public ClientAuth(Optional<Login> login, RandomGenerator random) {
    this.login = login;
    this.random = random;
  }

  /** Value of the Authorization header for the next request; empty if none is called for. */
  public Optional<String> authorization(String method, String uri) {
    answered = challenge != null;
    return answered ? Optional.of(answer(method, uri)) : Optional.empty();
  }

  /** The camera took the last request. */
  public void accepted() {
    proven = answered;
    stale = 0;
  }

  /**
   * The camera answered 401.
   *
   * @param challenges values of its WWW-Authenticate headers
   * @return empty if the request may be sent once more, else why not, for people
   */
  public Optional<String> refused(List<String> challenges) {
    List<AuthChallenge> offered = usable(challenges);
    if (login.isEmpty()) {
      return Optional.of("the camera asks for a login and none is set");
    }
    if (offered.isEmpty()) {
      return Optional.of(
          "the camera asks for a login in a way we do not know: "
              + challenges.stream()
                  .flatMap(header -> AuthChallenge.all(header).stream())
                  .map(c -> c.scheme() + " " + c.parameter("algorithm"))
                  .toList());
    }
    AuthChallenge best = offered.get(0);
    if (!answered || proven) {
      proven = false;
      return answerNextWith(best);
    }
    if (best.parameter("stale").equalsIgnoreCase("true") && ++stale <= MAX_STALE) {
      return answerNextWith(best);
    }
    if (refused == null && challenge.isDigest()) {
      refused = algorithm(challenge).orElseThrow();
      Optional<AuthChallenge> weaker =
          offered.stream()
              .filter(AuthChallenge::isDigest)
              .filter(c -> algorithm(c).orElseThrow() != refused)
              .findFirst();
      if (refused != Digest.MD5 && weaker.isPresent()) {
        return answerNextWith(weaker.get());
      }
    }
    return Optional.of("the camera refuses user \"" + login.get().user() + "\" or the password");
  }

  private Optional<String> answerNextWith(AuthChallenge next) {
    challenge = next;
    nonceCount = 0;
    return Optional.empty();
  }

  /** Challenges we can answer, strongest first. */
  private static List<AuthChallenge> usable(List<String> challenges) {
    List<AuthChallenge> usable = new ArrayList<>();
    for (String header : challenges) {
      for (AuthChallenge offered : AuthChallenge.all(header)) {
        if (offered.isDigest()
            ? algorithm(offered).isPresent() && !qop(offered).equals("auth-int")
            : offered.scheme().equals("basic")) {
          usable.add(offered);
        }
      }
    }
    usable.sort(Comparator.comparing(ClientAuth::strength).reversed());
    return usable;
  }

  private static int strength(AuthChallenge challenge) {
    if (!challenge.isDigest()) {
      return 0;
    }
    return switch (algorithm(challenge).orElseThrow()) {
      case MD5 -> 1;
      case SHA_256 -> 2;
      case SHA_512_256 -> 3;
    };
  }

  private static Optional<Digest> algorithm(AuthChallenge challenge) {
    return Digest.of(challenge.parameter("algorithm"));
  }

  /** {@code auth} if offered, empty for the short form, else what is offered and we cannot do. */
  private static String qop(AuthChallenge challenge) {
    String offered = challenge.parameter("qop");
    for (String one : offered.split(",")) {
      if (one.strip().equalsIgnoreCase("auth")) {
        return "auth";
      }
    }
    return offered.isBlank() ? "" : "auth-int";
  }

  private String answer(String method, String uri) {
    Login with = login.orElseThrow();
    if (!challenge.isDigest()) {
      byte[] pair = (with.user() + ":" + with.password()).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
    Digest digest = algorithm(challenge).orElseThrow();
    String name = challenge.parameter("algorithm");
    String realm = challenge.parameter("realm");
    String nonce = challenge.parameter("nonce");
    String qop = qop(challenge);
    String count = String.format("%08x", ++nonceCount);
    String clientNonce = String.format("%016x", random.nextLong());
    boolean session = Digest.isSession(name);
    String secret = digest.hash(with.user() + ":" + realm + ":" + with.password());
    if (session) {
      secret = digest.hash(secret + ":" + nonce + ":" + clientNonce);
    }
    StringBuilder header = new StringBuilder("Digest ");
    header.append("username=").append(quoted(with.user()));
    header.append(", realm=").append(quoted(realm));
    header.append(", nonce=").append(quoted(nonce));
    header.append(", uri=").append(quoted(uri));
    String response = digest.response(secret, method, uri, nonce, qop, count, clientNonce);
    header.append(", response=").append(quoted(response));
    if (!name.isEmpty()) {
      header.append(", algorithm=").append(name);
    }
    if (!qop.isEmpty()) {
      header.append(", qop=auth, nc=").append(count);
    }
    if (!qop.isEmpty() || session) {
      header.append(", cnonce=").append(quoted(clientNonce));
    }
    if (!challenge.parameter("opaque").isEmpty()) {
      header.append(", opaque=").append(quoted(challenge.parameter("opaque")));
    }
    return header.toString();
  }

  private static String quoted(String text) {
    return "\""
        + text.replaceAll("\\p{Cntrl}", " ").replace("\\", "\\\\").replace("\"", "\\\"")
        + "\"";
  }
}

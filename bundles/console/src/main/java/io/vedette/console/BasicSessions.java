package io.vedette.console;

import io.vedette.api.access.Accounts;
import io.vedette.api.access.Caller;
import io.vedette.api.access.TooManyTriesException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sign-in by HTTP Basic (RFC 7617). A browser repeats the password with each of a page's dozens of
 * requests; it is checked once, and the session that this opens is found again by a keyed hash of
 * the header. Thread-safe.
 */
final class BasicSessions {
  private static final String SCHEME = "Basic ";

  /** More administrators than are at the console at once. */
  private static final int MAX_SESSIONS = 32;

  private final Accounts accounts;
  private final Mac mac; // guarded by sessions
  private final Map<String, String> sessions = // hash of the header -> secret; guarded by itself
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MAX_SESSIONS;
        }
      };

  BasicSessions(Accounts accounts) {
    this.accounts = accounts;
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /**
   * @param authorization the request's header
   * @return empty if it is no Basic header, or user or password is wrong
   */
  Optional<Caller> caller(String authorization, String remote) throws TooManyTriesException {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    String known = known(authorization);
    if (known != null) {
      Optional<Caller> caller = accounts.bySession(known);
      if (caller.isPresent()) {
        return caller;
      }
    }
    String credentials;
    try {
      credentials =
          new String(
              Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip()),
              StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    int colon = credentials.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    Optional<String> secret =
        accounts.signIn(credentials.substring(0, colon), credentials.substring(colon + 1), remote);
    secret.ifPresent(s -> remember(authorization, s));
    return secret.flatMap(accounts::bySession);
  }

  /** Ends the session of this header. */
  void forget(String authorization) {
    String secret;
    synchronized (sessions) {
      secret = sessions.remove(hash(authorization));
    }
    if (secret != null) {
      accounts.signOut(secret);
    }
  }

  private String known(String authorization) {
    synchronized (sessions) {
      return sessions.get(hash(authorization));
    }
  }

  private void remember(String authorization, String secret) {
    synchronized (sessions) {
      sessions.put(hash(authorization), secret);
    }
  }

  private String hash(String authorization) {
    return HexFormat.of().formatHex(mac.doFinal(authorization.getBytes(StandardCharsets.UTF_8)));
  }
}

package io.vedette.web.http;

import io.vedette.api.access.Accounts;
import io.vedette.api.access.Caller;
import java.util.Optional;

/**
 * What a caller has shown, to be asked about again later: without the request, which the server
 * uses anew, and without keeping the session alive. {@code toString} hides the secret.
 *
 * @param token true for a bearer token, false for a session
 */
public record Credential(boolean token, String secret) {
  /** Whose it is as of now; empty: signed out, or revoked. */
  public Optional<Caller> caller(Accounts accounts) {
    return token ? accounts.byToken(secret) : accounts.peekSession(secret);
  }

  @Override
  public String toString() {
    return token ? "a token" : "a session";
  }
}

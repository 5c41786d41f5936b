package io.vedette.web.http;

import io.vedette.api.access.Accounts;
import io.vedette.api.access.Caller;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;

/** Says who makes a request: a bearer token (RFC 6750 2.1) or the cookie of a session. */
public final class Callers {
  private static final String COOKIE = "vedette_session";
  private static final String BEARER = "Bearer ";
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private Callers() {}

  /**
   * The caller. If there is a token, it alone counts.
   *
   * @return empty if nobody is signed in, or no longer
   * @throws Problem of kind FORBIDDEN if a cookie would change state without the header that other
   *     sites' pages cannot send
   */
  public static Optional<Caller> of(HttpServletRequest request, Accounts accounts) {
    String authorization = request.getHeader("Authorization");
    if (authorization != null) {
      return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
          ? accounts.byToken(authorization.substring(BEARER.length()).strip())
          : Optional.empty();
    }
    Optional<Caller> caller = session(request).flatMap(accounts::bySession);
    if (caller.isPresent()
        && !SAFE.contains(request.getMethod())
        && !"vedette".equals(request.getHeader("X-Requested-With"))) {
      throw new Problem(
          Kind.FORBIDDEN, "a change with a cookie needs the header X-Requested-With: vedette");
    }
    return caller;
  }

  /** What the caller of a request that was let in has shown. */
  public static Credential credential(HttpServletRequest request) {
    String authorization = request.getHeader("Authorization");
    return authorization != null
        ? new Credential(true, authorization.substring(BEARER.length()).strip())
        : new Credential(false, session(request).orElse(""));
  }

  /** The session's secret. */
  public static Optional<String> session(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(COOKIE)) {
          return Optional.of(cookie.getValue());
        }
      }
    }
    return Optional.empty();
  }

  /** Gives the browser a session, or takes it away with an empty secret. */
  public static void setSession(Exchange exchange, String secret) {
    HttpServletResponse response = exchange.response();
    // Written by hand: SameSite is no property of the servlet API's Cookie.
    response.addHeader(
        "Set-Cookie",
        COOKIE
            + "="
            + secret
            + "; Path=/; HttpOnly; SameSite=Strict"
            + (exchange.request().isSecure() ? "; Secure" : "")
            + (secret.isEmpty() ? "; Max-Age=0" : ""));
  }
}

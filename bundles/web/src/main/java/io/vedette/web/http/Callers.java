package io.vedette.web.http;

import io.vedette.api.access.Accounts;
import io.vedette.api.access.Caller;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Says who makes a request: a bearer token (RFC 6750 2.1) or the cookie of a session. */
public final class Callers {
  private static final String COOKIE = "vedette_session";
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
      return authorization.regionMatches(true, 0, "Bearer ", 0, 7)
          ? accounts.byToken(authorization.substring(7).strip())
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

  /**
   * Who has made this request, to be asked again later: without the request, which the server uses
   * anew, and without keeping the session alive.
   */
  public static Function<Accounts, Optional<Caller>> later(HttpServletRequest request) {
    String authorization = request.getHeader("Authorization");
    if (authorization != null) {
      String token = authorization.substring("Bearer ".length()).strip();
      return accounts -> accounts.byToken(token);
    }
    Optional<String> secret = session(request);
    return accounts -> secret.flatMap(accounts::peekSession);
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

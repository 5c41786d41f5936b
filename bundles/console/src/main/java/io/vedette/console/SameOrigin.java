package io.vedette.console;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Tells requests of our own pages from those that another site makes a signed-in administrator's
 * browser send. Felix's console has no such protection of its own.
 *
 * <p>Browsers of today send {@code Sec-Fetch-Site} over https and to localhost, and {@code Origin}
 * with every POST. A request with neither header comes from no browser, so nobody's sign-in is
 * abused.
 */
final class SameOrigin {
  private static final Set<String> SAFE =
      Set.of("GET", "HEAD", "OPTIONS", "TRACE"); // RFC 9110 9.2.1

  private SameOrigin() {}

  /** True for methods that change nothing. */
  static boolean isSafe(String method) {
    return SAFE.contains(method);
  }

  static boolean allows(HttpServletRequest request) {
    return isSafe(request.getMethod())
        || isOurs(
            request.getHeader("Sec-Fetch-Site"),
            request.getHeader("Origin"),
            request.getHeader("Host"));
  }

  /** Each may be null: the header is not there. */
  static boolean isOurs(String fetchSite, String origin, String host) {
    if (fetchSite != null) {
      return fetchSite.equals("same-origin")
          || fetchSite.equals("none"); // none: the person's own doing
    }
    if (origin == null) {
      return true;
    }
    try {
      String authority = URI.create(origin).getRawAuthority(); // null for the origin "null"
      return authority != null && host != null && lower(authority).equals(lower(host));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}

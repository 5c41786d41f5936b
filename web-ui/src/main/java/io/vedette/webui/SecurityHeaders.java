package io.vedette.webui;

import java.util.regex.Pattern;

/** What the pages forbid themselves, so that a flaw in them is worth little. */
final class SecurityHeaders {
  private static final Pattern AUTHORITY =
      Pattern.compile("[A-Za-z0-9.-]+(?::\\d{1,5})?|\\[[0-9A-Fa-f:.]+](?::\\d{1,5})?");

  private SecurityHeaders() {}

  /**
   * The Content-Security-Policy: everything from this recorder and nothing else; no inline script
   * or style.
   *
   * @param host the request's Host header. Not every browser counts ws: as 'self', so it is named.
   */
  static String contentSecurityPolicy(String host) {
    String sockets =
        host != null && AUTHORITY.matcher(host).matches() ? " ws://" + host + " wss://" + host : "";
    return "default-src 'self'; connect-src 'self'"
        + sockets
        + "; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; base-uri 'none';"
        + " form-action 'self'; frame-ancestors 'none'";
  }
}

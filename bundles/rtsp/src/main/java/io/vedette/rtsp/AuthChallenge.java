package io.vedette.rtsp;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Scheme and parameters of a WWW-Authenticate or Authorization header (RFC 7616 3.3, RFC 7617),
 * quoted or not, in any order. {@code toString} shows the scheme alone.
 *
 * @param scheme lower case: {@code digest}, {@code basic}
 * @param parameters names in lower case, values without quotes
 */
record AuthChallenge(String scheme, Map<String, String> parameters) {
  private static final int MAX_PARAMETERS = 32;

  /** Never fails: what cannot be read is missing. */
  static AuthChallenge parse(String header) {
    String text = header.strip();
    int blank = 0;
    while (blank < text.length() && !Character.isWhitespace(text.charAt(blank))) {
      blank++;
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    int at = blank;
    while (at < text.length() && parameters.size() < MAX_PARAMETERS) {
      int equals = text.indexOf('=', at);
      if (equals < 0) {
        break;
      }
      String name = text.substring(at, equals).replace(',', ' ').strip().toLowerCase(Locale.ROOT);
      StringBuilder value = new StringBuilder();
      at = value(text, equals + 1, value);
      parameters.putIfAbsent(name, value.toString().strip());
    }
    return new AuthChallenge(text.substring(0, blank).toLowerCase(Locale.ROOT), parameters);
  }

  /** Appends the value that begins at {@code from}; gives the index behind it. */
  private static int value(String text, int from, StringBuilder value) {
    int at = from;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '"') {
      for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at));
      }
      return at + 1;
    }
    for (; at < text.length() && text.charAt(at) != ','; at++) {
      value.append(text.charAt(at));
    }
    return at;
  }

  /** Empty string if the parameter is missing. */
  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  boolean isDigest() {
    return scheme.equals("digest");
  }

  @Override
  public String toString() {
    return scheme;
  }
}

package io.vedette.rtsp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
  private static final int MAX_PARAMETERS = 64; // of all challenges of a header
  private static final int MAX_CHALLENGES = 8;

  /** The first of {@link #all}. Never fails: what cannot be read is missing. */
  static AuthChallenge parse(String header) {
    return all(header).get(0);
  }

  /**
   * The challenges of one header, which may be several (RFC 9110 11.6.1): a word before a name that
   * stands without an equals sign is the next scheme. At least one, without a scheme if there is
   * none.
   */
  static List<AuthChallenge> all(String header) {
    List<AuthChallenge> all = new ArrayList<>();
    int at = 0;
    for (int parameters = 0; parameters < MAX_PARAMETERS; parameters++) {
      int equals = header.indexOf('=', at);
      String[] words = words(header.substring(at, equals < 0 ? header.length() : equals));
      int schemes = equals < 0 ? words.length : words.length - 1;
      for (int i = 0; i < schemes && !words[i].isEmpty() && all.size() < MAX_CHALLENGES; i++) {
        all.add(new AuthChallenge(words[i], new LinkedHashMap<>()));
      }
      if (all.isEmpty()) {
        all.add(new AuthChallenge("", new LinkedHashMap<>()));
      }
      if (equals < 0) {
        break;
      }
      StringBuilder value = new StringBuilder();
      at = value(header, equals + 1, value);
      String name = words[words.length - 1];
      all.get(all.size() - 1).parameters.putIfAbsent(name, value.toString().strip());
    }
    return all;
  }

  /** At least one, empty if there is none. */
  private static String[] words(String text) {
    return text.replace(',', ' ').strip().toLowerCase(Locale.ROOT).split("\\s+", -1);
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
      return Math.min(at + 1, text.length());
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

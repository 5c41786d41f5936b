package io.vedette.web.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The query of a request, read as strictly as a body: a parameter that the route does not know is
 * refused, for a mistyped one would change the answer without a word. A plus is a plus: offsets of
 * times have one, forms of pages do not come here.
 */
record Query(Map<String, String> values) {
  /**
   * Parses the part behind the question mark; null is none.
   *
   * @throws Problem naming a parameter that is not known, or stands twice
   */
  static Query parse(String text, Set<String> known) {
    Map<String, String> values = new HashMap<>();
    if (text != null) {
      for (String parameter : text.split("&")) {
        int equals = parameter.indexOf('=');
        String name = text(equals < 0 ? parameter : parameter.substring(0, equals));
        String value = equals < 0 ? "" : text(parameter.substring(equals + 1));
        if (name.isEmpty() && value.isEmpty()) {
          continue; // && or a lone ?
        }
        if (!known.contains(name)) {
          throw Problem.ofField(name, "unknown parameter " + name);
        }
        if (values.put(name, value) != null) {
          throw Problem.ofField(name, "the parameter " + name + " stands twice in the query");
        }
      }
    }
    return new Query(values);
  }

  private static String text(String encoded) {
    try {
      return decode(encoded);
    } catch (IllegalArgumentException e) {
      throw new Problem(Kind.MALFORMED, "the query has a % without two hexadecimal digits");
    }
  }

  /**
   * Takes percent-encoding away (RFC 3986 2.1).
   *
   * @throws IllegalArgumentException for a % without two hexadecimal digits
   */
  static String decode(String encoded) {
    return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** A parameter; one without a value counts as absent. */
  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name)).filter(v -> !v.isEmpty());
  }
}

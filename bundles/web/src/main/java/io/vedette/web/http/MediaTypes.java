package io.vedette.web.http;

import java.util.Locale;

/** Content-Type and Accept, as far as one fixed type per answer needs them (RFC 9110 12.5.1). */
final class MediaTypes {
  private MediaTypes() {}

  /** True if a Content-Type is this type, whatever its parameters; null is none. */
  static boolean is(String contentType, String type) {
    return contentType != null && bare(contentType).equals(type);
  }

  /** True if an Accept header (null: none) lets the type pass. */
  static boolean accepts(String accept, String type) {
    if (accept == null || accept.isBlank()) {
      return true;
    }
    String family = type.substring(0, type.indexOf('/')) + "/*";
    int best = 0; // how exactly the deciding range names the type
    boolean accepted = false;
    for (String range : accept.split(",")) {
      String name = bare(range);
      int exact = name.equals(type) ? 3 : name.equals(family) ? 2 : name.equals("*/*") ? 1 : 0;
      if (exact > best) {
        best = exact;
        accepted = !range.replace(" ", "").matches(".*;q=0(\\.0*)?");
      }
    }
    return accepted;
  }

  private static String bare(String mediaType) {
    int end = mediaType.indexOf(';');
    String bare = end < 0 ? mediaType : mediaType.substring(0, end);
    return bare.strip().toLowerCase(Locale.ROOT);
  }
}

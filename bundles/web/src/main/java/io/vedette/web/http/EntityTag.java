package io.vedette.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;

/**
 * Names one state of what is sent (RFC 9110 8.8.3). Always strong: equal tags mean equal bytes.
 *
 * @param value as it stands in headers, with its quotes
 */
public record EntityTag(String value) {
  private static final String WEAK = "W/";

  /** A tag around letters, digits and hyphens. */
  public static EntityTag of(String opaque) {
    return new EntityTag('"' + opaque + '"');
  }

  /** True if {@code If-Match} asks for another state than this: the answer is 412. */
  public boolean failsIfMatch(HttpServletRequest request) {
    String tags = header(request, "If-Match");
    return !tags.isEmpty() && !isIn(tags, "");
  }

  /** True if {@code If-None-Match} says that the caller has this state: the answer is 304. */
  public boolean failsIfNoneMatch(HttpServletRequest request) {
    return isIn(header(request, "If-None-Match"), WEAK);
  }

  /** False if a Range is to be ignored: it continues another state (RFC 9110 13.1.5). */
  public boolean passesIfRange(HttpServletRequest request) {
    String condition = request.getHeader("If-Range");
    return condition == null || condition.equals(value);
  }

  private static String header(HttpServletRequest request, String name) {
    return String.join(",", Collections.list(request.getHeaders(name)));
  }

  private boolean isIn(String tags, String ignoredPrefix) {
    return Arrays.stream(tags.split(",", -1))
        .map(String::strip)
        .map(tag -> tag.startsWith(ignoredPrefix) ? tag.substring(ignoredPrefix.length()) : tag)
        .anyMatch(tag -> tag.equals("*") || tag.equals(value));
  }
}

package io.vedette.web.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request that gets no answer but the reason why. Thrown anywhere below a servlet and written as
 * {@code application/problem+json} (RFC 9457) by the {@link Dispatcher}. Has no stack trace: it is
 * an answer, not a fault of ours.
 */
public final class Problem extends RuntimeException {
  private final Kind kind;
  private final Optional<String> field;
  private final Map<String, String> headers = new LinkedHashMap<>();

  private Problem(Kind kind, Optional<String> field, String detail) {
    super(detail, null, false, false);
    this.kind = kind;
    this.field = field;
  }

  /**
   * @param detail for whoever made the request; no secrets
   */
  public Problem(Kind kind, String detail) {
    this(kind, Optional.empty(), detail);
  }

  /** A malformed field of the request: a key of the body ({@code record.mode}) or a parameter. */
  public static Problem ofField(String field, String detail) {
    return ofField(Kind.MALFORMED, field, detail);
  }

  /** A field at fault in another way. */
  public static Problem ofField(Kind kind, String field, String detail) {
    return new Problem(kind, Optional.of(field), detail);
  }

  /** Something that is not there. */
  public static Problem unknown(String what, String id) {
    return new Problem(Kind.UNKNOWN, "there is no " + what + " " + id);
  }

  /** With a header of the answer. */
  public Problem with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  /** With the time after which a new try makes sense; at least a second. */
  public Problem retryAfter(Duration wait) {
    return with("Retry-After", Long.toString(Math.max(1, wait.toSeconds())));
  }

  public Kind kind() {
    return kind;
  }

  public Optional<String> field() {
    return field;
  }

  /** Headers of the answer beside its type. */
  public Map<String, String> headers() {
    return headers;
  }
}

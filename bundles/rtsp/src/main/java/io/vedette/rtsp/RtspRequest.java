package io.vedette.rtsp;

import java.util.Objects;

/**
 * A request.
 *
 * @param method upper case: OPTIONS, DESCRIBE, …
 * @param uri exactly as sent, since a digest covers it; without credentials, or {@code *}
 */
public record RtspRequest(String method, String uri, RtspHeaders headers, String body)
    implements RtspMessage {
  public RtspRequest {
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(body, "body");
    if (method.isBlank() || uri.isBlank() || uri.chars().anyMatch(c -> c <= ' ')) {
      throw new IllegalArgumentException("not a request line: " + method + " " + uri.strip());
    }
  }

  @Override
  public String startLine() {
    return method + " " + uri + " RTSP/1.0";
  }
}

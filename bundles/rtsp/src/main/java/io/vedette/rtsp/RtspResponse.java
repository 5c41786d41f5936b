package io.vedette.rtsp;

import java.util.Objects;

/**
 * A response.
 *
 * @param status 100 to 599
 * @param reason for people; may be empty
 */
public record RtspResponse(int status, String reason, RtspHeaders headers, String body)
    implements RtspMessage {
  public RtspResponse {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(body, "body");
  }

  @Override
  public String startLine() {
    return "RTSP/1.0 " + status + " " + reason;
  }

  /** True for 2xx. */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }
}

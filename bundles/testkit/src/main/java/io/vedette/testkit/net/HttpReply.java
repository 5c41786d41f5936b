package io.vedette.testkit.net;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What goes back.
 *
 * @param headers besides the length
 * @param body sent as UTF-8
 */
public record HttpReply(int status, Map<String, String> headers, String body) {
  public HttpReply {
    headers = Map.copyOf(headers);
  }

  /** Head and body in one piece. */
  byte[] encode() {
    StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " " + reason() + "\r\n");
    headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    int size = body.getBytes(StandardCharsets.UTF_8).length;
    text.append("Content-Length: ").append(size).append("\r\n\r\n").append(body);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String reason() {
    return switch (status) {
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 404 -> "Not Found";
      default -> "Internal Server Error";
    };
  }
}

package io.vedette.rtsp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** A request or a response (RFC 2326 4). A body is text: SDP or parameters, in UTF-8. */
public sealed interface RtspMessage permits RtspRequest, RtspResponse {
  /** Request line or status line without its line break. */
  String startLine();

  RtspHeaders headers();

  /** Empty if there is none. */
  String body();

  /** Number that ties a response to its request; empty if it is missing or no number. */
  default OptionalInt sequence() {
    // Longse cameras put blanks behind the number; the splitter has trimmed them.
    String text = headers().first("CSeq").orElse("");
    try {
      return OptionalInt.of(Integer.parseInt(text));
    } catch (NumberFormatException notANumber) {
      return OptionalInt.empty();
    }
  }

  /** The bytes to send; Content-Length is that of the body. */
  default ByteBuffer encode() {
    StringBuilder text = new StringBuilder(256).append(startLine()).append("\r\n");
    for (RtspHeaders.Field field : headers().fields()) {
      if (!field.name().equalsIgnoreCase("Content-Length")) {
        text.append(field.name()).append(": ").append(field.value()).append("\r\n");
      }
    }
    byte[] body = body().getBytes(StandardCharsets.UTF_8);
    if (body.length > 0) {
      text.append("Content-Length: ").append(body.length).append("\r\n");
    }
    byte[] head = text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(head.length + body.length).put(head).put(body).flip();
  }
}

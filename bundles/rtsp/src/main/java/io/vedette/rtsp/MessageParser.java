package io.vedette.rtsp;

import java.util.ArrayList;
import java.util.List;

/** Header text → message, tolerant as cameras need it. Stateless. */
final class MessageParser {
  private static final int MAX_FIELDS = 100;

  private MessageParser() {}

  /** The message without its body, or null if the first line is neither request nor response. */
  static RtspMessage parse(String head) {
    String[] lines = head.split("\r?\n", MAX_FIELDS + 2);
    RtspHeaders headers = headers(lines);
    String[] words = lines[0].strip().split(" +", 3);
    if (words[0].startsWith("RTSP/")) {
      int status = words.length < 2 ? 0 : number(words[1]);
      return status < 100 || status > 599
          ? null
          : new RtspResponse(status, words.length < 3 ? "" : words[2], headers, "");
    }
    if (words.length == 3 && words[2].startsWith("RTSP/") && !words[1].isEmpty()) {
      return words[1].chars().anyMatch(c -> c <= ' ')
          ? null
          : new RtspRequest(words[0], words[1], headers, "");
    }
    return null;
  }

  private static RtspHeaders headers(String[] lines) {
    List<RtspHeaders.Field> fields = new ArrayList<>(lines.length);
    for (int i = 1; i < lines.length && i <= MAX_FIELDS; i++) {
      String line = lines[i];
      int colon = line.indexOf(':');
      if (colon > 0) { // else no header line: ignored, the rest may still be good
        String name = line.substring(0, colon).replace('\r', ' ').strip();
        String value = line.substring(colon + 1).replace('\r', ' ').replace('\n', ' ').strip();
        fields.add(new RtspHeaders.Field(name, value));
      }
    }
    return new RtspHeaders(fields);
  }

  /** Bytes of body the message announces; 0 if it announces none or nonsense. */
  static int contentLength(RtspMessage message) {
    return Math.max(0, number(message.headers().first("Content-Length").orElse("0")));
  }

  static RtspMessage withBody(RtspMessage message, String body) {
    if (body.isEmpty()) {
      return message;
    }
    if (message instanceof RtspRequest request) {
      return new RtspRequest(request.method(), request.uri(), request.headers(), body);
    }
    RtspResponse response = (RtspResponse) message;
    return new RtspResponse(response.status(), response.reason(), response.headers(), body);
  }

  /** -1 if it is no number. */
  private static int number(String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException notANumber) {
      return -1;
    }
  }
}

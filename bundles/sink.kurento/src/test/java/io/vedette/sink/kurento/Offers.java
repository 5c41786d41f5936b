package io.vedette.sink.kurento;

import java.util.ArrayList;
import java.util.List;

/** Offers of browsers that never come to look. */
final class Offers {
  private Offers() {}

  /**
   * Of one section of video.
   *
   * @param formats payload type and codec, in order of preference
   */
  static String of(String... formats) {
    List<String> lines = new ArrayList<>();
    StringBuilder types = new StringBuilder();
    for (String format : formats) {
      types.append(' ').append(format.split(" ")[0]);
    }
    lines.add("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0");
    lines.add("m=video 9 UDP/TLS/RTP/SAVPF" + types + "\r\nc=IN IP4 0.0.0.0\r\na=mid:0");
    lines.add("a=ice-ufrag:them\r\na=ice-pwd:passwordOfTheViewer00000\r\na=setup:actpass");
    lines.add("a=fingerprint:sha-256 " + "AB:".repeat(31) + "AB\r\na=recvonly\r\na=rtcp-mux");
    for (String format : formats) {
      String type = format.split(" ")[0];
      lines.add("a=rtpmap:" + format);
      if (format.contains("H264")) {
        lines.add("a=fmtp:" + type + " packetization-mode=1;profile-level-id=42e01f");
      }
    }
    return String.join("\r\n", lines) + "\r\n";
  }
}

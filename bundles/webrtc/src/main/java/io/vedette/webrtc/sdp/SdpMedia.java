package io.vedette.webrtc.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One media section of an offer: its m-line and the attributes below it. Immutable.
 *
 * @param kind {@code video}, {@code audio}, {@code application}
 * @param port 0: the section is off, unless it is {@code bundle-only}
 * @param protocol for instance {@code UDP/TLS/RTP/SAVPF}
 * @param formats payload types as text, in the browser's order of preference
 * @param attributes what stands behind {@code a=}, in order
 */
record SdpMedia(
    String kind, int port, String protocol, List<String> formats, List<String> attributes) {
  SdpMedia {
    formats = List.copyOf(formats);
    attributes = List.copyOf(attributes);
  }

  /** Values of all attributes of a name; the empty string for a flag. */
  static Stream<String> values(List<String> attributes, String name) {
    String prefix = name + ":";
    return attributes.stream()
        .filter(a -> a.equals(name) || a.startsWith(prefix))
        .map(a -> a.substring(Math.min(a.length(), prefix.length())).strip());
  }

  Stream<String> values(String name) {
    return values(attributes, name);
  }

  Optional<String> value(String name) {
    return values(name).findFirst();
  }

  boolean has(String name) {
    return value(name).isPresent();
  }

  /** True if the browser wants to receive here, by a transport such as ours. */
  boolean canReceive() {
    return (port != 0 || has("bundle-only"))
        && protocol.equals("UDP/TLS/RTP/SAVPF")
        && has("rtcp-mux")
        && !has("sendonly")
        && !has("inactive");
  }

  /**
   * One format with all that is said of it.
   *
   * @param type payload type, 0 to 127
   * @param codec upper case, for instance {@code H264}; empty if unknown
   * @param clockRate 0 if unknown
   * @param parameters of its fmtp line
   */
  record Format(int type, String codec, int clockRate, List<String> parameters) {
    /** Value of a parameter in an fmtp line, names in any case. */
    Optional<String> parameter(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + "=";
      return parameters.stream()
          .filter(p -> p.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(p -> p.substring(prefix.length()).strip())
          .findFirst();
    }
  }

  /** The formats in order of preference; those that are no payload type are left out. */
  List<Format> payloadFormats() {
    List<Format> result = new ArrayList<>();
    for (String format : formats) {
      if (format.matches("\\d{1,3}") && Integer.parseInt(format) < 128) {
        result.add(payloadFormat(format));
      }
    }
    return result;
  }

  private Format payloadFormat(String type) {
    String[] map = describing("rtpmap", type).findFirst().orElse("").split("/");
    String codec = map[0].toUpperCase(Locale.ROOT);
    String rate = map.length > 1 ? map[1] : "";
    int clockRate = rate.matches("\\d{1,9}") ? Integer.parseInt(rate) : 0;
    if (codec.isEmpty() && (type.equals("0") || type.equals("8"))) {
      codec = type.equals("0") ? "PCMU" : "PCMA"; // RFC 3551 6: known without an rtpmap
      clockRate = 8000;
    }
    List<String> parameters =
        describing("fmtp", type).flatMap(f -> Stream.of(f.split(";"))).map(String::strip).toList();
    return new Format(Integer.parseInt(type), codec, clockRate, parameters);
  }

  /** Feedback the browser can send for a payload type, for instance {@code nack pli}. */
  List<String> feedback(int type) {
    return describing("rtcp-fb", Integer.toString(type)).toList();
  }

  /** Values of an attribute that begin with a payload type, without it. */
  private Stream<String> describing(String attribute, String type) {
    String prefix = type + " ";
    return values(attribute)
        .filter(v -> v.startsWith(prefix))
        .map(v -> v.substring(prefix.length()).strip());
  }
}

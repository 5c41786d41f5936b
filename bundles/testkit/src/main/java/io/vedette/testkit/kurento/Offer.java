package io.vedette.testkit.kurento;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A viewer's SDP, read no stricter than Kurento does.
 *
 * @param session attributes before the first media line, without {@code a=}
 */
record Offer(List<String> session, List<Media> media) {
  /** One media section; attributes without {@code a=}. */
  record Media(String kind, String protocol, List<String> formats, List<String> attributes) {
    Optional<String> value(String name) {
      return behind(attributes, name + ":");
    }

    /** Codec of a payload type in upper case; empty if it is unknown. */
    String codec(String payloadType) {
      return described("rtpmap", payloadType)
          .map(map -> map.split("/")[0].toUpperCase(Locale.ROOT))
          .orElse("");
    }

    /** What rtpmap, fmtp or the like say of a payload type. */
    Optional<String> described(String attribute, String payloadType) {
      return behind(attributes, attribute + ":" + payloadType + " ");
    }

    boolean has(String attribute) {
      return attributes.contains(attribute);
    }
  }

  private static Optional<String> behind(List<String> attributes, String prefix) {
    return attributes.stream()
        .filter(a -> a.startsWith(prefix))
        .map(a -> a.substring(prefix.length()).strip())
        .findFirst();
  }

  static Offer parse(String sdp) throws RpcError {
    String[] lines = sdp.split("\r?\n");
    List<String> session = new ArrayList<>();
    List<Media> media = new ArrayList<>();
    if (!lines[0].equals("v=0")) {
      throw RpcError.noSdp();
    }
    for (String line : lines) {
      if (line.startsWith("m=")) {
        String[] words = line.substring(2).split(" +");
        if (words.length < 4) {
          throw RpcError.noSdp();
        }
        media.add(
            new Media(
                words[0], words[2], List.of(words).subList(3, words.length), new ArrayList<>()));
      } else if (line.startsWith("a=")) {
        String attribute = line.substring(2);
        (media.isEmpty() ? session : media.get(media.size() - 1).attributes()).add(attribute);
      } else if (line.length() < 2 || line.charAt(1) != '=') {
        throw RpcError.noSdp();
      }
    }
    return new Offer(session, media);
  }

  /** The section of the pictures. */
  Optional<Media> video() {
    return media.stream().filter(m -> m.kind().equals("video")).findFirst();
  }

  /** An attribute of the transport, which may stand above all sections; empty text if missing. */
  String transport(String name) {
    return video()
        .flatMap(video -> video.value(name))
        .or(() -> behind(session, name + ":"))
        .orElse("");
  }

  /** SHA-256 of the viewer's certificate as {@code AB:CD:…}; empty text if there is none. */
  String fingerprint() {
    String[] words = transport("fingerprint").split(" ");
    return words.length == 2 ? words[1].toUpperCase(Locale.ROOT) : "";
  }

  /** True if candidates may name this section. */
  boolean hasSection(int index, String mid) {
    return index >= 0
        && index < media.size()
        && (mid.isEmpty() || media.get(index).value("mid").orElse(mid).equals(mid));
  }
}

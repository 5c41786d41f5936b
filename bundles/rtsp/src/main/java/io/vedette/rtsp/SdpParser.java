package io.vedette.rtsp;

import io.vedette.rtsp.MediaDescription.Direction;
import io.vedette.rtsp.MediaDescription.Format;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The tolerant SDP reader behind {@link SessionDescription#parse}. Only the lines we use are looked
 * at: {@code s= m= a=control a=rtpmap a=fmtp} and directions; a broken {@code o=} or an empty
 * {@code c=IN} thus hurts nobody. A bad media section is skipped, never the whole.
 */
final class SdpParser {
  private static final int MAX_CHARS = 64 * 1024;
  private static final int MAX_SECTIONS = 32;

  private SdpParser() {}

  static SessionDescription parse(String sdp) {
    String text = sdp.length() > MAX_CHARS ? sdp.substring(0, MAX_CHARS) : sdp;
    String name = "";
    Optional<String> control = Optional.empty();
    List<MediaDescription> media = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    Section section = null;
    boolean inSession = true;
    for (String raw : text.split("[\r\n]+")) {
      String line = raw.strip();
      if (line.length() < 2 || line.charAt(1) != '=') {
        continue;
      }
      String value = line.substring(2).strip();
      if (line.charAt(0) == 'm') {
        close(section, media);
        inSession = false;
        section = null;
        if (media.size() + skipped.size() >= MAX_SECTIONS) {
          break;
        }
        section = Section.open(value);
        if (section == null) {
          skipped.add("m=" + value);
        }
      } else if (inSession && line.charAt(0) == 's') {
        name = value;
      } else if (inSession && line.startsWith("a=control:")) {
        control = Optional.of(value.substring("control:".length()).strip());
      } else if (section != null && line.charAt(0) == 'a') {
        section.attribute(value);
      }
    }
    close(section, media);
    return new SessionDescription(name, control, media, skipped);
  }

  private static void close(Section section, List<MediaDescription> media) {
    if (section != null) {
      media.add(section.description());
    }
  }

  /** A media section while its lines are read. */
  private static final class Section {
    private final String kind;
    private final List<Integer> payloadTypes;
    private final Map<Integer, Format> formats = new HashMap<>();
    private final Map<Integer, Map<String, String>> parameters = new HashMap<>();
    private Optional<String> control = Optional.empty();
    private Direction direction = Direction.UNSAID;

    private Section(String kind, List<Integer> payloadTypes) {
      this.kind = kind;
      this.payloadTypes = payloadTypes;
    }

    /** Null if the line is not {@code kind port RTP/… numbers}. */
    static Section open(String line) {
      String[] words = line.split("\\s+");
      if (words.length < 4 || !words[2].toUpperCase(Locale.ROOT).startsWith("RTP/")) {
        return null;
      }
      List<Integer> types = new ArrayList<>();
      for (int i = 3; i < words.length; i++) {
        int type = number(words[i], -1);
        if (type >= 0 && type <= 127 && !types.contains(type)) {
          types.add(type);
        }
      }
      return types.isEmpty() ? null : new Section(words[0].toLowerCase(Locale.ROOT), types);
    }

    void attribute(String attribute) {
      int colon = attribute.indexOf(':');
      String name = (colon < 0 ? attribute : attribute.substring(0, colon)).strip();
      String value = colon < 0 ? "" : attribute.substring(colon + 1).strip();
      switch (name.toLowerCase(Locale.ROOT)) {
        case "control" -> control = Optional.of(value);
        case "rtpmap" -> rtpmap(value);
        case "fmtp" -> fmtp(value);
        case "recvonly" -> direction = Direction.RECVONLY;
        case "sendonly" -> direction = Direction.SENDONLY;
        case "sendrecv" -> direction = Direction.SENDRECV;
        case "inactive" -> direction = Direction.INACTIVE;
        default -> {} // nothing we use
      }
    }

    /** {@code 96 H264/90000}; the first of several for one type counts. */
    private void rtpmap(String value) {
      String[] words = value.split("\\s+", 2);
      int type = number(words[0], -1);
      if (words.length < 2 || !payloadTypes.contains(type)) {
        return;
      }
      String[] parts = words[1].strip().split("/");
      int rate = parts.length < 2 ? 0 : number(parts[1], 0);
      int channels = parts.length < 3 ? 1 : number(parts[2], 1);
      if (rate > 0 && rate <= 1_000_000 && !parts[0].isBlank()) {
        String encoding = parts[0].strip().toUpperCase(Locale.ROOT);
        formats.putIfAbsent(type, new Format(encoding, rate, Math.max(1, channels), Map.of()));
      }
    }

    /** {@code 96 packetization-mode=1;sprop-parameter-sets=…}; empty ones come from Ubiquiti. */
    private void fmtp(String value) {
      String[] words = value.split("\\s+", 2);
      int type = number(words[0], -1);
      if (words.length < 2 || !payloadTypes.contains(type)) {
        return;
      }
      Map<String, String> known = parameters.computeIfAbsent(type, t -> new LinkedHashMap<>());
      for (String pair : words[1].split(";")) {
        int equals = pair.indexOf('=');
        if (equals > 0 && known.size() < 64) {
          known.putIfAbsent(
              pair.substring(0, equals).strip().toLowerCase(Locale.ROOT),
              pair.substring(equals + 1).strip());
        }
      }
    }

    MediaDescription description() {
      Map<Integer, Format> complete = new HashMap<>();
      for (int type : payloadTypes) {
        Format format = formats.getOrDefault(type, staticFormat(type));
        if (format != null) {
          Map<String, String> extra = parameters.getOrDefault(type, Map.of());
          complete.put(
              type, new Format(format.encoding(), format.clockRate(), format.channels(), extra));
        }
      }
      return new MediaDescription(kind, payloadTypes, complete, control, direction);
    }

    /** RFC 3551 table 4 and 5, those that cameras use. */
    private static Format staticFormat(int type) {
      return switch (type) {
        case 0 -> new Format("PCMU", 8000, 1, Map.of());
        case 8 -> new Format("PCMA", 8000, 1, Map.of());
        case 10 -> new Format("L16", 44100, 2, Map.of());
        case 11 -> new Format("L16", 44100, 1, Map.of());
        case 26 -> new Format("JPEG", 90000, 1, Map.of());
        default -> null;
      };
    }
  }

  private static int number(String text, int otherwise) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException notANumber) {
      return otherwise;
    }
  }
}

package io.vedette.webrtc.sdp;

import io.vedette.webrtc.sdp.SdpException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A browser's offer, taken apart (RFC 8866). Immutable. */
public final class SdpOffer {
  /** Chromium's offer of two sections has 6.5 kB; a page with many senders could have ten times. */
  static final int MAX_CHARACTERS = 65_536;

  private static final int MAX_SECTIONS = 16;

  private final List<String> session;
  private final List<SdpMedia> media;
  private final String ufrag;
  private final String fingerprint;

  private SdpOffer(List<String> session, List<SdpMedia> media) throws SdpException {
    this.session = List.copyOf(session);
    this.media = List.copyOf(media);
    this.ufrag = required("ice-ufrag", "[A-Za-z0-9+/_-]{1,256}");
    required("ice-pwd", "\\S{1,256}");
    this.fingerprint = readFingerprint();
  }

  /**
   * Parses an offer.
   *
   * @throws SdpException MALFORMED if it is none, or has no ICE credentials or certificate
   *     fingerprint; NOT_ACCEPTABLE if the fingerprint is not SHA-256
   */
  public static SdpOffer parse(String sdp) throws SdpException {
    if (sdp.length() > MAX_CHARACTERS) {
      throw malformed("offer of " + sdp.length() + " characters, " + MAX_CHARACTERS + " are read");
    }
    String[] lines = sdp.split("\r?\n");
    if (!lines[0].equals("v=0")) {
      throw malformed("the offer does not begin with v=0");
    }
    List<String> session = new ArrayList<>();
    List<SdpMedia> media = new ArrayList<>();
    String[] mediaLine = null;
    List<String> attributes = session;
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i];
      if (line.length() < 2 || line.charAt(1) != '=') {
        throw malformed("line " + (i + 1) + " of the offer is not <letter>=<value>");
      }
      if (line.startsWith("m=")) {
        addSection(media, mediaLine, attributes);
        mediaLine = mediaLine(line, i + 1);
        attributes = new ArrayList<>();
      } else if (line.startsWith("a=")) {
        attributes.add(line.substring(2));
      }
    }
    addSection(media, mediaLine, attributes);
    if (media.isEmpty() || media.size() > MAX_SECTIONS) {
      throw malformed("the offer has " + media.size() + " media sections");
    }
    return new SdpOffer(session, media);
  }

  private static String[] mediaLine(String line, int number) throws SdpException {
    String[] words = line.substring(2).split(" +");
    if (words.length < 4 || !words[1].matches("\\d{1,5}")) {
      throw malformed("line " + number + " of the offer is no media line");
    }
    return words;
  }

  private static void addSection(
      List<SdpMedia> media, String[] mediaLine, List<String> attributes) {
    if (mediaLine != null) {
      List<String> formats = List.of(mediaLine).subList(3, mediaLine.length);
      int port = Integer.parseInt(mediaLine[1]);
      media.add(new SdpMedia(mediaLine[0], port, mediaLine[2], formats, attributes));
    }
  }

  static SdpException malformed(String message) {
    return new SdpException(Kind.MALFORMED, message);
  }

  /**
   * First value of an attribute. All sections of a bundle share one transport; where there is no
   * bundle, the one we take is that of the video.
   */
  private Optional<String> first(String attribute) {
    Stream<SdpMedia> videoFirst =
        Stream.concat(
            media.stream().filter(m -> m.kind().equals("video") && m.canReceive()), media.stream());
    return Stream.concat(
            videoFirst.flatMap(m -> m.values(attribute)), SdpMedia.values(session, attribute))
        .findFirst();
  }

  private String required(String attribute, String pattern) throws SdpException {
    return first(attribute)
        .filter(v -> v.matches(pattern))
        .orElseThrow(() -> malformed("the offer has no usable a=" + attribute));
  }

  private String readFingerprint() throws SdpException {
    String[] words = required("fingerprint", "\\S{1,32} [0-9A-Fa-f:]{2,256}").split(" ");
    if (!words[0].equalsIgnoreCase("sha-256")) {
      throw new SdpException(
          Kind.NOT_ACCEPTABLE, "the certificate's fingerprint must be SHA-256, not " + words[0]);
    }
    if (!words[1].matches("([0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2}")) {
      throw malformed("the offer's SHA-256 fingerprint is not 32 bytes");
    }
    return words[1].toUpperCase(Locale.ROOT);
  }

  List<SdpMedia> media() {
    return media;
  }

  /** Name of each section, in order; empty text where it has none. */
  public List<String> mids() {
    return media.stream().map(m -> m.value("mid").orElse("")).toList();
  }

  /** The browser's ICE user fragment. */
  public String iceUfrag() {
    return ufrag;
  }

  /** SHA-256 of the certificate that the browser will show in DTLS, as {@code AB:CD:…}. */
  public String fingerprint() {
    return fingerprint;
  }

  /** Sections that travel together; empty if the browser cannot bundle. */
  List<String> bundle() {
    return SdpMedia.values(session, "group")
        .filter(g -> g.startsWith("BUNDLE"))
        .findFirst()
        .map(g -> List.of(g.substring(6).strip().split(" +")))
        .orElse(List.of());
  }

  /** True if the browser can begin the DTLS handshake, as our passive side needs. */
  boolean canBeActive() {
    return first("setup").filter(s -> s.equals("actpass") || s.equals("active")).isPresent();
  }
}

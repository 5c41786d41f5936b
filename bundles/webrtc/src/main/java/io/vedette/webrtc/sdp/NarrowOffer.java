package io.vedette.webrtc.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An offer for a media server that would transcode if it were given the choice: of the video only
 * the payload type that was chosen is left, of the audio only G.711, all else is off. What remains
 * stands as the browser wrote it.
 */
public final class NarrowOffer {
  /** {@code a=rtpmap:96 …}, also {@code fmtp} and {@code rtcp-fb}, whose type may be {@code *}. */
  private static final Pattern OF_TYPE = Pattern.compile("a=(?:rtpmap|fmtp|rtcp-fb):(\\d{1,3}) .*");

  private NarrowOffer() {}

  /**
   * Narrows an offer.
   *
   * @param sdp the text of the offer
   * @param offer the same, taken apart
   * @param chosen what it has in common with the stream
   */
  public static String of(String sdp, SdpOffer offer, Negotiation chosen) {
    List<OptionalInt> types = types(offer, chosen); // of each section; empty: it is off
    Set<String> off = new HashSet<>();
    for (int i = 0; i < types.size(); i++) {
      if (types.get(i).isEmpty()) {
        offer.media().get(i).value("mid").ifPresent(off::add);
      }
    }
    List<String> out = new ArrayList<>();
    int section = -1;
    for (String line : sdp.split("\r?\n")) {
      if (line.startsWith("m=")) {
        section++;
        out.add(mediaLine(offer.media().get(section), types.get(section)));
      } else if (section < 0 && line.startsWith("a=group:BUNDLE")) {
        out.add(without(line, off));
      } else if (section < 0 || stays(line, types.get(section))) {
        out.add(line);
      }
    }
    return String.join("\r\n", out) + "\r\n";
  }

  private static List<OptionalInt> types(SdpOffer offer, Negotiation chosen) {
    Optional<SdpMedia> video = Negotiation.section(offer, "video");
    Optional<SdpMedia> audio = Negotiation.section(offer, "audio");
    List<OptionalInt> types = new ArrayList<>();
    for (SdpMedia media : offer.media()) {
      if (is(media, video)) {
        types.add(OptionalInt.of(chosen.video()));
      } else if (is(media, audio)) {
        types.add(chosen.audio().isPresent() ? chosen.audio() : anyG711(media));
      } else {
        types.add(OptionalInt.empty());
      }
    }
    return types;
  }

  /** By identity: two sections may look alike, the first one is served. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean is(SdpMedia media, Optional<SdpMedia> served) {
    return served.isPresent() && served.get() == media;
  }

  /**
   * The stream is silent, or has another law; a section that stays silent is the plainest answer.
   */
  private static OptionalInt anyG711(SdpMedia audio) {
    return audio.payloadFormats().stream()
        .filter(f -> f.codec().equals("PCMU") || f.codec().equals("PCMA"))
        .mapToInt(SdpMedia.Format::type)
        .findFirst();
  }

  private static String mediaLine(SdpMedia media, OptionalInt type) {
    String end = type.isPresent() ? Integer.toString(type.getAsInt()) : media.formats().get(0);
    int port = type.isPresent() ? media.port() : 0;
    return "m=" + media.kind() + " " + port + " " + media.protocol() + " " + end;
  }

  private static boolean stays(String line, OptionalInt type) {
    Matcher described = OF_TYPE.matcher(line);
    if (described.matches()) {
      return type.isPresent() && described.group(1).equals(Integer.toString(type.getAsInt()));
    }
    return type.isPresent() || !line.equals("a=bundle-only"); // which would switch it on again
  }

  private static String without(String group, Set<String> off) {
    List<String> words = new ArrayList<>(Arrays.asList(group.split(" +")));
    words.removeAll(off);
    return String.join(" ", words);
  }
}

package io.vedette.webrtc.sdp;

import io.vedette.media.G711Config;
import io.vedette.media.H264Config;
import io.vedette.media.H264Sps;
import io.vedette.webrtc.sdp.SdpException.Kind;
import io.vedette.webrtc.sdp.SdpMedia.Format;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What an offer and a stream have in common.
 *
 * @param video payload type of the video, H.264 with packetization-mode 1
 * @param audio payload type of the audio; empty if the stream has none or the browser wants none
 * @param playoutDelay id of the playout-delay header extension of the video, 1 to 14; empty if not
 *     wanted or not offered
 */
public record Negotiation(int video, OptionalInt audio, OptionalInt playoutDelay) {
  static final String PLAYOUT_DELAY = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay";

  /**
   * Chooses.
   *
   * @param sound the stream's audio, if it has any
   * @param noDelay the viewer shall show each picture at once (a replay): take the playout-delay
   *     extension
   * @throws SdpException NOT_ACCEPTABLE if the offer wants no H.264 from us; the message names the
   *     codecs it has
   */
  public static Negotiation of(
      SdpOffer offer, H264Config picture, Optional<G711Config> sound, boolean noDelay)
      throws SdpException {
    if (!offer.canBeActive()) {
      throw new SdpException(
          Kind.NOT_ACCEPTABLE, "the offer must have a=setup:actpass or active, for we are passive");
    }
    SdpMedia video = section(offer, "video").orElseThrow(() -> notAcceptable(offer));
    Format format = bestH264(video, picture).orElseThrow(() -> notAcceptable(offer));
    Optional<SdpMedia> audio = section(offer, "audio").filter(a -> bundled(offer, video, a));
    OptionalInt audioType = OptionalInt.empty();
    if (audio.isPresent() && sound.isPresent()) {
      audioType = g711(audio.get(), sound.get());
    }
    OptionalInt delay = noDelay ? extension(video, PLAYOUT_DELAY) : OptionalInt.empty();
    return new Negotiation(format.type(), audioType, delay);
  }

  /** The first section of a kind in which the browser wants to receive. */
  static Optional<SdpMedia> section(SdpOffer offer, String kind) {
    return offer.media().stream().filter(m -> m.kind().equals(kind) && m.canReceive()).findFirst();
  }

  /** We have one transport: audio goes with the video or not at all. */
  private static boolean bundled(SdpOffer offer, SdpMedia video, SdpMedia audio) {
    List<String> group = offer.bundle();
    return video.value("mid").filter(group::contains).isPresent()
        && audio.value("mid").filter(group::contains).isPresent();
  }

  private static Optional<Format> bestH264(SdpMedia video, H264Config picture) {
    H264Sps sps = picture.parsedSps();
    H264Profile wanted = H264Profile.of(sps.profileIdc(), sps.constraints());
    List<Format> usable = video.payloadFormats().stream().filter(Negotiation::isH264).toList();
    return usable.stream()
        .filter(f -> H264Profile.of(f.parameter("profile-level-id").orElse("")) == wanted)
        .findFirst()
        .or(() -> usable.stream().findFirst());
  }

  private static boolean isH264(Format format) {
    return format.codec().equals("H264")
        && format.clockRate() == 90_000
        && format.parameter("packetization-mode").filter("1"::equals).isPresent();
  }

  private static OptionalInt g711(SdpMedia audio, G711Config sound) {
    String codec = sound.law() == G711Config.Law.A ? "PCMA" : "PCMU";
    return audio.payloadFormats().stream()
        .filter(f -> f.codec().equals(codec) && f.clockRate() == 8000 && sound.channels() == 1)
        .mapToInt(Format::type)
        .findFirst();
  }

  /** Id of a header extension; {@code a=extmap:6/recvonly <uri>} also has a direction. */
  static OptionalInt extension(SdpMedia media, String uri) {
    return media
        .values("extmap")
        .map(v -> v.split(" +"))
        .filter(v -> v.length >= 2 && v[1].equals(uri) && v[0].matches("\\d{1,2}(/recvonly)?"))
        .mapToInt(v -> Integer.parseInt(v[0].split("/")[0]))
        .filter(id -> id >= 1 && id <= 14) // one-byte headers, RFC 8285 4.2
        .findFirst();
  }

  private static SdpException notAcceptable(SdpOffer offer) {
    Set<String> codecs = new LinkedHashSet<>();
    for (SdpMedia media : offer.media()) {
      if (media.kind().equals("video") && media.canReceive()) {
        media.payloadFormats().forEach(f -> codecs.add(name(f)));
      }
    }
    codecs.removeIf(c -> c.isEmpty() || Set.of("RTX", "RED", "ULPFEC", "FLEXFEC-03").contains(c));
    String offered =
        codecs.isEmpty() ? "no video to receive" : "video as " + String.join(", ", codecs);
    return new SdpException(
        Kind.NOT_ACCEPTABLE,
        "the camera sends H.264 (packetization-mode=1); the offer has " + printable(offered));
  }

  private static String name(Format format) {
    return format.codec().equals("H264")
        ? "H264 with packetization-mode=" + format.parameter("packetization-mode").orElse("0")
        : format.codec();
  }

  private static String printable(String text) {
    String clean = text.replaceAll("[^ -~]", "?");
    return clean.length() <= 200 ? clean : clean.substring(0, 200) + "…";
  }
}

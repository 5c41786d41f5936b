package io.vedette.webrtc.sdp;

import io.vedette.webrtc.ice.IceCredentials;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Our side of an answer: one bundle, ICE-lite with all candidates at once, DTLS passive, sendonly.
 *
 * @param session number of the session, above 0
 * @param ice our credentials
 * @param fingerprint SHA-256 of our certificate as {@code AB:CD:…}
 * @param candidates addresses on which we can be reached, best first; at least one
 * @param videoSsrc unsigned 32 bits, likewise the audio's
 * @param cname what ties picture and sound together
 */
public record SdpAnswer(
    long session,
    IceCredentials ice,
    String fingerprint,
    List<InetSocketAddress> candidates,
    long videoSsrc,
    long audioSsrc,
    String cname) {
  private static final List<String> FEEDBACK = List.of("nack", "nack pli", "ccm fir");

  public SdpAnswer {
    Objects.requireNonNull(ice, "ice");
    candidates = List.copyOf(candidates);
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("an answer needs a candidate");
    }
  }

  /** Writes the answer with the payload types that were chosen. */
  public String to(SdpOffer offer, Negotiation chosen) {
    Optional<SdpMedia> video = Negotiation.section(offer, "video");
    Optional<SdpMedia> audio =
        Negotiation.section(offer, "audio").filter(a -> chosen.audio().isPresent());
    List<String> out = new ArrayList<>(48);
    out.add("v=0");
    out.add("o=- " + session + " 1 IN IP4 0.0.0.0");
    out.add("s=-");
    out.add("t=0 0");
    out.add("a=ice-lite");
    String mids =
        offer.media().stream()
            .filter(m -> isServed(m, video) || isServed(m, audio))
            .flatMap(m -> m.value("mid").stream())
            .filter(offer.bundle()::contains)
            .collect(Collectors.joining(" "));
    if (!mids.isEmpty()) {
      out.add("a=group:BUNDLE " + mids);
    }
    out.add("a=msid-semantic:WMS *");
    for (SdpMedia media : offer.media()) {
      if (isServed(media, video)) {
        video(out, media, chosen);
      } else if (isServed(media, audio)) {
        audio(out, media, chosen.audio().getAsInt());
      } else {
        refused(out, media);
      }
    }
    return String.join("\r\n", out) + "\r\n";
  }

  /** By identity: two sections may look alike, the first one is served. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isServed(SdpMedia media, Optional<SdpMedia> served) {
    return served.isPresent() && served.get() == media;
  }

  private void video(List<String> out, SdpMedia media, Negotiation chosen) {
    section(out, media, chosen.video());
    chosen.playoutDelay().ifPresent(id -> out.add(extension(media, id)));
    out.add("a=rtpmap:" + chosen.video() + " H264/90000");
    String profile =
        media.payloadFormats().stream()
            .filter(f -> f.type() == chosen.video())
            .findFirst()
            .flatMap(f -> f.parameter("profile-level-id"))
            .filter(id -> id.matches("[0-9A-Fa-f]{6}"))
            .orElse("42e01f");
    out.add(
        "a=fmtp:"
            + chosen.video()
            + " level-asymmetry-allowed=1;packetization-mode=1;profile-level-id="
            + profile);
    FEEDBACK.stream()
        .filter(media.feedback(chosen.video())::contains)
        .forEach(f -> out.add("a=rtcp-fb:" + chosen.video() + " " + f));
    source(out, "video", videoSsrc);
    transport(out);
  }

  private static String extension(SdpMedia media, int id) {
    boolean directed = media.values("extmap").anyMatch(v -> v.startsWith(id + "/recvonly "));
    return "a=extmap:" + id + (directed ? "/sendonly " : " ") + Negotiation.PLAYOUT_DELAY;
  }

  private void audio(List<String> out, SdpMedia media, int type) {
    section(out, media, type);
    String codec =
        media.payloadFormats().stream()
            .filter(f -> f.type() == type)
            .map(SdpMedia.Format::codec)
            .findFirst()
            .orElseThrow();
    out.add("a=rtpmap:" + type + " " + codec + "/8000");
    source(out, "audio", audioSsrc);
    transport(out);
  }

  private void section(List<String> out, SdpMedia media, int type) {
    InetSocketAddress best = candidates.get(0);
    out.add("m=" + media.kind() + " " + best.getPort() + " UDP/TLS/RTP/SAVPF " + type);
    String family = best.getAddress() instanceof Inet6Address ? "IP6 " : "IP4 ";
    out.add("c=IN " + family + literal(best));
    media.value("mid").ifPresent(mid -> out.add("a=mid:" + mid));
    out.add("a=sendonly");
    out.add("a=rtcp-mux");
    if (media.has("rtcp-rsize")) {
      out.add("a=rtcp-rsize");
    }
    out.add("a=setup:passive");
    out.add("a=ice-ufrag:" + ice.ufrag());
    out.add("a=ice-pwd:" + ice.password());
    out.add("a=fingerprint:sha-256 " + fingerprint);
  }

  private void source(List<String> out, String track, long ssrc) {
    out.add("a=msid:" + cname + " " + track);
    out.add("a=ssrc:" + ssrc + " cname:" + cname);
  }

  private void transport(List<String> out) {
    for (int i = 0; i < candidates.size(); i++) {
      InetSocketAddress candidate = candidates.get(i);
      // RFC 8445 5.1.2.1: type preference 126 of a host candidate, then ours, then component 1.
      long priority = (126L << 24) + ((65_535L - i) << 8) + 255;
      out.add(
          "a=candidate:%d 1 udp %d %s %d typ host"
              .formatted(i + 1, priority, literal(candidate), candidate.getPort()));
    }
    out.add("a=end-of-candidates");
  }

  /** The address without the zone of IPv6, which means nothing to the other side. */
  private static String literal(InetSocketAddress address) {
    return address.getAddress().getHostAddress().split("%")[0];
  }

  private static void refused(List<String> out, SdpMedia media) {
    String format = media.formats().get(0);
    out.add("m=" + media.kind() + " 0 " + media.protocol() + " " + format);
    out.add("c=IN IP4 0.0.0.0");
    media.value("mid").ifPresent(mid -> out.add("a=mid:" + mid));
    out.add("a=inactive");
  }
}

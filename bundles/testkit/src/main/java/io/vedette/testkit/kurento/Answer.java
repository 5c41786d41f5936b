package io.vedette.testkit.kurento;

import io.vedette.rtp.NtpTime;
import io.vedette.testkit.kurento.Offer.Media;
import io.vedette.webrtc.ice.IceCredentials;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The answer as Kurento writes it: every payload type of the offer whose codec it has, in the
 * offer's order and with the offer's fmtp, whatever the profile; no rtx, no transport-cc; DTLS
 * active. The order of the lines is that of the recordings.
 *
 * @param id of the session, NTP seconds in a real one
 */
record Answer(
    Offer offer,
    List<String> codecs,
    long id,
    IceCredentials ice,
    String fingerprint,
    long ssrc,
    String cname) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final List<String> FEEDBACK = List.of("goog-remb", "ccm fir", "nack", "nack pli");
  private static final String ABS_SEND_TIME =
      "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";

  /** Answers an offer. */
  static Answer to(Offer offer, List<String> codecs, String fingerprint) {
    IceCredentials full = IceCredentials.random(RANDOM);
    // As short as those of libnice.
    IceCredentials ice =
        new IceCredentials(full.ufrag().substring(0, 4), full.password().substring(0, 22));
    String cname = "user%s@host-%08x".formatted(RANDOM.nextInt() & 0xffff_ffffL, RANDOM.nextInt());
    long id = NtpTime.of(Instant.now()) >>> 32;
    long ssrc = RANDOM.nextInt() & 0xffff_ffffL;
    return new Answer(offer, codecs, id, ice, fingerprint, ssrc, cname);
  }

  /** Payload types of the video in order; empty if there is no codec in common. */
  List<String> payloadTypes() {
    return offer.video().stream()
        .flatMap(video -> video.formats().stream().filter(f -> codecs.contains(video.codec(f))))
        .toList();
  }

  /** Codec that will be sent, empty text if none. */
  String codec() {
    return payloadTypes().stream().findFirst().map(t -> offer.video().get().codec(t)).orElse("");
  }

  /** Without candidates: what processOffer returns. */
  String text() {
    return text(Optional.empty(), List.of());
  }

  /**
   * @param best address of the default candidate; empty before gathering
   * @param candidates without {@code a=}
   */
  String text(Optional<InetSocketAddress> best, List<String> candidates) {
    List<String> out = new ArrayList<>();
    String address = best.map(a -> a.getAddress().getHostAddress()).orElse("0.0.0.0");
    out.add("v=0");
    out.add("o=- " + id + " " + id + " IN IP4 0.0.0.0");
    out.add("s=Kurento Media Server");
    if (best.isEmpty()) {
      out.add("c=IN IP4 " + address);
    }
    out.add("t=0 0");
    copy(out, offer.session(), "extmap-allow-mixed");
    copy(out, offer.session(), "msid-semantic");
    Optional<Media> sent = offer.video().filter(video -> !payloadTypes().isEmpty());
    if (offer.session().stream().anyMatch(a -> a.startsWith("group:BUNDLE"))) {
      // Without what is refused: browsers take no answer that bundles it.
      sent.flatMap(video -> video.value("mid")).ifPresent(mid -> out.add("a=group:BUNDLE " + mid));
    }
    for (Media media : offer.media()) {
      if (sent.filter(media::equals).isPresent()) {
        video(out, media, best, address);
        candidates.forEach(candidate -> out.add("a=" + candidate));
      } else {
        out.add("m=" + media.kind() + " 0 " + media.protocol() + " " + media.formats().get(0));
        media.value("mid").ifPresent(mid -> out.add("a=mid:" + mid));
        out.add("a=inactive");
      }
    }
    return String.join("\r\n", out) + "\r\n";
  }

  private static void copy(List<String> out, List<String> attributes, String name) {
    attributes.stream()
        .filter(a -> a.equals(name) || a.startsWith(name + ":"))
        .forEach(a -> out.add("a=" + a));
  }

  private void video(
      List<String> out, Media media, Optional<InetSocketAddress> best, String address) {
    List<String> types = payloadTypes();
    int port = best.map(InetSocketAddress::getPort).orElse(1);
    out.add("m=video " + port + " " + media.protocol() + " " + String.join(" ", types));
    if (best.isPresent()) {
      out.add("c=IN IP4 " + address);
    }
    media.attributes().stream()
        .filter(a -> a.startsWith("extmap:") && a.endsWith(ABS_SEND_TIME))
        .forEach(a -> out.add("a=" + a));
    out.add("a=" + direction(media));
    media.value("mid").ifPresent(mid -> out.add("a=mid:" + mid));
    out.add("a=rtcp:" + best.map(InetSocketAddress::getPort).orElse(9) + " IN IP4 " + address);
    for (String type : types) {
      out.add("a=rtpmap:" + type + " " + media.described("rtpmap", type).orElseThrow());
      FEEDBACK.stream()
          .map(feedback -> "rtcp-fb:" + type + " " + feedback)
          .filter(media::has)
          .forEach(a -> out.add("a=" + a));
    }
    out.add("a=setup:active");
    copy(out, media.attributes(), "rtcp-mux");
    for (String type : types) {
      media.described("fmtp", type).ifPresent(f -> out.add("a=fmtp:" + type + " " + f));
    }
    out.add("a=ssrc:" + ssrc + " cname:" + cname);
    out.add("a=ice-ufrag:" + ice.ufrag());
    out.add("a=ice-pwd:" + ice.password());
    out.add("a=fingerprint:sha-256 " + fingerprint);
  }

  private static String direction(Media media) {
    return Stream.of("recvonly", "sendonly", "inactive")
        .filter(media::has)
        .findFirst()
        .map(d -> d.equals("recvonly") ? "sendonly" : d.equals("sendonly") ? "recvonly" : d)
        .orElse("sendrecv");
  }
}

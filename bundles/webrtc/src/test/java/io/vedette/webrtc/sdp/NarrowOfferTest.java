package io.vedette.webrtc.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.media.G711Config;
import io.vedette.media.H264Config;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Offers as browsers made them, as a media server gets them. */
class NarrowOfferTest {
  private static final G711Config MU = new G711Config(G711Config.Law.MU, 1);
  private static final G711Config A = new G711Config(G711Config.Law.A, 1);

  /** x264, 640x360, constrained baseline. */
  private static final String SPS = "6742c01ed9005017fcb808800000030080000019478b1724";

  private static String narrow(String sdp, Optional<G711Config> sound) throws Exception {
    ByteBuffer pps = ByteBuffer.wrap(HexFormat.of().parseHex("68eb8cb2"));
    H264Config video = H264Config.of(ByteBuffer.wrap(HexFormat.of().parseHex(SPS)), List.of(pps));
    SdpOffer offer = SdpOffer.parse(sdp);
    return NarrowOffer.of(sdp, offer, Negotiation.of(offer, video, sound, false));
  }

  private static String sample(String name) throws Exception {
    return Files.readString(Path.of("src/test/resources/sdp", name));
  }

  private static List<String> beginning(String sdp, String with) {
    return sdp.lines().filter(line -> line.startsWith(with)).toList();
  }

  @Test
  void onlyThePayloadTypesOfTheStreamAreLeft() throws Exception {
    String narrow = narrow(sample("chromium-156.offer.sdp"), Optional.of(A));

    assertThat(beginning(narrow, "m="))
        .containsExactly("m=video 9 UDP/TLS/RTP/SAVPF 108", "m=audio 9 UDP/TLS/RTP/SAVPF 8");
    assertThat(beginning(narrow, "a=rtpmap"))
        .containsExactly("a=rtpmap:108 H264/90000", "a=rtpmap:8 PCMA/8000");
    assertThat(beginning(narrow, "a=fmtp"))
        .containsExactly(
            "a=fmtp:108 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f");
    assertThat(beginning(narrow, "a=rtcp-fb")).isNotEmpty().allMatch(l -> l.contains(":108 "));
    assertThat(beginning(narrow, "a=group")).containsExactly("a=group:BUNDLE 0 1");
    assertThat(SdpOffer.parse(narrow).fingerprint())
        .isEqualTo(SdpOffer.parse(sample("chromium-156.offer.sdp")).fingerprint());
  }

  @Test
  void firefoxToo_andASilentStreamKeepsAnAudioSectionThatCannotBeTranscodedTo() throws Exception {
    String narrow = narrow(sample("firefox-153.offer.sdp"), Optional.empty());

    assertThat(beginning(narrow, "a=rtpmap"))
        .hasSize(2)
        .anyMatch(l -> l.endsWith("H264/90000"))
        .anyMatch(l -> l.contains("PCM"));
  }

  @Test
  void whatHasNoG711AndWhatIsNoMediaIsOff() throws Exception {
    String offer =
        sample("chromium-156.offer.sdp")
                .replaceAll("PCM[UA]/8000", "x/8000")
                .replaceFirst("(m=audio \\d+ \\S+) .*", "$1 111")
                .replace("BUNDLE 0 1", "BUNDLE 0 1 2")
            + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:2\r\na=bundle-only\r\n";
    String narrow = narrow(offer, Optional.of(MU));

    assertThat(beginning(narrow, "m="))
        .containsExactly(
            "m=video 9 UDP/TLS/RTP/SAVPF 108",
            "m=audio 0 UDP/TLS/RTP/SAVPF 111",
            "m=application 0 UDP/DTLS/SCTP webrtc-datachannel");
    assertThat(beginning(narrow, "a=group")).containsExactly("a=group:BUNDLE 0");
    assertThat(narrow).doesNotContain("bundle-only");
    assertThat(beginning(narrow, "a=rtpmap")).containsExactly("a=rtpmap:108 H264/90000");
  }

  @Test
  void trickledCandidatesAreFoundWithTheirSection() {
    String fragment =
        "a=ice-ufrag:x\r\nm=video 9 RTP/AVP 0\r\na=mid:0\r\na=candidate:1 1 udp 1 a.local 5 typ host"
            + "\r\nm=audio 9 RTP/AVP 0\r\na=mid:1\r\na=candidate:2 1 udp 1 b.local 5 typ host\r\n"
            + "a=end-of-candidates\r\n";

    assertThat(TrickledCandidate.in(fragment))
        .containsExactly(
            new TrickledCandidate("candidate:1 1 udp 1 a.local 5 typ host", "0"),
            new TrickledCandidate("candidate:2 1 udp 1 b.local 5 typ host", "1"));
    assertThat(TrickledCandidate.in("")).isEmpty();
    assertThat(TrickledCandidate.in("a=candidate:1\n".repeat(5000))).hasSize(TrickledCandidate.MAX);
  }
}

package io.vedette.webrtc.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.media.G711Config;
import io.vedette.media.H264Config;
import io.vedette.webrtc.ice.IceCredentials;
import io.vedette.webrtc.sdp.SdpException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Offers as browsers made them → answers; {@code -Dgolden.update=true} rewrites the answers in
 * src/test/resources/sdp.
 */
class SdpAnswerTest {
  private static final Path SAMPLES = Path.of("src/test/resources/sdp");
  private static final G711Config MU_LAW = new G711Config(G711Config.Law.MU, 1);

  // x264, 640x360, constrained baseline and high
  private static final String BASELINE_SPS = "6742c01ed9005017fcb808800000030080000019478b1724";
  private static final String HIGH_SPS = "6764001eacd9405017fcb808800000030080000019078b16cb";

  private static final SdpAnswer ANSWER =
      new SdpAnswer(
          4711,
          new IceCredentials("ourUfrag", "ourPasswordOfTwentyFour+"),
          "01:23:45:67:89:AB:CD:EF:".repeat(4).substring(0, 95),
          List.of(address("192.0.2.10"), address("2001:db8::10"), address("127.0.0.1")),
          0xfedcba98L,
          0x12345678L,
          "front-door");

  @SuppressWarnings("AddressSelection")
  private static InetSocketAddress address(String literal) {
    try {
      return new InetSocketAddress(InetAddress.getByName(literal), 8189);
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible); // a literal needs no resolver
    }
  }

  private static H264Config picture(String sps) {
    try {
      ByteBuffer pps = ByteBuffer.wrap(HexFormat.of().parseHex("68eb8cb2"));
      return H264Config.of(ByteBuffer.wrap(HexFormat.of().parseHex(sps)), List.of(pps));
    } catch (Exception broken) {
      throw new AssertionError(broken);
    }
  }

  private static String sample(String name) throws IOException {
    return Files.readString(SAMPLES.resolve(name));
  }

  private static void assertGolden(String name, String actual) throws IOException {
    Path file = SAMPLES.resolve(name);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(file));
  }

  private static String answer(String offer, Optional<G711Config> sound, boolean noDelay)
      throws Exception {
    SdpOffer parsed = SdpOffer.parse(offer);
    return ANSWER.to(parsed, Negotiation.of(parsed, picture(BASELINE_SPS), sound, noDelay));
  }

  @Test
  void answersChromium() throws Exception {
    String offer = sample("chromium-156.offer.sdp");
    assertGolden("chromium-156.answer.sdp", answer(offer, Optional.of(MU_LAW), true));
    assertGolden("chromium-156-silent.answer.sdp", answer(offer, Optional.empty(), false));
  }

  @Test
  void answersFirefox() throws Exception {
    String offer = sample("firefox-153.offer.sdp");
    assertGolden("firefox-153.answer.sdp", answer(offer, Optional.of(MU_LAW), true));
  }

  @Test
  void readsWhatIdentifiesTheBrowser() throws Exception {
    SdpOffer offer = SdpOffer.parse(sample("firefox-153.offer.sdp"));
    assertThat(offer.iceUfrag()).isEqualTo("6f26531e");
    assertThat(offer.fingerprint()).startsWith("BB:B1:63:7A").hasSize(95);
  }

  @Test
  void takesThePayloadTypeOfTheStreamsProfileIfThereIsOne() throws Exception {
    SdpOffer chromium = SdpOffer.parse(sample("chromium-156.offer.sdp"));
    assertThat(Negotiation.of(chromium, picture(BASELINE_SPS), Optional.empty(), false).video())
        .isEqualTo(108);
    assertThat(Negotiation.of(chromium, picture(HIGH_SPS), Optional.empty(), false).video())
        .as("no high profile is offered: the first of mode 1")
        .isEqualTo(102);
  }

  @Test
  void audioOfTheOtherLawHasItsOwnPayloadType() throws Exception {
    SdpOffer chromium = SdpOffer.parse(sample("chromium-156.offer.sdp"));
    G711Config aLaw = new G711Config(G711Config.Law.A, 1);
    Negotiation chosen = Negotiation.of(chromium, picture(BASELINE_SPS), Optional.of(aLaw), false);
    assertThat(chosen.audio()).isEqualTo(OptionalInt.of(8));
    assertThat(chosen.playoutDelay()).isEmpty();
  }

  @Test
  void firefoxWithoutH264IsToldWhatItOffered() throws Exception {
    SdpOffer offer = SdpOffer.parse(sample("firefox-153-without-h264.offer.sdp"));
    assertThatThrownBy(() -> Negotiation.of(offer, picture(BASELINE_SPS), Optional.empty(), false))
        .isInstanceOfSatisfying(
            SdpException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_ACCEPTABLE))
        .hasMessage(
            "the camera sends H.264 (packetization-mode=1); the offer has video as VP8, VP9, AV1");
  }

  @Test
  void h264InAFormThatDoesNotFitIsNamed() throws Exception {
    String sdp = sample("chromium-156.offer.sdp");
    SdpOffer offer = SdpOffer.parse(sdp.replace("packetization-mode=1", "packetization-mode=0"));
    assertThatThrownBy(() -> Negotiation.of(offer, picture(BASELINE_SPS), Optional.empty(), false))
        .hasMessageContaining("H264 with packetization-mode=0");
  }

  @Test
  void rejectedVideoIsNotAcceptable() throws Exception {
    String sdp = sample("chromium-156.offer.sdp");
    SdpOffer offer = SdpOffer.parse(sdp.replace("m=video 9 ", "m=video 0 "));
    assertThatThrownBy(() -> Negotiation.of(offer, picture(BASELINE_SPS), Optional.empty(), false))
        .hasMessageContaining("the offer has no video to receive");
  }

  @Test
  void withoutBundleTheTransportOfTheVideoCounts() throws Exception {
    String video =
        sample("chromium-156.offer.sdp")
            .replaceAll("a=group:BUNDLE.*\r\n", "")
            .replaceFirst("(?s)m=audio.*?(?=m=video)", "")
            .replaceFirst("(?s)m=audio.*", "");
    String audio =
        video
            .substring(video.indexOf("m=video"))
            .replace("m=video", "m=audio")
            .replaceAll("a=ice-ufrag:.*", "a=ice-ufrag:other");
    int section = video.indexOf("m=video");
    SdpOffer offer = SdpOffer.parse(video.substring(0, section) + audio + video.substring(section));
    assertThat(offer.iceUfrag()).isEqualTo(SdpOffer.parse(video).iceUfrag()).isNotEqualTo("other");
  }

  @Test
  void audioAloneIsNotAcceptable() throws Exception {
    String sdp = sample("chromium-156.offer.sdp");
    SdpOffer audio =
        SdpOffer.parse(
            sdp.substring(0, sdp.indexOf("m=video")) + sdp.substring(sdp.indexOf("m=audio")));
    assertThatThrownBy(
            () -> Negotiation.of(audio, picture(BASELINE_SPS), Optional.of(MU_LAW), false))
        .hasMessageContaining("the offer has no video to receive");
  }

  @Test
  void garbageIsMalformed() throws Exception {
    String offer = sample("chromium-156.offer.sdp");
    assertMalformed("", "does not begin with v=0");
    assertMalformed("hello", "does not begin with v=0");
    assertMalformed("v=0\r\ns=-\r\n", "0 media sections");
    assertMalformed("v=0\r\nnonsense\r\n", "line 2 of the offer");
    assertMalformed("v=0\r\nm=video x\r\n", "line 2 of the offer is no media line");
    assertMalformed(offer.replace("a=ice-ufrag", "a=x"), "no usable a=ice-ufrag");
    assertMalformed(offer.replace("a=fingerprint", "a=x"), "no usable a=fingerprint");
    assertMalformed(offer.replace(":39:D7", ""), "fingerprint is not 32 bytes");
    assertMalformed("v=0\r\n" + "a=b\r\n".repeat(20_000), "offer of 100005 characters");
  }

  private static void assertMalformed(String offer, String message) {
    assertThatThrownBy(() -> SdpOffer.parse(offer))
        .isInstanceOfSatisfying(
            SdpException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MALFORMED))
        .hasMessageContaining(message);
  }

  @Test
  void survivesMutations() throws Exception {
    Random random = new Random(5);
    for (String name : List.of("chromium-156.offer.sdp", "firefox-153.offer.sdp")) {
      char[] good = sample(name).toCharArray();
      for (int i = 0; i < 3000; i++) {
        char[] offer = good.clone();
        for (int n = random.nextInt(20); n >= 0; n--) {
          offer[random.nextInt(offer.length)] = (char) random.nextInt(n == 0 ? 65_536 : 128);
        }
        try {
          answer(new String(offer, 0, random.nextInt(offer.length + 1)), Optional.of(MU_LAW), true);
        } catch (SdpException expected) {
          assertThat(expected.getMessage().length()).isBetween(10, 400);
        }
      }
    }
  }
}

package io.vedette.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class H264SpsTest {
  private static final String HIGH_1080P = "67640028acd940780227e5c044000003000400000300c83c60c658";

  private static H264Sps parse(String hex) throws MalformedMediaException {
    return H264Sps.parse(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }

  /** What x264 wrote for ffmpeg's test sources with the options given. */
  @Test
  void everyKindOfX264_isReadAsItWasEncoded() throws Exception {
    record Case(String options, String sps, String expected) {}
    for (Case one :
        new Case[] {
          new Case(
              "-profile:v baseline, 640x360",
              "6742c01eda0280bfe5c044000003000400000300c83c58ba80",
              "66 30 640x360 25.0 reorder 0"),
          new Case(
              "-profile:v main, 704x576",
              "674d401eeca05809360220000003002000000641e2c5b2c0",
              "77 30 704x576 25.0 reorder 2"),
          new Case("-profile:v high, 1920x1080", HIGH_1080P, "100 40 1920x1080 25.0 reorder 2"),
          new Case(
              "-profile:v high -bf 0, 1920x1080",
              "67640028acb403c0113f2e0220000003002000000641e30654",
              "100 40 1920x1080 25.0 reorder 0"),
          new Case(
              "-profile:v high -flags +ildct+ilme, 1920x1080",
              "67640028acd94078044fde0220000003002000000643e2c5b2c0",
              "100 40 1920x1080 25.0 reorder 2"),
          new Case(
              "-profile:v high422, 642x362",
              "677a001ebcd940a42fe227c044000003000400000300c83c58b658",
              "122 30 642x362 25.0 reorder 2"),
          new Case(
              "-profile:v high444, 641x361",
              "67f4001e919b281485fc211180880000030008000003019078b16cb0",
              "244 30 641x361 25.0 reorder 2"),
          new Case(
              "-pix_fmt gray, 322x242",
              "6764000df36505421e3e3f016c800000030080000019078a14cb",
              "100 13 322x242 25.0 reorder 2"),
          new Case(
              "-x264-params nal-hrd=cbr, 640x360",
              "6764001eacd940a02ff9701100000300010000030032602001e840007a13930c01e2c5b2c0",
              "100 30 640x360 25.0 reorder 2"),
          new Case(
              "-vf setsar=16/11 -color_range pc -colorspace bt709, 352x288",
              "674d400deca0b04b608dc040405000000300100000030320f1429960",
              "77 13 352x288 25.0 reorder 2"),
          new Case(
              "-r 30000/1001, 320x240",
              "674d400deca0a0fd808800001f480007530078a14cb0",
              "77 13 320x240 29.97 reorder 2"),
        }) {
      H264Sps sps = parse(one.sps);
      String got =
          "%d %d %dx%d %s reorder %d"
              .formatted(
                  sps.profileIdc(),
                  sps.levelIdc(),
                  sps.width(),
                  sps.height(),
                  Math.round(sps.framesPerSecond().orElse(0) * 100) / 100.0,
                  sps.reorderFrames().orElse(-1));
      assertThat(got).as(one.options).isEqualTo(one.expected);
    }
  }

  /** From profile to the size: 320x240 without cropping, before the VUI flag. */
  private static BitWriter high(BitWriter afterChroma) {
    return afterChroma.ue(0, 2, 1).bits(1, 0).ue(19, 14).bits(3, 0b110);
  }

  private static BitWriter start(int profile) {
    return new BitWriter().bits(8, 0x67).bits(8, profile).bits(8, 0).bits(8, 31).ue(0);
  }

  @Test
  void withoutVui_rateAndReorderingAreUnknown() throws Exception {
    H264Sps sps = H264Sps.parse(high(start(77)).bits(1, 0).bits(1, 0).done());
    assertThat(sps)
        .isEqualTo(new H264Sps(77, 0, 31, 320, 240, OptionalDouble.empty(), OptionalInt.empty()));
  }

  @Test
  void scalingLists_areSteppedOver() throws Exception {
    BitWriter out = start(100).ue(1, 0, 0).bits(1, 0).bits(1, 1);
    for (int list = 0; list < 8; list++) {
      out.bits(1, list % 2);
      for (int i = 0; list % 2 == 1 && i < (list < 6 ? 16 : 64); i++) {
        out.se(i % 3 - 1);
      }
    }
    assertThat(H264Sps.parse(high(out).bits(2, 0).done()).width()).isEqualTo(320);
  }

  @Test
  void scalingListThatEndsEarly_isSteppedOver() throws Exception {
    BitWriter out = start(100).ue(1, 0, 0).bits(1, 0).bits(1, 1);
    out.bits(1, 1).se(4).se(-12); // next scale 0: the rest repeats the last
    out.bits(7, 0);
    assertThat(H264Sps.parse(high(out).bits(2, 0).done()).height()).isEqualTo(240);
  }

  @Test
  void pictureOrderCountTypes_areSteppedOver() throws Exception {
    BitWriter one = start(66).ue(0, 1).bits(1, 0).se(-5).se(7).ue(3).se(1).se(-1).se(0);
    H264Sps typeOne =
        H264Sps.parse(one.ue(1).bits(1, 0).ue(19, 14).bits(3, 0b110).bits(2, 0).done());
    assertThat(typeOne.width()).isEqualTo(320);
    BitWriter two = start(66).ue(0, 2, 1).bits(1, 0).ue(19, 14).bits(3, 0b110);
    assertThat(H264Sps.parse(two.bits(1, 0).done()).height()).isEqualTo(240);
  }

  @Test
  void fieldCoding_doublesHeightAndCropping() throws Exception {
    BitWriter out = start(77).ue(0, 2, 1).bits(1, 0).ue(119, 33); // 1920, 2 * 34 * 16 = 1088
    out.bits(1, 0).bits(1, 0).bits(1, 1).bits(1, 1).ue(0, 0, 0, 2); // crop 2 units of 4 rows
    assertThat(H264Sps.parse(out.bits(1, 0).done()).height()).isEqualTo(1080);
  }

  @Test
  void vuiCutShort_keepsTheSize() throws Exception {
    byte[] whole = HexFormat.of().parseHex(HIGH_1080P);
    for (int size = whole.length - 1; size > 13; size--) {
      H264Sps sps = H264Sps.parse(ByteBuffer.wrap(whole, 0, size));
      assertThat(sps.height()).as("%d bytes", size).isEqualTo(1080);
    }
  }

  @Test
  void rateOfZero_isUnknown() throws Exception {
    BitWriter out = high(start(77)).bits(1, 0).bits(1, 1); // no cropping, VUI
    out.bits(4, 0).bits(1, 1).bits(32, 0).bits(32, 50).bits(1, 1); // timing
    H264Sps sps = H264Sps.parse(out.bits(4, 0).done());
    assertThat(sps.framesPerSecond()).isEmpty();
  }

  @Test
  void impossibleSets_areRefused() {
    assertThatThrownBy(() -> parse("")).hasMessageContaining("not an SPS");
    assertThatThrownBy(() -> parse("68ce0fc8")).hasMessageContaining("not an SPS");
    assertThatThrownBy(() -> parse("6742001e")).hasMessageContaining("ends after 4 bytes");
    assertThatThrownBy(() -> H264Sps.parse(start(100).ue(4).done()))
        .hasMessageContaining("chroma_format_idc 4");
    BitWriter huge = start(77).ue(0, 2, 1).bits(1, 0).ue(5000, 10).bits(3, 0b110).bits(1, 0);
    assertThatThrownBy(() -> H264Sps.parse(huge.done())).hasMessageContaining("80016x176");
    BitWriter none = start(77).ue(0, 2, 1).bits(1, 0).ue(0, 0).bits(2, 0b11).bits(1, 1);
    assertThatThrownBy(() -> H264Sps.parse(none.ue(4, 4, 0, 0).done()))
        .hasMessageContaining("picture of 0x16");
  }

  @Test
  void parse_doesNotMoveTheBuffer() throws Exception {
    byte[] framed = HexFormat.of().parseHex("ffff" + HIGH_1080P + "ff");
    ByteBuffer buffer = ByteBuffer.wrap(framed).position(2).limit(framed.length - 1);
    assertThat(H264Sps.parse(buffer).width()).isEqualTo(1920);
    assertThat(buffer.position()).isEqualTo(2);
  }

  @Test
  void mutatedSets_throwOnlyMalformed() {
    byte[] good = HexFormat.of().parseHex(HIGH_1080P);
    Random random = new Random(1);
    int parsed = 0;
    for (int round = 0; round < 50_000; round++) {
      byte[] bytes = Arrays.copyOf(good, 4 + random.nextInt(good.length));
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt();
      }
      try {
        H264Sps sps = H264Sps.parse(ByteBuffer.wrap(bytes));
        assertThat(sps.width()).isBetween(1, 16384);
        parsed++;
      } catch (MalformedMediaException expected) {
        assertThat(expected.getMessage()).isNotEmpty();
      }
    }
    assertThat(parsed).isPositive();
  }
}

package io.vedette.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class H265SpsTest {
  private static final String HRD =
      "420101016000000300900000030000030099a001e020021c5964a924caf0168080000003008000000cb0924b2f00"
          + "00989680004c4b64";

  private static final String TWO_LAYERS =
      "42010201600000030090000003000003003c0000a00a080f1659590ac924995e02d01000003e900007530080";

  private static H265Sps parse(String hex) throws MalformedMediaException {
    return H265Sps.parse(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }

  /** What x265 wrote for ffmpeg's test source with the options given. */
  @Test
  void everyKindOfX265_isReadAsItWasEncoded() throws Exception {
    record Case(String options, String sps, String expected) {}
    for (Case one :
        new Case[] {
          new Case(
              "640x360, bframes=0",
              "42010101600000030090000003000003003fa0050201696592a4932bc05a0200000300020000030032"
                  + "10",
              "1.6.L63.90 640x360 4:1 8/8 layers 1 reorder 0 25.0"),
          new Case(
              "1920x1080, bframes=3",
              "420101016000000300900000030000030078a003c08010e596565924caf01680800000030080000"
                  + "00c84",
              "1.6.L120.90 1920x1080 4:1 8/8 layers 1 reorder 2 25.0"),
          new Case(
              "642x362, 10 bits",
              "42010102200000030090000003000003003fa005120171c9236592a4932bc05a0200000300020000030"
                  + "03210",
              "2.4.L63.90 642x362 4:1 10/10 layers 1 reorder 0 25.0"),
          new Case(
              "642x362, 4:2:2",
              "4201010408000003009d0800000300003fb005120171c93e592a4932bc05a02000000300200000030321",
              "4.10.L63.9D.8 642x362 4:2 8/8 layers 1 reorder 0 25.0"),
          new Case(
              "640x360, 4:4:4",
              "4201010408000003009e0800000300003f9000a0402d2cb2549265780b404000000300400000064"
                  + "2",
              "4.10.L63.9E.8 640x360 4:3 8/8 layers 1 reorder 0 25.0"),
          new Case(
              "322x242, grey",
              "4201010408000003009fc800000300003cc029203e73cf964a924caf016c08000003000800000300c8"
                  + "40",
              "4.10.L60.9F.C8 322x242 4:0 8/8 layers 1 reorder 0 25.0"),
          new Case(
              "640x360, scaling-list=default",
              "42010101600000030090000003000003003fa0050201696592a49395e02d0100000300010000030019"
                  + "08",
              "1.6.L63.90 640x360 4:1 8/8 layers 1 reorder 0 25.0"),
          new Case(
              "320x240, 29.97, temporal-layers=1",
              TWO_LAYERS,
              "1.6.L60.90 320x240 4:1 8/8 layers 2 reorder 2 29.97"),
          new Case(
              "3840x2160, level 5.1, hrd",
              HRD,
              "1.6.L153.90 3840x2160 4:1 8/8 layers 1 reorder 0 25.0"),
          new Case(
              "352x288, bt709, full range, sar 16:11",
              "42010101600000030090000003000003003ca00b080485964a924caf046e0202020800000300080000"
                  + "0300c840",
              "1.6.L60.90 352x288 4:1 8/8 layers 1 reorder 0 25.0"),
        }) {
      H265Sps sps = parse(one.sps);
      String got =
          "%s %dx%d 4:%d %d/%d layers %d reorder %d %s"
              .formatted(
                  sps.profile().rfc6381(),
                  sps.width(),
                  sps.height(),
                  sps.chromaFormat(),
                  sps.lumaBits(),
                  sps.chromaBits(),
                  sps.subLayers(),
                  sps.reorderFrames(),
                  Math.round(sps.framesPerSecond().orElse(0) * 100) / 100.0);
      assertThat(got).as(one.options).isEqualTo(one.expected);
    }
  }

  /** ISO/IEC 14496-15 E.3 has both of these as examples, the second with a tier. */
  @Test
  void codecString_leavesOutZeros_andTellsTierAndSpace() {
    assertThat(new H265Profile(0, false, 1, 0x6000_0000, 0xb000_0000_0000L, 93).rfc6381())
        .isEqualTo("1.6.L93.B0");
    assertThat(new H265Profile(1, true, 4, 0x0800_0000, 0L, 30).rfc6381()).isEqualTo("A4.10.H30");
  }

  @Test
  void cutShortAfterTheSize_hasNoFrameRate() throws Exception {
    int bytes = HRD.length() / 2;
    for (int length = 30; length < bytes; length++) {
      assertThat(parse(HRD.substring(0, 2 * length)).width()).isEqualTo(3840);
    }
    assertThat(parse(HRD.substring(0, 60)).framesPerSecond()).isEmpty();
    assertThatThrownBy(() -> parse(HRD.substring(0, 40)))
        .isInstanceOf(MalformedMediaException.class)
        .hasMessageContaining("ends after");
  }

  @Test
  void otherUnitsAndLayers_areRefused() {
    for (String other : new String[] {"", "42", "4401c172b46240", "420901016000", "4200016000"}) {
      assertThatThrownBy(() -> parse(other))
          .as(other)
          .isInstanceOf(MalformedMediaException.class)
          .hasMessageContaining("not an SPS");
    }
  }

  @Test
  void garbage_throwsNothingElse() {
    Random random = new Random(1);
    int parsed = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = HexFormat.of().parseHex(random.nextBoolean() ? HRD : TWO_LAYERS);
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        bytes[2 + random.nextInt(bytes.length - 2)] = (byte) random.nextInt();
      }
      try {
        H265Sps sps = H265Sps.parse(ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length + 1)));
        assertThat(sps.width()).isBetween(1, 16384);
        parsed++;
      } catch (MalformedMediaException declared) {
        // As promised.
      }
    }
    assertThat(parsed).isGreaterThan(1000);
  }
}

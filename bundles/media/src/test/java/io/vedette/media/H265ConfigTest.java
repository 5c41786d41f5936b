package io.vedette.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class H265ConfigTest {
  private static final String VPS = "40010c01ffff01600000030090000003000003003f928090";
  private static final String SPS =
      "42010101600000030090000003000003003fa0050201696592a4932bc05a020000030002000003003210";
  private static final String PPS = "4401c172b46240";
  private static final String PPS_1 = "4401405cad1890"; // id 1

  private static ByteBuffer hex(String bytes) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(bytes));
  }

  private static H265Config config(String... sets) throws MalformedMediaException {
    return H265Config.of(List.of(sets).stream().map(H265ConfigTest::hex).toList());
  }

  @Test
  void of_putsSetsInOrder_andGivesCodecStringAndSize() throws Exception {
    H265Config config = config(PPS, PPS_1, SPS, VPS);
    assertThat(config.toString()).isEqualTo("hvc1.1.6.L63.90 640x360");
    assertThat(config.codecName()).isEqualTo("h265");
    assertThat(config.sets()).containsExactly(hex(VPS), hex(SPS), hex(PPS), hex(PPS_1));
    assertThat(config.pps()).containsExactly(hex(PPS), hex(PPS_1));
    assertThat(NalUnits.split(config.lengthPrefixed())).isEqualTo(config.sets());
    assertThat(new Track(0, 90_000, config).isVideo()).isTrue();
  }

  @Test
  void equality_isByBytes() throws Exception {
    assertThat(config(VPS, SPS, PPS))
        .isEqualTo(config(VPS, SPS, PPS))
        .hasSameHashCodeAs(config(SPS, PPS, VPS));
    assertThat(config(VPS, SPS, PPS)).isNotEqualTo(config(VPS, SPS, PPS_1));
  }

  @Test
  void missingVps_isMadeOfTheSps() throws Exception {
    // As x265's own, but for the order of layers and the latency, of which it says nothing.
    assertThat(config(SPS, PPS).vps()).isEqualTo(hex(VPS.replace("928090", "130240")));
    String twoLayers =
        "42010201600000030090000003000003003c0000a00a080f1659590ac924995e02d01000003e900007530080";
    assertThat(config(twoLayers, PPS).vps())
        .isEqualTo(hex("40010c02ffff01600000030090000003000003003c000015c090"));
  }

  @Test
  void unusableSets_areRefused() {
    for (String[] sets :
        new String[][] {
          {},
          {VPS, SPS},
          {VPS, PPS},
          {SPS, SPS, PPS},
          {VPS, VPS, SPS, PPS},
          {SPS, PPS, "2801af"},
          {SPS, PPS, ""},
          {SPS.substring(0, 20), PPS}
        }) {
      assertThatThrownBy(() -> config(sets)).isInstanceOf(MalformedMediaException.class);
    }
  }

  @Test
  void accessors_cannotBeMovedOrWritten() throws Exception {
    H265Config config = config(VPS, SPS, PPS);
    config.sps().position(5);
    config.sets().get(2).position(2);
    assertThat(config.sps()).isEqualTo(hex(SPS));
    assertThat(config.pps()).containsExactly(hex(PPS));
    assertThat(config.vps().isReadOnly()).isTrue();
  }
}

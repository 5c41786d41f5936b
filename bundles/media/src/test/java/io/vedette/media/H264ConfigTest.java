package io.vedette.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class H264ConfigTest {
  private static final String SPS = "67640028acd940780227e5c044000003000400000300c83c60c658";
  private static final String PPS = "68ef8fcb";

  private static ByteBuffer hex(String bytes) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(bytes));
  }

  private static H264Config config(String sps, String... pps) throws MalformedMediaException {
    return H264Config.of(hex(sps), List.of(pps).stream().map(H264ConfigTest::hex).toList());
  }

  @Test
  void of_givesCodecStringSizeAndPayload() throws Exception {
    H264Config config = config(SPS, PPS, "68ef8fcc");
    assertThat(config.toString()).isEqualTo("avc1.640028 1920x1080");
    assertThat(config.codecName()).isEqualTo("h264");
    assertThat(config.lengthPrefixed())
        .isEqualTo(hex("0000001b" + SPS + "00000004" + PPS + "00000004" + "68ef8fcc"));
  }

  @Test
  void equality_isByBytes() throws Exception {
    assertThat(config(SPS, PPS)).isEqualTo(config(SPS, PPS)).hasSameHashCodeAs(config(SPS, PPS));
    assertThat(config(SPS, PPS)).isNotEqualTo(config(SPS, "68ef8fcc"));
    assertThat(config(SPS + "00", PPS)).isNotEqualTo(config(SPS, PPS));
  }

  @Test
  void accessors_cannotBeMovedOrWritten() throws Exception {
    ByteBuffer source = hex(SPS);
    H264Config config = H264Config.of(source, List.of(hex(PPS)));
    source.put(1, (byte) 0);
    config.sps().position(5);
    config.pps().get(0).position(2);
    assertThat(config.sps()).isEqualTo(hex(SPS));
    assertThat(config.pps()).containsExactly(hex(PPS));
    assertThat(config.sps().isReadOnly()).isTrue();
  }

  @Test
  void unusableSets_areRefused() {
    assertThatThrownBy(() -> config(SPS)).hasMessageContaining("needs a PPS");
    assertThatThrownBy(() -> config(SPS, SPS)).hasMessageContaining("not a PPS");
    assertThatThrownBy(() -> config(SPS, "")).hasMessageContaining("not a PPS");
    assertThatThrownBy(() -> config(PPS, PPS)).hasMessageContaining("not an SPS");
  }

  @Test
  void accessUnit_isReadOnlyAndKeepsItsPosition() throws Exception {
    Track track = new Track(0, 90000, config(SPS, PPS));
    ByteBuffer payload = hex("0000000141");
    AccessUnit unit = new AccessUnit(track, 0, 0, Instant.EPOCH, false, payload);
    unit.payload().position(3);
    assertThat(unit.payload()).isEqualTo(payload);
    assertThat(unit.payload().isReadOnly()).isTrue();
    assertThat(unit.sizeBytes()).isEqualTo(5);
    assertThat(track.isVideo()).isTrue();
    assertThatThrownBy(() -> new AccessUnit(track, 0, 0, Instant.EPOCH, true, hex("")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Track(0, 0, track.config()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void g711_hasNameAndBounds() {
    assertThat(new G711Config(G711Config.Law.A, 1).codecName()).isEqualTo("pcma");
    assertThat(new G711Config(G711Config.Law.MU, 2).codecName()).isEqualTo("pcmu");
    assertThatThrownBy(() -> new G711Config(G711Config.Law.A, 3))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package io.vedette.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.media.AccessUnit;
import io.vedette.media.H264Config;
import io.vedette.media.NalUnits;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class H264PacketizerTest {
  /** SPS and PPS that x264 wrote for 640x360 baseline. */
  static final String SPS = "6742c01eda0280bfe5c044000003000400000300c83c58ba80";

  static final String PPS = "68ce0fc8";

  private static ByteBuffer hex(String bytes) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(bytes));
  }

  static Track track() throws Exception {
    return new Track(0, 90000, H264Config.of(hex(SPS), List.of(hex(PPS))));
  }

  static ByteBuffer nalUnit(int header, int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i % 251 + 1);
    }
    bytes[0] = (byte) header;
    return ByteBuffer.wrap(bytes);
  }

  private static List<ByteBuffer> packetize(int max, boolean key, ByteBuffer... units)
      throws Exception {
    AccessUnit unit =
        new AccessUnit(track(), 0, 0, Instant.EPOCH, key, NalUnits.join(List.of(units)));
    return new H264Packetizer(max).packetize(unit);
  }

  @Test
  void smallUnits_goAlone() throws Exception {
    List<ByteBuffer> payloads = packetize(100, false, nalUnit(0x06, 20), nalUnit(0x41, 100));
    assertThat(payloads).containsExactly(nalUnit(0x06, 20), nalUnit(0x41, 100));
  }

  @Test
  void keyPicture_isPrecededByItsParameterSetsInOneStapA() throws Exception {
    List<ByteBuffer> payloads = packetize(1180, true, nalUnit(0x65, 50));
    assertThat(payloads)
        .containsExactly(hex("78" + "0019" + SPS + "0004" + PPS), nalUnit(0x65, 50));
  }

  @Test
  void parameterSetsTooLongForOnePayload_goEachAlone() throws Exception {
    List<ByteBuffer> payloads = packetize(28, true, nalUnit(0x65, 10));
    assertThat(payloads).containsExactly(hex(SPS), hex(PPS), nalUnit(0x65, 10));
  }

  @Test
  void largeUnit_isFragmentedEvenlyAndComesTogetherAgain() throws Exception {
    ByteBuffer slice = nalUnit(0x65, 3000);
    List<ByteBuffer> payloads = packetize(1180, false, slice);
    assertThat(payloads)
        .hasSize(3)
        .allSatisfy(p -> assertThat(p.remaining()).isBetween(1000, 1002));
    assertThat(payloads).allSatisfy(p -> assertThat(p.get(0)).isEqualTo((byte) 0x7c));
    assertThat(payloads).extracting(p -> (int) p.get(1)).containsExactly(0x85 - 256, 0x05, 0x45);
    ByteBuffer joined = ByteBuffer.allocate(3000).put((byte) 0x65);
    payloads.forEach(p -> joined.put(p.slice(2, p.remaining() - 2)));
    assertThat(joined.flip()).isEqualTo(slice);
  }

  @Test
  void unitOneByteTooLarge_makesTwoFragments() throws Exception {
    List<ByteBuffer> payloads = packetize(100, false, nalUnit(0x41, 101));
    assertThat(payloads).extracting(ByteBuffer::remaining).containsExactly(52, 52);
  }
}

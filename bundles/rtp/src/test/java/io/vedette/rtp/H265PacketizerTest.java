package io.vedette.rtp;

import static io.vedette.rtp.PacketScript.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.media.AccessUnit;
import io.vedette.media.H265Config;
import io.vedette.media.NalUnits;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class H265PacketizerTest {
  /** What x265 wrote for 640x360. */
  static final String VPS = "40010c01ffff01600000030090000003000003003f928090";

  static final String SPS =
      "42010101600000030090000003000003003fa0050201696592a4932bc05a020000030002000003003210";
  static final String PPS = "4401c172b46240";

  static H265Config config() throws Exception {
    return H265Config.of(List.of(hex(VPS), hex(SPS), hex(PPS)));
  }

  private static ByteBuffer nalUnit(int header, int size) {
    ByteBuffer unit = H264PacketizerTest.nalUnit(0, size);
    return unit.putShort(0, (short) header);
  }

  private static List<ByteBuffer> packetize(int max, boolean key, ByteBuffer... units)
      throws Exception {
    Track track = new Track(0, 90000, config());
    AccessUnit unit =
        new AccessUnit(track, 0, 0, Instant.EPOCH, key, NalUnits.join(List.of(units)));
    return new H265Packetizer(max).packetize(unit);
  }

  @Test
  void keyPicture_isPrecededByItsParameterSetsInOneAggregationPacket() throws Exception {
    assertThat(packetize(1180, true, nalUnit(0x2801, 50)))
        .containsExactly(
            hex("6001" + "0018" + VPS + "002a" + SPS + "0007" + PPS), nalUnit(0x2801, 50));
  }

  @Test
  void parameterSetsTooLongForOnePayload_goEachAlone() throws Exception {
    assertThat(packetize(50, true, nalUnit(0x2801, 10)))
        .containsExactly(hex(VPS), hex(SPS), hex(PPS), nalUnit(0x2801, 10));
  }

  @Test
  void largeUnit_isFragmentedEvenlyAndComesTogetherAgain() throws Exception {
    ByteBuffer slice = nalUnit(0x2803, 3000); // IDR_N_LP, temporal id 2
    List<ByteBuffer> payloads = packetize(1180, false, slice);
    assertThat(payloads)
        .hasSize(3)
        .allSatisfy(p -> assertThat(p.remaining()).isBetween(1001, 1003));
    assertThat(payloads).allSatisfy(p -> assertThat(p.getShort(0)).isEqualTo((short) 0x6203));
    assertThat(payloads).extracting(p -> p.get(2) & 0xff).containsExactly(0x94, 0x14, 0x54);
    ByteBuffer joined = ByteBuffer.allocate(3000).putShort((short) 0x2803);
    payloads.forEach(p -> joined.put(p.slice(3, p.remaining() - 3)));
    assertThat(joined.flip()).isEqualTo(slice);
  }
}

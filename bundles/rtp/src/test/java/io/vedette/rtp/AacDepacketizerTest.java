package io.vedette.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.media.AacConfig;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AacDepacketizerTest {
  private AacDepacketizer depacketizer;
  private int sequence;

  @BeforeEach
  void start() throws Exception {
    AacConfig config = AacConfig.of(PacketScript.hex("1408"));
    depacketizer = new AacDepacketizer(new Track(1, 16_000, config));
  }

  /** Pushes a packet; what comes out as lines of time and bytes. */
  private List<String> push(long timestamp, int lost, String payload) throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(RtpPacket.HEADER_BYTES + 4096);
    bytes.put((byte) 0x80).put((byte) 97).putShort((short) sequence++);
    bytes.putInt((int) timestamp).putInt(7).put(PacketScript.hex(payload)).flip();
    RtpPacket packet = RtpPacket.parse(bytes);
    depacketizer.push(packet, lost, 0, Instant.EPOCH);
    List<String> units = new ArrayList<>();
    for (RtpUnit unit = depacketizer.pull(); unit != null; unit = depacketizer.pull()) {
      ByteBuffer frame = unit.payload();
      byte[] copy = new byte[frame.remaining()];
      frame.duplicate().get(copy);
      units.add(unit.timestamp() + " " + HexFormat.of().formatHex(copy));
    }
    return units;
  }

  @Test
  void severalFramesInAPacket_are1024TicksApart() throws Exception {
    assertThat(push(5000, 0, "0010 0010 aabb")).containsExactly("5000 aabb");
    assertThat(push(0xffff_ff00L, 0, "0020 0010 0018 aabb ccddee"))
        .containsExactly("4294967040 aabb", "768 ccddee");
  }

  @Test
  void frameInThreePackets_isOne() throws Exception {
    assertThat(push(5000, 0, "0010 0028 aabb")).isEmpty();
    assertThat(push(5000, 0, "0010 0028 cc")).isEmpty();
    assertThat(push(5000, 0, "0010 0028 ddee")).containsExactly("5000 aabbccddee");
    assertThat(depacketizer.lostUnits()).isZero();
  }

  @Test
  void partIsLost_costsItsFrameOnly() throws Exception {
    assertThat(push(5000, 0, "0010 0028 aabb")).isEmpty();
    assertThat(push(6024, 1, "0010 0010 aabb")).containsExactly("6024 aabb");
    assertThat(push(7048, 0, "0010 0028 aabb")).isEmpty();
    assertThat(push(8072, 0, "0010 0028 aabb")).isEmpty(); // of the next frame
    assertThat(push(8072, 0, "0010 0028 ccddee")).containsExactly("8072 aabbccddee");
    assertThat(depacketizer.lostUnits()).isEqualTo(2);
  }

  @Test
  void nonsense_isCountedAndForgotten() throws Exception {
    for (String payload :
        List.of("", "00", "0000", "0010", "ffff 0010 aa", "0020 0010 0fff aabb")) {
      push(0, 0, payload);
    }
    assertThat(push(0, 0, "0010 0000")).isEmpty();
    assertThat(depacketizer.lostUnits()).isGreaterThanOrEqualTo(5);
    assertThat(push(9000, 0, "0010 0010 aabb")).containsExactly("9000 aabb");
  }

  @Test
  void fuzz_neverFails_andHoldsLittle() throws Exception {
    Random random = new Random(20261125);
    for (int i = 0; i < 20_000; i++) {
      byte[] payload = new byte[random.nextInt(40)];
      random.nextBytes(payload);
      if (payload.length > 2 && random.nextBoolean()) {
        payload[0] = 0;
        payload[1] = (byte) (16 * (1 + random.nextInt(2)));
      }
      push(random.nextInt(3), random.nextInt(20) == 0 ? 1 : 0, HexFormat.of().formatHex(payload));
    }
  }
}

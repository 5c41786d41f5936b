package io.vedette.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.media.MalformedMediaException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtpPacketTest {
  private static ByteBuffer hex(String bytes) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(bytes.replace(" ", "")));
  }

  @Test
  void parse_plainHeader_givesFieldsAndPayload() throws Exception {
    RtpPacket packet = RtpPacket.parse(hex("80 e0 ffff fffffff0 deadbeef 0102"));
    assertThat(packet.marker()).isTrue();
    assertThat(packet.payloadType()).isEqualTo(96);
    assertThat(packet.sequence()).isEqualTo(65535);
    assertThat(packet.timestamp()).isEqualTo(0xffff_fff0L);
    assertThat(packet.ssrc()).isEqualTo(0xdead_beefL);
    assertThat(packet.payload()).isEqualTo(hex("0102"));
    assertThat(packet.extensionId()).isEqualTo(-1);
    assertThat(packet.extension().hasRemaining()).isFalse();
  }

  @Test
  void parse_skipsSourcesExtensionAndPadding() throws Exception {
    RtpPacket packet =
        RtpPacket.parse(
            hex(
                "b2 08 0001 00000002 00000003 aaaaaaaa bbbbbbbb"
                    + "abac 0001 11223344 c0ffee 0000 03"));
    assertThat(packet.payload()).isEqualTo(hex("c0ffee"));
    assertThat(packet.extensionId()).isEqualTo(0xabac);
    assertThat(packet.extension()).isEqualTo(hex("11223344"));
  }

  @Test
  void parse_insideAnotherBuffer_readsFromPosition() throws Exception {
    ByteBuffer outer = hex("ff 80 60 0001 00000002 00000003 07 ff");
    outer.position(1).limit(14);
    assertThat(RtpPacket.parse(outer).payload()).isEqualTo(hex("07"));
    assertThat(outer.position()).isEqualTo(1);
  }

  @Test
  void parse_paddingOfZero_countsItsOwnByte() throws Exception {
    RtpPacket packet = RtpPacket.parse(hex("a0 60 0001 00000002 00000003 07 00"));
    assertThat(packet.payload()).isEqualTo(hex("07"));
  }

  @Test
  void parse_brokenLengths_sayWhichPacket() {
    assertThatThrownBy(() -> RtpPacket.parse(hex("a0 60 0005 00000009 0000000b 07 ff")))
        .isInstanceOf(MalformedMediaException.class)
        .hasMessageContaining("seq=5 ts=9 ssrc=b");
    assertThatThrownBy(() -> RtpPacket.parse(hex("90 60 0005 00000009 0000000b abac ffff")))
        .isInstanceOf(MalformedMediaException.class);
    assertThatThrownBy(() -> RtpPacket.parse(hex("40 60 0005 00000009 0000000b")))
        .hasMessage("RTP version 1, not 2");
    assertThatThrownBy(() -> RtpPacket.parse(hex("80 60"))).hasMessage("RTP packet of 2 bytes");
  }

  @Test
  void writeHeader_isReadBack() throws Exception {
    ByteBuffer out = ByteBuffer.allocate(14);
    RtpPacket.writeHeader(out, 0, true, 96, 70000, 0x1_0000_0001L, 0x1234_5678L);
    RtpPacket packet = RtpPacket.parse(out);
    assertThat(packet.toString()).isEqualTo("seq=4464 ts=1 ssrc=12345678 pt=96 M 2 bytes");
  }

  @Test
  void parse_anyBytes_throwsOnlyMalformed() {
    Random random = new Random(1);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      if (bytes.length > 0 && round % 4 != 0) {
        bytes[0] = (byte) (bytes[0] & 0x3f | 0x80);
      }
      try {
        RtpPacket packet = RtpPacket.parse(ByteBuffer.wrap(bytes));
        assertThat(packet.payload().remaining() + packet.extension().remaining())
            .isLessThanOrEqualTo(bytes.length - RtpPacket.HEADER_BYTES);
      } catch (MalformedMediaException expected) {
        assertThat(expected.getMessage()).startsWith("RTP");
      }
    }
  }
}

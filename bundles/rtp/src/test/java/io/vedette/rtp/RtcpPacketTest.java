package io.vedette.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.media.MalformedMediaException;
import io.vedette.rtp.RtcpPacket.FullIntraRequest.Request;
import io.vedette.rtp.RtcpPacket.ReportBlock;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtcpPacketTest {
  private static final ReportBlock BLOCK =
      new ReportBlock(0xfeed_f00dL, 25, -2, 0x1_ffff, 77, 0x1234_5678L, 65536);

  private static ByteBuffer hex(String bytes) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(bytes.replace(" ", "")));
  }

  private static ByteBuffer written(List<RtcpPacket> packets) {
    ByteBuffer out = ByteBuffer.allocate(1500);
    packets.forEach(packet -> packet.writeTo(out));
    return out.flip();
  }

  @Test
  void everyPacket_writtenAndParsed_isEqual() throws Exception {
    List<RtcpPacket> packets =
        List.of(
            new RtcpPacket.SenderReport(1, 0xe123_4567_89ab_cdefL, 90000, 10, 4000, List.of(BLOCK)),
            new RtcpPacket.ReceiverReport(0xffff_ffffL, List.of(BLOCK, BLOCK)),
            new RtcpPacket.SourceDescription(1, "vedette"),
            new RtcpPacket.SourceDescription(1, "four"),
            new RtcpPacket.Nack(1, 2, List.of(65535, 0, 15, 100, 99)),
            new RtcpPacket.PictureLoss(1, 2),
            new RtcpPacket.FullIntraRequest(1, List.of(new Request(2, 255))),
            new RtcpPacket.BandwidthEstimate(1, 0x3_ffffL << 5, List.of(2L, 3L)),
            new RtcpPacket.BandwidthEstimate(1, 1000, List.of()),
            new RtcpPacket.Goodbye(List.of(1L, 2L)));
    assertThat(RtcpPacket.parseCompound(written(packets))).isEqualTo(packets);
  }

  @Test
  void senderReportThenDescription_givesNtpAndName() throws Exception {
    // SDES with two items: CNAME, then TOOL.
    ByteBuffer bytes =
        hex(
            "80c80006 2d4f5a1c ed0c1f6a 7ae147ae 9a3b11c2 00000010 00003a98"
                + "81ca0005 2d4f5a1c 0105 7573657231 0605 4753747265 00 00");
    List<RtcpPacket> packets = RtcpPacket.parseCompound(bytes);
    RtcpPacket.SenderReport report = (RtcpPacket.SenderReport) packets.get(0);
    assertThat(report.middleNtp()).isEqualTo(0x1f6a_7ae1L);
    assertThat(report.rtpTimestamp()).isEqualTo(0x9a3b_11c2L);
    assertThat(packets.get(1)).isEqualTo(new RtcpPacket.SourceDescription(0x2d4f_5a1cL, "user1"));
  }

  @Test
  void nack_asWrittenByBrowsers_givesEverySequence() throws Exception {
    List<RtcpPacket> packets =
        RtcpPacket.parseCompound(hex("81cd0003 00000001 00000002 fffe 8005"));
    assertThat(packets).containsExactly(new RtcpPacket.Nack(1, 2, List.of(65534, 65535, 1, 14)));
  }

  @Test
  void unknownTypes_areKeptAsOther() throws Exception {
    assertThat(
            RtcpPacket.parseCompound(hex("8fcd0002 00000001 00000002 80cc0002 00000000 41424344")))
        .containsExactly(new RtcpPacket.Other(205, 15), new RtcpPacket.Other(204, 0));
  }

  @Test
  void padding_isLeftOut() throws Exception {
    assertThat(RtcpPacket.parseCompound(hex("a1cb0002 00000001 00000004")))
        .containsExactly(new RtcpPacket.Goodbye(List.of(1L)));
  }

  @Test
  void miscountedReports_areThoseThatAreThere() throws Exception {
    assertThat(RtcpPacket.parseCompound(hex("85c90001 00000007")))
        .containsExactly(new RtcpPacket.ReceiverReport(7, List.of()));
  }

  @Test
  void brokenLength_isRefusedWithPlace() {
    assertThatThrownBy(() -> RtcpPacket.parseCompound(hex("80c90001 00000007 80c900ff")))
        .isInstanceOf(MalformedMediaException.class)
        .hasMessageContaining("at byte 8 of 12");
  }

  @Test
  void anyBytes_throwOnlyMalformed() {
    Random random = new Random(2);
    byte[] good = new byte[116];
    written(
            List.of(
                new RtcpPacket.SenderReport(1, 2, 3, 4, 5, List.of(BLOCK)),
                new RtcpPacket.SourceDescription(1, "vedette"),
                new RtcpPacket.Nack(1, 2, List.of(1, 2, 3)),
                new RtcpPacket.BandwidthEstimate(1, 1_000_000, List.of(2L))))
        .get(good, 0, 100);
    List<String> unexpected = new ArrayList<>();
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = Arrays.copyOf(good, random.nextInt(160));
      for (int i = random.nextInt(6); i > 0 && bytes.length > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        RtcpPacket.parseCompound(ByteBuffer.wrap(bytes));
      } catch (MalformedMediaException expected) {
        if (!expected.getMessage().startsWith("RTCP")) {
          unexpected.add(expected.getMessage());
        }
      }
    }
    assertThat(unexpected).isEmpty();
  }
}

package io.vedette.rtp;

import static io.vedette.rtp.PacketScript.IDR;
import static io.vedette.rtp.PacketScript.P;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.media.G711Config;
import io.vedette.media.H264Config;
import io.vedette.media.Track;
import io.vedette.rtp.RtcpPacket.ReportBlock;
import io.vedette.rtp.RtcpPacket.SenderReport;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrackReceiverTest {
  private final PacketScript script = PacketScript.withSdp();
  private final List<String> units = script.units;

  @Test
  void timestampsAndNumbersThatWrap_goOn() {
    script.ssrc(1, 65535).at(0xffff_ff00L).sendLast(IDR).ssrc(1, 0).at(0xe10).sendLast(P);
    assertThat(units).containsExactly("0 K 6588", "3856 - 419a");
    assertThat(script.receiver.lostUnits()).isZero();
  }

  @Test
  void clockSteppedForward_byMoreThanTenSeconds_isNotBelieved() {
    script.at(0).sendLast(IDR).at(3600 + 901_000).sendLast(P).at(7200 + 901_000).sendLast(P);
    assertThat(units).containsExactly("0 K 6588", "3600 - 419a", "7200 - 419a");
    assertThat(script.receiver.clockCorrections()).isEqualTo(1);
  }

  @Test
  void clockSteppedBack_countsArrivalOnceAndGoesOn() {
    script.at(900_000).sendLast(IDR).at(100).sendLast(P).at(3700).sendLast(P);
    assertThat(units).containsExactly("0 K 6588", "3600 - 419a", "7200 - 419a");
  }

  @Test
  void clockSteppedBackALittle_withoutBFrames_staysMonotonic() {
    script.at(9000).sendLast(IDR).at(8000).sendLast(P).at(11600).sendLast(P);
    assertThat(units).containsExactly("0 K 6588", "3600 - 419a", "7200 - 419a");
  }

  @Test
  void sameTimestampTwice_isTwoPictures() {
    script.at(0).sendLast(IDR).sendLast(P).at(3600).sendLast(P);
    assertThat(units).containsExactly("0 K 6588", "1 - 419a", "3601 - 419a");
  }

  @Test
  void geovisionType50WithTheNumberBefore_isNoLoss() {
    script.at(0).sendLast(IDR).sendForeign(50, -1, "00").at(3600).sendLast(P);
    assertThat(units).containsExactly("0 K 6588", "3600 - 419a");
    assertThat(script.receiver.lostUnits()).isZero();
    assertThat(script.receiver.ignoredPackets()).isEqualTo(1);
  }

  @Test
  void foreignTypeThatTakesANumber_isNoLoss() {
    script.at(0).sendLast(IDR).sendForeign(50, 0, "00").lose(1).at(3600).sendLast(P);
    assertThat(units).containsExactly("0 K 6588", "3600 - 419a");
  }

  @Test
  void repeatedPacket_isIgnored() {
    script.at(0).sendLast(IDR).lose(-1).sendLast(IDR).at(3600).sendLast(P);
    assertThat(units).containsExactly("0 K 6588", "3600 - 419a");
  }

  @Test
  void packetsOfADeadSession_areIgnored() {
    // live555 before 2017 writes the data of a dead session into a connection that came later.
    script.at(0).sendLast(IDR);
    script.ssrc(0x999, 7).at(500_000).sendLast(P).sendLast(P).ssrc(0x1234, 101);
    script.at(3600).sendLast(P);
    assertThat(units).containsExactly("0 K 6588", "3600 - 419a");
  }

  @Test
  void newSsrc_isFollowedFromItsNextIdr() {
    script.at(0).sendLast(IDR).ssrc(0x999, 7);
    for (int i = 0; i < 12; i++) {
      script.at(700_000 + i * 3600L).sendLast(P);
    }
    script.at(743_200).sendLast(IDR).at(746_800).sendLast(P);
    assertThat(units).hasSize(3);
    assertThat(units.get(1)).endsWith(" K 6588");
    assertThat(units.get(2)).endsWith(" - 419a");
    long first = Long.parseLong(units.get(1).split(" ")[0]);
    assertThat(units.get(2)).startsWith(first + 3600 + " ");
  }

  @Test
  void audio_beginsWithTheVideoAndSharesItsOrigin() throws Exception {
    RunStart start = new RunStart(1_000_000_000L);
    Track track = new Track(1, 8000, new G711Config(G711Config.Law.A, 1));
    TrackReceiver audio = new TrackReceiver(Set.of(8), 8000, new G711Depacketizer(track), start);
    TrackReceiver video =
        new TrackReceiver(
            Set.of(96),
            90000,
            new H264Depacketizer(0, Optional.of((H264Config) H264PacketizerTest.track().config())),
            start);
    push(audio, 8, 5000, 1_100_000_000L, ByteBuffer.allocate(160));
    assertThat(audio.pull()).isNull();
    push(video, 96, 77, 1_500_000_000L, PacketScript.hex(IDR));
    assertThat(video.pull().dts()).isZero();
    push(audio, 8, 5000 + 3200 - 160, 1_500_000_000L, ByteBuffer.allocate(160));
    assertThat(audio.pull()).isNull();
    push(audio, 8, 5000 + 3200 + 160, 1_520_000_000L, ByteBuffer.allocate(160));
    assertThat(audio.pull().dts()).isEqualTo(160);
  }

  private int sequence;

  private void push(TrackReceiver to, int type, long timestamp, long nanos, ByteBuffer payload)
      throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(12 + payload.remaining());
    RtpPacket.writeHeader(bytes, 0, true, type, sequence++, timestamp, type);
    bytes.position(12).put(payload).flip();
    to.push(RtpPacket.parse(bytes), nanos, Instant.EPOCH);
  }

  @Test
  void report_countsLossAndReturnsTheSendersTime() {
    script.at(0).sendLast(IDR).lose(1).at(3600).sendLast(P).at(7200).sendLast(P);
    SenderReport own = new SenderReport(0x1234, 0x0000_aaaa_bbbb_0000L, 0, 0, 0, List.of());
    script.receiver.senderReport(own, 1_000_000_000L, Instant.EPOCH);
    SenderReport foreign = new SenderReport(0x9999, 0, 0, 0, 0, List.of());
    script.receiver.senderReport(foreign, 2_000_000_000L, Instant.EPOCH);
    ReportBlock block = script.receiver.report(3_000_000_000L).orElseThrow();
    assertThat(block.ssrc()).isEqualTo(0x1234);
    assertThat(block.cumulativeLost()).isEqualTo(1);
    assertThat(block.fractionLost()).isEqualTo(63);
    assertThat(block.highestSequence()).isEqualTo(103);
    assertThat(block.lastReport()).isEqualTo(0xaaaa_bbbbL);
    assertThat(block.sinceLastReport()).isEqualTo(2 * 65536);
    assertThat(script.receiver.report(4_000_000_000L).orElseThrow().fractionLost()).isZero();
  }

  @Test
  void ntpTime_isWallTimeAndBack() {
    Instant time = Instant.parse("2026-11-25T10:00:00.500Z");
    assertThat(NtpTime.of(time)).isEqualTo((1795600800L + 2208988800L) << 32 | 0x8000_0000L);
    assertThat(NtpTime.toInstant(NtpTime.of(time))).isEqualTo(time);
    assertThat(NtpTime.toInstant(0)).isEqualTo(Instant.parse("2036-02-07T06:28:16Z"));
  }
}

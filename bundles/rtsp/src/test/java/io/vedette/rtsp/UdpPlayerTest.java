package io.vedette.rtsp;

import static io.vedette.rtsp.ScriptedCamera.SDP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.media.AccessUnit;
import io.vedette.rtp.RtcpPacket;
import io.vedette.rtp.RtpPacket;
import io.vedette.rtsp.RtspException.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sessions whose packets come over UDP, against a camera by hand. */
class UdpPlayerTest {
  private static final String VIDEO_ONLY = SDP.substring(0, SDP.indexOf("m=audio"));

  private final ScriptedCamera camera = new ScriptedCamera(List.of(6000, 6002));

  private void describedWith(String sdp) throws RtspException {
    camera.expect("OPTIONS");
    camera.answer(200);
    camera.expect("DESCRIBE");
    camera.answerSdp(sdp);
  }

  private void playing(String transport) throws RtspException {
    describedWith(VIDEO_ONLY);
    camera.expect("SETUP");
    camera.answer(200, "Session: 1", "Transport: " + transport);
    camera.expect("PLAY");
    camera.answer(200);
  }

  private List<Long> times() {
    return camera.units.stream().map(AccessUnit::dts).toList();
  }

  @Test
  void eachTrack_isAskedForOnPortsOfItsOwn() throws Exception {
    describedWith(SDP);
    assertThat(camera.expect("SETUP").headers().first("Transport"))
        .hasValue("RTP/AVP;unicast;client_port=6000-6001");
    camera.answer(200, "Transport: RTP/AVP;unicast;client_port=6000-6001;server_port=7000-7001");
    assertThat(camera.expect("SETUP").headers().first("Transport"))
        .hasValue("RTP/AVP;unicast;client_port=6002-6003");
    camera.answer(200, "Transport: RTP/AVP;unicast;client_port=6002-6003;server_port=7002-7003");
    camera.expect("PLAY");
    camera.answer(200).udp(0, 1, 0, "6588").udp(2, 1, 0, "d5d5");
    assertThat(camera.units)
        .extracting(unit -> unit.track().config().codecName())
        .containsExactly("h264", "pcma");
  }

  @Test
  void path_isOpenedOutwardBeforeAnythingComes() throws Exception {
    playing("RTP/AVP;unicast;client_port=6000-6001;server_port=7000-7001");
    Datagram rtp = camera.player.datagramOutput();
    assertThat(rtp).extracting(Datagram::channel, Datagram::port).containsExactly(0, 7000);
    assertThat(RtpPacket.parse(rtp.packet()).payload().remaining()).isZero();
    Datagram rtcp = camera.player.datagramOutput();
    assertThat(rtcp).extracting(Datagram::channel, Datagram::port).containsExactly(1, 7001);
    assertThat(RtcpPacket.parseCompound(rtcp.packet())).hasSize(1);
    assertThat(camera.player.datagramOutput()).isNull();
  }

  @Test
  void reports_goOutEveryFiveSeconds() throws Exception {
    playing("RTP/AVP;unicast;client_port=6000-6001;server_port=7000-7001");
    camera.player.datagramOutput();
    camera.player.datagramOutput();
    camera.udp(0, 1, 0, "6588").udp(0, 3, 7200, "419a").passMillis(4_999);
    assertThat(camera.player.datagramOutput()).isNull();
    camera.passMillis(1);
    Datagram report = camera.player.datagramOutput();
    assertThat(report).extracting(Datagram::channel, Datagram::port).containsExactly(1, 7001);
    RtcpPacket.ReceiverReport said =
        (RtcpPacket.ReceiverReport) RtcpPacket.parseCompound(report.packet()).get(0);
    assertThat(said.reports().get(0).cumulativeLost()).isEqualTo(1);
    assertThat(said.reports().get(0).highestSequence()).isEqualTo(3);
    camera.expectNothing(); // nothing of it in the connection
  }

  @Test
  void cameraThatNamesNoPort_getsReportsWhereItsOwnComeFrom() throws Exception {
    playing("RTP/AVP;unicast;client_port=6000-6001"); // OpenIPC
    assertThat(camera.player.datagramOutput()).isNull();
    camera.udp(0, 1, 0, "6588").passMillis(5_000);
    assertThat(camera.player.datagramOutput()).as("nobody to report to").isNull();
    camera.datagram(1, "80c80006000000000000000100000000000000000000000000000000");
    camera.passMillis(5_000);
    assertThat(camera.player.datagramOutput().port()).isEqualTo(7001);
  }

  @Test
  void overtakenAndRepeatedPackets_areNoLoss() throws Exception {
    playing("RTP/AVP;unicast;server_port=7000-7001");
    camera.udp(0, 1, 0, "6588").udp(0, 3, 7200, "419a").udp(0, 2, 3600, "419a");
    camera.udp(0, 2, 3600, "419a").udp(0, 4, 10_800, "419a");
    assertThat(times()).containsExactly(0L, 3600L, 7200L, 10_800L);
    assertThat(camera.player.lostUnits()).isZero();
  }

  @Test
  void lostPacket_costsItsPictureAndAllUpToTheNextKeyPicture() throws Exception {
    playing("RTP/AVP;unicast;server_port=7000-7001");
    camera.udp(0, 1, 0, "6588").udp(0, 3, 7200, "419a");
    assertThat(times()).containsExactly(0L);
    long due = camera.player.dueNanos();
    camera.passMillis(99);
    assertThat(camera.player.dueNanos()).isEqualTo(due).isEqualTo(100_000_000L);
    camera.passMillis(1).udp(0, 4, 10_800, "419a").udp(0, 5, 14_400, "6588");
    assertThat(times()).containsExactly(0L, 14_400L);
    assertThat(camera.player.lostUnits()).isEqualTo(3); // 2, and what referred to it
    camera.udp(0, 2, 3600, "419a"); // far too late
    assertThat(times()).hasSize(2);
  }

  @Test
  void hugeDatagram_isTaken() throws Exception {
    // Tapo sends 10 000 bytes in one.
    playing("RTP/AVP;unicast;server_port=7000-7001");
    camera.udp(0, 1, 0, "6588" + "aa".repeat(60_000));
    assertThat(camera.units.get(0).sizeBytes()).isEqualTo(4 + 60_002);
  }

  @Test
  void unreadableDatagrams_areCountedAndHurtNobody() throws Exception {
    playing("RTP/AVP;unicast;server_port=7000-7001");
    camera.datagram(0, "").datagram(0, "40").datagram(1, "80c900ff").datagram(5, "00");
    camera.udp(0, 1, 0, "6588");
    assertThat(camera.units).hasSize(1);
    assertThat(camera.player.badPackets()).isEqualTo(3);
  }

  @Test
  void goodbyeOfTheSender_ends() throws Exception {
    playing("RTP/AVP;unicast;server_port=7000-7001");
    camera.udp(0, 1, 0, "6588");
    assertThatThrownBy(() -> camera.datagram(1, "81cb0001" + "00000000"))
        .hasMessageContaining("BYE");
  }

  @Test
  void refusedUdpToo_isTold() throws Exception {
    describedWith(SDP);
    camera.expect("SETUP");
    assertThatThrownBy(() -> camera.answer(461))
        .hasMessageContaining("does not send over UDP")
        .extracting(e -> ((RtspException) e).kind())
        .isEqualTo(Kind.TRANSPORT);
  }

  @Test
  void otherSource_isToldAsWritten() throws Exception {
    playing("RTP/AVP;unicast;source=10.0.0.9;server_port=7000-7001");
    assertThat(camera.player.sources()).containsExactly("10.0.0.9");
  }
}

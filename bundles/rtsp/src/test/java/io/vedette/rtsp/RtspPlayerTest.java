package io.vedette.rtsp;

import static io.vedette.rtsp.ScriptedCamera.SDP;
import static io.vedette.rtsp.ScriptedCamera.URL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.media.AccessUnit;
import io.vedette.media.NalUnits;
import io.vedette.media.Track;
import io.vedette.rtp.RtcpPacket;
import io.vedette.rtsp.RtspException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions against a camera by hand. Login: {@link ClientAuthTest}. */
class RtspPlayerTest {
  private final ScriptedCamera camera = new ScriptedCamera();

  private static void assertFails(Kind kind, String message, ThrowingCallable code) {
    assertThatThrownBy(code)
        .isInstanceOfSatisfying(RtspException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(message);
  }

  /** Up to the SETUP of the first track. */
  private RtspRequest describedWith(String sdp, String... headers) throws RtspException {
    camera.expect("OPTIONS");
    camera.answer(200);
    camera.expect("DESCRIBE");
    camera.answerSdp(sdp, headers);
    return camera.expect("SETUP");
  }

  @Test
  void ordinarySession_playsBothTracks() throws Exception {
    RtspRequest options = camera.expect("OPTIONS");
    assertThat(options.headers().fields().get(0)).isEqualTo(new RtspHeaders.Field("CSeq", "1"));
    assertThat(options.headers().first("User-Agent")).isPresent(); // else 401 from some
    camera.answer(200, "Public: DESCRIBE");
    RtspRequest describe = camera.expect("DESCRIBE");
    assertThat(describe.uri()).isEqualTo(URL);
    assertThat(describe.headers().first("Accept")).hasValue("application/sdp");
    assertThat(describe.headers().first("Require")).isEmpty(); // no back channel: one client has it
    camera.answerSdp(SDP, "Content-Base: " + URL + "/");
    assertThat(camera.player.isDescribed()).isTrue();
    RtspRequest video = camera.expect("SETUP");
    assertThat(video.uri()).isEqualTo(URL + "/track1");
    assertThat(video.headers().first("Transport"))
        .hasValue("RTP/AVP/TCP;unicast;interleaved=0-1"); // no mode=: some refuse it
    camera.answer(200, "Session:  77 ; timeout=20", "Transport: RTP/AVP/TCP;interleaved=0-1");
    RtspRequest audio = camera.expect("SETUP");
    assertThat(audio.uri()).isEqualTo(URL + "/track2");
    assertThat(audio.headers().first("Session")).hasValue("77");
    camera.answer(200, "Session: 78", "Transport: RTP/AVP/TCP;interleaved=2-3");
    RtspRequest play = camera.expect("PLAY");
    assertThat(play.uri()).isEqualTo(URL + "/");
    assertThat(play.headers().first("Range")).hasValue("npt=0.000-");
    assertThat(play.headers().first("Session")).hasValue("78"); // it changed: the latest counts
    camera.answer(200, "Session: 78", "RTP-Info: url=x;seq=0;rtptime=oops,;");
    assertThat(camera.player.isPlaying()).isTrue();

    camera.packet(0, 96, 9000, "6588").packet(2, 8, 50, "d5d5").packet(0, 96, 12600, "419a");
    assertThat(camera.units)
        .extracting(unit -> unit.track().config().codecName() + " " + unit.dts())
        .containsExactly("h264 0", "pcma 0", "h264 3600");
    assertThat(camera.player.tracks().orElseThrow()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Base: rtsp://10.0.0.7:8554/stream1/",
        "Content-Base: 192.168.1.10:554/stream1/", // Anjvision
        "Content-Base: rtsp://rtsp://192.168.1.10/stream1",
        "Content-Base: rtsp://::ffff:1.2.3.4/stream1/",
        "Content-Base: /stream1/",
        "Content-Base: ",
        "Content-Location: rtsp://192.168.1.10/stream1/",
        "Server: says nothing of it, nor of a Content-Type"
      })
  void baseInAnyForm_givesAddressesOfTheHostThatWeDialled(String header) throws Exception {
    assertThat(describedWith(SDP, header).uri()).isEqualTo(URL + "/track1");
  }

  @Test
  void onlyStreamWithoutControl_isSetUpAtTheBase() throws Exception {
    RtspRequest setUp = describedWith("v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000");
    assertThat(setUp.uri()).isEqualTo(URL);
  }

  @Test
  void aacSound_isPlayedWhereThereIsNoG711() throws Exception {
    String video = SDP.substring(0, SDP.indexOf("m=audio"));
    String aac =
        "m=audio 0 RTP/AVP 97\r\na=rtpmap:97 MPEG4-GENERIC/16000\r\n"
            + "a=fmtp:97 streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;"
            + "indexdeltalength=3;config=1408\r\na=control:track2\r\n";
    describedWith(video + aac);
    camera.answer(200, "Session: 1", "Transport: RTP/AVP/TCP;interleaved=0-1");
    camera.expect("SETUP");
    camera.answer(200, "Session: 1", "Transport: RTP/AVP/TCP;interleaved=2-3");
    camera.expect("PLAY");
    camera.answer(200).packet(0, 96, 9000, "6588").packet(2, 97, 50, "00100010aabb");
    assertThat(camera.units)
        .extracting(unit -> unit.track().config().codecName() + " " + unit.dts())
        .containsExactly("h264 0", "aac 0");
    assertThat(camera.units.get(1).track().clockRate()).isEqualTo(16_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mode=AAC-lbr;config=1408",
        "mode=AAC-hbr;config=zz",
        "mode=AAC-hbr;config=1210" // 44.1 kHz, but the packets are timed by 16 kHz
      })
  void aacThatCannotBePlayed_isLeftOut(String fmtp) throws Exception {
    String video = SDP.substring(0, SDP.indexOf("m=audio"));
    describedWith(
        video
            + "m=audio 0 RTP/AVP 97\r\na=rtpmap:97 MPEG4-GENERIC/16000\r\n"
            + "a=fmtp:97 "
            + fmtp
            + "\r\na=control:track2\r\n");
    camera.answer(200, "Session: 1", "Transport: RTP/AVP/TCP;interleaved=0-1");
    camera.expect("PLAY");
  }

  @Test
  void dataBeforeThePlayReply_isTaken() throws Exception {
    describedWith(SDP);
    camera.answer(200, "Session: 1", "Transport: RTP/AVP/TCP;interleaved=0-1");
    camera.expect("SETUP");
    camera.answer(200, "Session: 1", "Transport: RTP/AVP/TCP;interleaved=2-3");
    camera.expect("PLAY");
    camera.frame(1, "80c80006000000000000000100000000000000000000000000000000");
    camera.packet(0, 96, 0, "6588");
    assertThat(camera.units).hasSize(1);
    camera.answer(200);
    assertThat(camera.player.isPlaying()).isTrue();
  }

  @Test
  void otherChannelsThanAsked_areUsed() throws Exception {
    describedWith(SDP);
    camera.answer(200, "Session: 1", "Transport: RTP/AVP;unicast; interleaved=10");
    camera.expect("SETUP");
    camera.answer(200, "Session: 1", "Transport: ssrc=XYZ;RTP/AVP/TCP;interleaved=12-13");
    camera.expect("PLAY");
    camera.answer(200).packet(10, 96, 0, "6588").packet(0, 96, 3600, "419a");
    assertThat(camera.units).hasSize(1);
    assertThat(camera.player.badPackets()).isEqualTo(1);
  }

  @Test
  void transportReplyMissing_meansWhatWasAsked() throws Exception {
    describedWith(SDP);
    camera.answer(200);
    camera.expect("SETUP");
    camera.answer(200);
    camera.expect("PLAY");
    camera.answer(200).packet(0, 96, 0, "6588");
    assertThat(camera.units).hasSize(1);
  }

  @Test
  void udpAlthoughTcpWasAsked_isTold() throws Exception {
    describedWith(SDP);
    assertFails(
        Kind.TRANSPORT,
        "does not send over TCP",
        () -> camera.answer(200, "Transport: RTP/AVP;unicast;client_port=5000-5001"));
  }

  @Test
  void audioThatCannotBeSetUp_isDoneWithout() throws Exception {
    describedWith(SDP);
    camera.answer(200, "Session: 1", "Transport: RTP/AVP/TCP;interleaved=0-1");
    camera.expect("SETUP");
    camera.answer(500);
    camera.expect("PLAY");
    camera.answer(200);
    assertThat(camera.player.tracks().orElseThrow()).hasSize(1);
  }

  @Test
  void parameterSetsMissingInSdp_comeWithTheStream() throws Exception {
    describedWith("v=0\nm=video 0 RTP/AVP 96\na=rtpmap:96 H264/90000\na=fmtp:96\n");
    camera.answer(200);
    camera.expect("PLAY");
    camera.answer(200);
    assertThat(camera.player.tracks()).isEmpty();
    String sets = "78" + "0019" + "6742c01eda0280bfe5c044000003000400000300c83c58ba80";
    camera.packet(0, 96, 0, sets + "0004" + "68ce0fc8").packet(0, 96, 0, "6588");
    assertThat(camera.player.tracks()).isPresent();
    assertThat(camera.units).hasSize(1);
  }

  @Test
  void otherCodec_isUnsupportedAndNamed() throws Exception {
    camera.expect("OPTIONS");
    camera.answer(200);
    camera.expect("DESCRIBE");
    assertFails(
        Kind.UNSUPPORTED,
        "sends video as JPEG; set it to H.264 or H.265",
        () -> camera.answerSdp("v=0\nm=video 0 RTP/AVP 26\n"));
  }

  @Test
  void sdpWithoutVideo_isUnsupported() throws Exception {
    camera.expect("OPTIONS");
    camera.answer(404);
    camera.expect("DESCRIBE");
    assertFails(Kind.UNSUPPORTED, "no video", () -> camera.answerSdp("garbage\n\u0000\n"));
  }

  @Test
  void refusals_haveTheirKinds() {
    record Case(int status, Kind kind) {}
    for (Case one :
        List.of(
            new Case(403, Kind.UNAUTHORIZED),
            new Case(404, Kind.UNSUPPORTED),
            new Case(453, Kind.BUSY),
            new Case(454, Kind.ENDED),
            new Case(455, Kind.PROTOCOL),
            new Case(461, Kind.TRANSPORT),
            new Case(500, Kind.PROTOCOL),
            new Case(503, Kind.BUSY))) {
      ScriptedCamera other = new ScriptedCamera();
      assertFails(
          one.kind,
          "DESCRIBE was answered with " + one.status,
          () -> {
            other.expect("OPTIONS");
            other.answer(200);
            other.expect("DESCRIBE");
            other.answer(one.status);
          });
    }
  }

  @Test
  void redirect_isToldWithItsTarget() throws Exception {
    camera.expect("OPTIONS");
    assertFails(
        Kind.ENDED,
        "redirects to rtsp://10.0.0.8/x",
        () -> camera.answer(302, "Location: rtsp://user:secret@10.0.0.8/x"));
    assertThat(camera.player.redirect().orElseThrow().host()).isEqualTo("10.0.0.8");
  }

  @Test
  void packetsWithoutPicturesForAMinute_endTheSession() throws Exception {
    camera.playing().packet(0, 96, 0, "6588").pass(30).packet(0, 96, 3600, "419a");
    assertThat(camera.units).hasSize(2);
    camera.pass(30).packet(0, 96, 7200, "2801af"); // from here on H.265
    camera.pass(30).packet(0, 96, 10800, "0201d0");
    assertFails(
        Kind.ENDED,
        "no picture for 61 s; was the camera set to another codec?",
        () -> camera.pass(1).packet(0, 96, 14400, "0201d0"));
  }

  @Test
  void keepAlive_comesAtHalfOfTheTimeoutAndNobodyWaits() throws Exception {
    camera.playing();
    camera.pass(29).expectNothing();
    RtspRequest keepAlive = camera.pass(1).expect("GET_PARAMETER");
    assertThat(keepAlive.headers().first("Session")).hasValue("1");
    assertThat(keepAlive.uri()).isEqualTo(URL);
    camera.pass(30).expect("GET_PARAMETER");
    camera.answer(501); // it says it knows it and does not
    camera.pass(30).expect("OPTIONS");
    camera.answer(200);
    assertThat(camera.player.isPlaying()).isTrue();
  }

  @Test
  void keepAliveThatIsNotAllowedNow_becomesAnother() throws Exception {
    camera.playing().pass(30).expect("GET_PARAMETER");
    camera.answer(455); // GW4089IP and relatives
    camera.pass(30).expect("OPTIONS");
    assertThat(camera.player.isPlaying()).isTrue();
  }

  @Test
  void keepAlivesThatAreNeverAnswered_goOnAtTheCamerasPace() throws Exception {
    describedWith(SDP.substring(0, SDP.indexOf("m=audio")));
    camera.answer(200, "Session: 1 ; Timeout = 10");
    camera.expect("PLAY");
    camera.answer(200);
    for (int i = 0; i < 5; i++) {
      camera.pass(5).expect("OPTIONS"); // Public was not said
    }
    assertThat(camera.player.isPlaying()).isTrue();
  }

  @Test
  void channelOfADeadSession_isCountedNotPlayed() throws Exception {
    // live555 before 2017 goes on sending into a connection that took over the descriptor.
    camera.playing().packet(0, 96, 0, "6588").packet(10, 96, 77, "419a").packet(12, 96, 78, "65");
    assertThat(camera.units).hasSize(1);
    assertThat(camera.player.badPackets()).isEqualTo(2);
  }

  @Test
  void forgottenSession_ends() throws Exception {
    camera.playing().pass(30).expect("GET_PARAMETER");
    assertFails(Kind.ENDED, "454", () -> camera.answer(454));
  }

  @Test
  void receiverReports_goOutEveryFiveSeconds() throws Exception {
    camera.playing().packet(0, 96, 0, "6588").packet(0, 96, 3600, "419a");
    camera.pass(5);
    Interleaved frame = camera.expectFrame();
    assertThat(frame.channel()).isEqualTo(1);
    List<RtcpPacket> packets = RtcpPacket.parseCompound(frame.packet());
    assertThat(((RtcpPacket.ReceiverReport) packets.get(0)).reports().get(0).highestSequence())
        .isEqualTo(8);
    camera.expectNothing(); // no audio came, nothing to report of it
  }

  @Test
  void requestsOfTheCamera_areAnswered() throws Exception {
    camera.playing().send("OPTIONS * RTSP/1.0\r\nCSeq: 5\r\n\r\n");
    RtspResponse response = camera.expectResponse();
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.sequence()).hasValue(5);
    camera.send("DESCRIBE * RTSP/1.0\r\nCSeq: 6\r\n\r\n");
    assertThat(camera.expectResponse().status()).isEqualTo(501);
  }

  @Test
  void announceRedirectAndTeardownOfTheCamera_areFollowed() throws Exception {
    camera.playing().send("ANNOUNCE * RTSP/1.0\r\nCSeq: 5\r\nContent-Length: 5\r\n\r\nv=0\r\n");
    assertThat(camera.expectResponse().status()).isEqualTo(200);
    String redirect = "REDIRECT * RTSP/1.0\r\nCSeq: 6\r\nLocation: rtsp://10.0.0.8/x\r\n\r\n";
    assertFails(Kind.ENDED, "redirects to rtsp://10.0.0.8/x", () -> camera.send(redirect));
    assertThat(camera.player.redirect()).isPresent();
    ScriptedCamera other = new ScriptedCamera().playing();
    String tearDown = "TEARDOWN * RTSP/1.0\r\nCSeq: 7\r\n\r\n";
    assertFails(Kind.ENDED, "ended the session", () -> other.send(tearDown));
    assertThat(other.expectResponse().sequence()).hasValue(7);
  }

  @Test
  void goodbyeOfTheSender_ends_ofAnotherDoesNot() throws Exception {
    camera.playing().packet(0, 96, 0, "6588");
    camera.frame(1, "81cb0001" + "00000009");
    assertFails(Kind.ENDED, "BYE", () -> camera.frame(1, "81cb0001" + "00000000"));
  }

  @Test
  void unreadablePackets_areCountedAndHurtNobody() throws Exception {
    camera.playing().packet(0, 96, 0, "6588").frame(0, "00").frame(1, "80c900ff").frame(2, "40");
    camera.packet(0, 96, 3600, "419a");
    assertThat(camera.units).hasSize(2);
    assertThat(camera.player.badPackets()).isEqualTo(3);
  }

  @Test
  void tearDown_saysGoodbyeOnce() throws Exception {
    camera.playing().player.tearDown();
    assertThat(camera.expect("TEARDOWN").headers().first("Session")).hasValue("1");
    camera.player.tearDown();
    camera.pass(100).expectNothing();
  }

  @Test
  void tearDownBeforeAnythingIsSetUp_saysNothing() throws Exception {
    camera.expect("OPTIONS");
    camera.player.tearDown();
    camera.expectNothing();
  }

  @Test
  void tearDownOnceDescribed_setsNothingUp() throws Exception {
    camera.expect("OPTIONS");
    camera.answer(200);
    camera.expect("DESCRIBE");
    camera.answerSdp(SDP);
    camera.player.tearDown();
    camera.expectNothing(); // a session that nobody uses would hold one of the camera's few places
  }

  @Test
  void ourOwnServer_isUnderstood() throws Exception {
    List<Track> tracks = ServerSessionTest.tracks();
    ServerSession server =
        new ServerSession(path -> tracks, Optional.empty(), OptionalInt.empty(), new Random(2));
    for (String method : List.of("OPTIONS", "DESCRIBE", "SETUP", "SETUP", "PLAY")) {
      RtspResponse response = server.answer(camera.expect(method));
      camera.send(StandardCharsets.UTF_8.decode(response.encode()).toString());
    }
    assertThat(camera.player.isPlaying()).isTrue();
    ByteBuffer picture = NalUnits.join(List.of(ByteBuffer.wrap(new byte[] {0x65, (byte) 0x88, 1})));
    AccessUnit unit = new AccessUnit(tracks.get(0), 7, 7, Instant.EPOCH, true, picture);
    camera.send(StandardCharsets.ISO_8859_1.decode(server.frames(unit)).toString());
    assertThat(camera.units).hasSize(1);
    assertThat(camera.units.get(0).payload()).isEqualTo(picture);
    server.reports().forEach(report -> assertThat(report.remaining()).isGreaterThan(28));
  }
}

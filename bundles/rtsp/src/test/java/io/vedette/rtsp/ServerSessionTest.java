package io.vedette.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.media.AccessUnit;
import io.vedette.media.G711Config;
import io.vedette.media.H264Config;
import io.vedette.media.NalUnits;
import io.vedette.media.Track;
import io.vedette.rtp.NtpTime;
import io.vedette.rtp.RtcpPacket;
import io.vedette.rtp.RtpPacket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ServerSessionTest {
  private static final String URL = "rtsp://127.0.0.1:8554/cam1/main";

  private static final ServerAuth.Doorkeeper ADMIN =
      (user, proof) -> user.equals("admin") && proof.isOf("pass1");

  private final List<Track> tracks = tracks();
  private final ServerSession session = session(Optional.empty());
  private int sequence;

  static List<Track> tracks() {
    try {
      // x264, testsrc2 640x360, baseline
      H264Config video =
          H264Config.of(
              hex("6742c01eda0280bfe5c044000003000400000300c83c58ba80"), List.of(hex("68ce0fc8")));
      return List.of(
          new Track(0, 90000, video), new Track(1, 8000, new G711Config(G711Config.Law.A, 1)));
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static ByteBuffer hex(String bytes) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(bytes));
  }

  private ServerSession session(Optional<ServerAuth> auth) {
    return session(auth, OptionalInt.empty());
  }

  private ServerSession session(Optional<ServerAuth> auth, OptionalInt udpPort) {
    return new ServerSession(this::content, auth, udpPort, new Random(5));
  }

  private List<Track> content(String path) throws ServerSession.Refusal {
    if (path.equals("busy")) {
      throw new ServerSession.Refusal(503, "Not Ready");
    }
    if (!path.equals("cam1/main")) {
      throw ServerSession.Refusal.notFound();
    }
    return tracks;
  }

  private RtspResponse ask(ServerSession of, String method, String uri, String... headers) {
    RtspHeaders all = RtspHeaders.of("CSeq", Integer.toString(++sequence));
    for (int i = 0; i < headers.length; i += 2) {
      all = all.with(headers[i], headers[i + 1]);
    }
    RtspResponse response = of.answer(new RtspRequest(method, uri, all, ""));
    assertThat(response.sequence()).hasValue(sequence);
    return response;
  }

  private String play() {
    String transport = "RTP/AVP/TCP;unicast;interleaved=";
    String id =
        ask(session, "SETUP", URL + "/trackID=0", "Transport", transport + "0-1")
            .headers()
            .first("Session")
            .orElseThrow()
            .split(";")[0];
    ask(session, "SETUP", URL + "/trackID=1", "Transport", transport + "2-3", "Session", id);
    assertThat(ask(session, "PLAY", URL + "/", "Session", id).status()).isEqualTo(200);
    return id;
  }

  @Test
  void describe_givesAnSdpThatOurParserReads() {
    RtspResponse response = ask(session, "DESCRIBE", URL);
    assertThat(response.headers().first("Content-Base")).hasValue(URL + "/");
    SessionDescription sdp = SessionDescription.parse(response.body());
    assertThat(sdp.skipped()).isEmpty();
    assertThat(sdp.media()).extracting(MediaDescription::kind).containsExactly("video", "audio");
    assertThat(sdp.media().get(0).formats().get(96))
        .isEqualTo(
            new MediaDescription.Format(
                "H264",
                90000,
                1,
                Map.of(
                    "packetization-mode",
                    "1",
                    "profile-level-id",
                    "42c01e",
                    "sprop-parameter-sets",
                    "Z0LAHtoCgL/lwEQAAAMABAAAAwDIPFi6gA==,aM4PyA==")));
    assertThat(sdp.media().get(1).formats().get(8).encoding()).isEqualTo("PCMA");
    assertThat(sdp.media().get(1).control()).hasValue("trackID=1");
  }

  @Test
  void onvifReplay_packetsCarryTheRecordedTime() throws Exception {
    String id = play();
    ask(session, "PLAY", URL, "Session", id, "Require", "onvif-replay");
    Instant recorded = Instant.parse("2026-11-25T10:15:30.500Z");
    ByteBuffer samples = ByteBuffer.allocate(160);
    AccessUnit sound = new AccessUnit(tracks.get(1), 80, 80, recorded, true, samples);
    ByteBuffer frames = session.frames(sound);
    RtpPacket packet = RtpPacket.parse(frames.slice(4, frames.remaining() - 4));
    assertThat(packet.extensionId()).isEqualTo(0xABAC);
    ByteBuffer extension = packet.extension();
    assertThat(NtpTime.toInstant(extension.getLong())).isEqualTo(recorded);
    assertThat(extension.get()).as("clean point, discontinuity").isEqualTo((byte) 0xa0);
    assertThat(extension.get()).as("CSeq").isEqualTo((byte) sequence);
    assertThat(packet.payload().remaining()).isEqualTo(160);
    assertThat(RtpPacket.parse(session.frames(sound).position(4)).extension().get(8))
        .as("goes on")
        .isEqualTo((byte) 0x80);
    assertThat(ask(session, "PLAY", URL, "Session", id, "Require", "magic").status())
        .isEqualTo(551);
  }

  @Test
  void playRequest_readsRangeScaleAndFrames() throws Exception {
    PlayRequest all =
        PlayRequest.of(
            RtspHeaders.of(
                "Range",
                "clock=20261125T101530.25Z-20261125T101600Z",
                "Scale",
                "-8.0",
                "Frames",
                "intra/1000"));
    assertThat(all.from()).hasValue(Instant.parse("2026-11-25T10:15:30.250Z"));
    assertThat(all.to()).hasValue(Instant.parse("2026-11-25T10:16:00Z"));
    assertThat(all.scale()).hasValue(-8);
    assertThat(all.keyPicturesOnly()).isTrue();
    assertThat(PlayRequest.range(all.from().orElseThrow()))
        .isEqualTo("clock=20261125T101530.250Z-");
    assertThat(PlayRequest.of(RtspHeaders.of("Range", "npt=0.000-")).from()).isEmpty();
  }

  @Test
  void playRequest_thatMakesNoSenseIsRefused() {
    String id = play();
    for (String range : List.of("clock=yesterday-", "clock=1-2-3", "clock=20261399T000000Z-")) {
      assertThat(ask(session, "PLAY", URL, "Session", id, "Range", range).status()).isEqualTo(457);
    }
    for (String scale : List.of("0", "fast", "NaN", "1e999", "")) {
      assertThat(ask(session, "PLAY", URL, "Session", id, "Scale", scale).status()).isEqualTo(451);
    }
  }

  @Test
  void unknownPath_is404() {
    assertThat(ask(session, "DESCRIBE", "rtsp://h/cam2/main").status()).isEqualTo(404);
    assertThat(ask(session, "SETUP", URL + "/trackID=2", "Transport", "x").status()).isEqualTo(404);
  }

  @Test
  void refusalOfTheContent_isTheAnswer() {
    assertThat(ask(session, "DESCRIBE", "rtsp://h/busy").status()).isEqualTo(503);
  }

  @Test
  void udp_whereThereIsAPort_isAgreedTo() throws Exception {
    ServerSession udp = session(Optional.empty(), OptionalInt.of(6970));
    RtspResponse first =
        ask(
            udp,
            "SETUP",
            URL + "/trackID=0",
            "Transport",
            "RTP/AVP;multicast,RTP/AVP/UDP;unicast;client_port=5000-5001");
    assertThat(first.headers().first("Transport").orElseThrow())
        .startsWith("RTP/AVP;unicast;client_port=5000-5001;server_port=6970-6971;ssrc=");
    String id = first.headers().first("Session").orElseThrow().split(";")[0];
    assertThat(udp.udpPort(0)).hasValue(5000);
    assertThat(udp.udpPort(1)).hasValue(5001);
    assertThat(udp.udpPort(2)).isEmpty();
    String audio = URL + "/trackID=1";
    String tcp = "RTP/AVP/TCP;interleaved=0-1";
    assertThat(ask(udp, "SETUP", audio, "Transport", tcp, "Session", id).status())
        .as("another way than the first track")
        .isEqualTo(461);
    String both = tcp + ",RTP/AVP;client_port=5002-5003";
    assertThat(ask(udp, "SETUP", audio, "Transport", both, "Session", id).status()).isEqualTo(200);
    assertThat(udp.udpPort(3)).hasValue(5003);
    ask(udp, "PLAY", URL, "Session", id);
    AccessUnit sound =
        new AccessUnit(tracks.get(1), 0, 0, Instant.EPOCH, true, ByteBuffer.allocate(160));
    assertThat(udp.frames(sound).get(1)).as("channel").isEqualTo((byte) 2);
  }

  @Test
  void storedMd5_isEnoughToCheckALogin() {
    // MD5 of admin:Cam:pass1, by md5sum
    String stored = "c6503caebef582f95acd1baf45641835";
    ServerAuth auth =
        new ServerAuth(
            "Cam",
            List.of(ServerAuth.Scheme.DIGEST_MD5_SHORT),
            (user, proof) -> proof.isOfMd5(stored),
            "0123456789abcdef");
    String right =
        "Digest username=\"admin\", realm=\"Cam\", nonce=\"0123456789abcdef\", uri=\""
            + URL
            + "\", response=\"369a8cde523b7f9f9c1e0d11f3df12a6\"";
    ServerSession locked = session(Optional.of(auth));
    assertThat(ask(locked, "DESCRIBE", URL, "Authorization", right).status()).isEqualTo(200);
    assertThat(ask(locked, "SETUP", URL, "Authorization", right).status())
        .as("a response for another method")
        .isEqualTo(401);
  }

  @Test
  void udp_is461() {
    RtspResponse response =
        ask(session, "SETUP", URL + "/trackID=0", "Transport", "RTP/AVP;client_port=1-2");
    assertThat(response.status()).isEqualTo(461);
  }

  @Test
  void playWithoutSession_is454_andUnknownMethods501() {
    assertThat(ask(session, "PLAY", URL, "Session", "zz").status()).isEqualTo(454);
    assertThat(ask(session, "RECORD", URL).status()).isEqualTo(501);
    assertThat(ask(session, "GET_PARAMETER", URL).status()).isEqualTo(200);
  }

  @Test
  void playing_unitsBecomeFramesOfTheirChannel() throws Exception {
    play();
    ByteBuffer picture = NalUnits.join(List.of(ByteBuffer.wrap(new byte[] {0x65, 1, 2, 3})));
    AccessUnit unit = new AccessUnit(tracks.get(0), 3600, 3600, Instant.EPOCH, true, picture);
    ByteBuffer frames = session.frames(unit);
    RtspSplitter splitter = new RtspSplitter();
    int size = frames.remaining();
    splitter.space().put(frames);
    splitter.added(size);
    assertThat(splitter.next()).isEqualTo(RtspSplitter.Part.FRAME); // parameter sets
    assertThat(splitter.next()).isEqualTo(RtspSplitter.Part.FRAME);
    assertThat(splitter.nextFrame().channel()).isZero();
    RtpPacket packet = RtpPacket.parse(splitter.nextFrame().packet());
    assertThat(packet.timestamp()).isEqualTo(3600);
    assertThat(packet.marker()).isTrue();
    assertThat(packet.payload()).isEqualTo(ByteBuffer.wrap(new byte[] {0x65, 1, 2, 3}));
    assertThat(splitter.next()).isEqualTo(RtspSplitter.Part.NONE);

    ByteBuffer report = session.reports().get(0);
    assertThat(report.get(1)).isEqualTo((byte) 1);
    assertThat(RtcpPacket.parseCompound(report.slice(4, report.remaining() - 4)))
        .first()
        .isInstanceOfSatisfying(
            RtcpPacket.SenderReport.class, sr -> assertThat(sr.packets()).isEqualTo(2));
  }

  @Test
  void audioUnit_isOneFrame() throws Exception {
    play();
    AccessUnit unit =
        new AccessUnit(tracks.get(1), 0, 0, Instant.EPOCH, true, ByteBuffer.allocate(160));
    ByteBuffer frames = session.frames(unit);
    assertThat(frames.get(1)).isEqualTo((byte) 2);
    assertThat(frames.remaining()).isEqualTo(4 + 12 + 160);
  }

  @Test
  void pauseAndTeardown_endTheFlow() throws Exception {
    String id = play();
    ask(session, "PAUSE", URL, "Session", id);
    AccessUnit unit =
        new AccessUnit(tracks.get(1), 0, 0, Instant.EPOCH, true, ByteBuffer.allocate(160));
    assertThat(session.frames(unit).hasRemaining()).isFalse();
    ask(session, "TEARDOWN", URL, "Session", id);
    assertThat(session.state()).isEqualTo(ServerSession.State.ENDED);
  }

  @Test
  void shortDigest_isAcceptedWhenRight() {
    ServerAuth auth =
        new ServerAuth(
            "Cam",
            List.of(ServerAuth.Scheme.DIGEST_SHA_256, ServerAuth.Scheme.DIGEST_MD5_SHORT),
            ADMIN,
            "0123456789abcdef");
    ServerSession locked = session(Optional.of(auth));
    RtspResponse challenge = ask(locked, "DESCRIBE", URL);
    assertThat(challenge.status()).isEqualTo(401);
    assertThat(challenge.headers().all("WWW-Authenticate"))
        .containsExactly(
            "Digest realm=\"Cam\", nonce=\"0123456789abcdef\", algorithm=SHA-256, qop=\"auth\"",
            "Digest realm=\"Cam\", nonce=\"0123456789abcdef\"");
    // The response was computed with Python's hashlib.
    String given =
        "Digest username=\"admin\", realm=\"Cam\", nonce=\"0123456789abcdef\", uri=\"" + URL;
    String right = given + "\", response=\"369a8cde523b7f9f9c1e0d11f3df12a6\"";
    String wrong = given + "\", response=\"00000000000000000000000000000000\"";
    assertThat(ask(locked, "DESCRIBE", URL, "Authorization", right).status()).isEqualTo(200);
    assertThat(ask(locked, "DESCRIBE", URL, "Authorization", wrong).status()).isEqualTo(401);
    assertThat(auth.failures()).isEqualTo(1);
  }

  @Test
  void manyWrongLogins_endTheSession() {
    ServerAuth auth = new ServerAuth("Cam", List.of(ServerAuth.Scheme.BASIC), ADMIN, "nonce");
    ServerSession locked = session(Optional.of(auth));
    // admin:pass1 and admin:pass2
    assertThat(ask(locked, "DESCRIBE", URL, "Authorization", "Basic YWRtaW46cGFzczE=").status())
        .isEqualTo(200);
    for (int i = 0; i < ServerAuth.MAX_FAILURES; i++) {
      assertThat(locked.state()).isNotEqualTo(ServerSession.State.ENDED);
      ask(locked, "DESCRIBE", URL, "Authorization", "Basic YWRtaW46cGFzczI=");
    }
    assertThat(locked.state()).isEqualTo(ServerSession.State.ENDED);
  }

  @Test
  void anyRequests_areAnswered() {
    Random random = new Random(13);
    String[] methods = {"OPTIONS", "DESCRIBE", "SETUP", "PLAY", "PAUSE", "TEARDOWN", "X"};
    String[] uris = {URL, URL + "/trackID=0", URL + "/trackID=9", "*", "/", "rtsp://", "a://?/?/"};
    String[] values = {
      "",
      "1",
      "-1",
      ";;;",
      "RTP/AVP/TCP;interleaved=9999-1",
      "RTP/AVP/TCP;interleaved=255",
      "RTP/AVP;client_port=65535",
      "RTP/AVP;unicast;client_port=1-2,RTP/AVP;multicast",
      "clock=20261125T000000Z-x",
      "clock=-",
      "onvif-replay",
      "Basic x",
      "Digest ="
    };
    List<String> names = List.of("Transport", "Authorization", "Range", "Scale", "Require");
    ServerAuth auth =
        new ServerAuth("Cam", List.of(ServerAuth.Scheme.BASIC), (user, proof) -> false, "nonce");
    for (int round = 0; round < 5_000; round++) {
      ServerSession any =
          session(
              round % 3 == 0 ? Optional.of(auth) : Optional.empty(),
              round % 2 == 0 ? OptionalInt.of(5000) : OptionalInt.empty());
      String id = "none";
      for (int i = 0; i < 8; i++) {
        RtspHeaders headers = RtspHeaders.of("CSeq", values[random.nextInt(2)], "Session", id);
        for (String name : names) {
          if (random.nextInt(3) == 0) {
            headers = headers.with(name, values[random.nextInt(values.length)]);
          }
        }
        RtspRequest request =
            new RtspRequest(
                methods[random.nextInt(methods.length)],
                uris[random.nextInt(uris.length)],
                headers,
                "");
        RtspResponse response = any.answer(request);
        assertThat(response.status()).isBetween(200, 551);
        id = response.headers().first("Session").orElse(id).split(";")[0];
      }
    }
  }
}

package io.vedette.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.media.AccessUnit;
import io.vedette.media.G711Config;
import io.vedette.media.H264Config;
import io.vedette.media.NalUnits;
import io.vedette.media.Track;
import io.vedette.rtp.RtcpPacket;
import io.vedette.rtp.RtpPacket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ServerSessionTest {
  private static final String URL = "rtsp://127.0.0.1:8554/cam1/main";

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
    ServerSession.Content content =
        path -> path.equals("cam1/main") ? Optional.of(tracks) : Optional.empty();
    return new ServerSession(content, auth, new Random(5));
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
  void unknownPath_is404() {
    assertThat(ask(session, "DESCRIBE", "rtsp://h/cam2/main").status()).isEqualTo(404);
    assertThat(ask(session, "SETUP", URL + "/trackID=2", "Transport", "x").status()).isEqualTo(404);
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
            Map.of("admin", "pass1")::get,
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
    ServerAuth auth =
        new ServerAuth(
            "Cam", List.of(ServerAuth.Scheme.BASIC), Map.of("admin", "pass1")::get, "nonce");
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
      "", "1", "-1", ";;;", "RTP/AVP/TCP;interleaved=9999-1", "Basic x", "Digest ="
    };
    ServerAuth auth =
        new ServerAuth("Cam", List.of(ServerAuth.Scheme.BASIC), user -> null, "nonce");
    for (int round = 0; round < 5_000; round++) {
      ServerSession any = session(round % 3 == 0 ? Optional.of(auth) : Optional.empty());
      for (int i = 0; i < 5; i++) {
        RtspHeaders headers = RtspHeaders.of("CSeq", values[random.nextInt(2)]);
        for (String name : List.of("Transport", "Session", "Authorization")) {
          headers = headers.with(name, values[random.nextInt(values.length)]);
        }
        RtspRequest request =
            new RtspRequest(
                methods[random.nextInt(methods.length)],
                uris[random.nextInt(uris.length)],
                headers,
                "");
        assertThat(any.answer(request).status()).isBetween(200, 501);
      }
    }
  }
}

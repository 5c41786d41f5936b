package io.vedette.itests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.stream.Profile;
import io.vedette.itests.SharedAppliance.Shared;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip;
import io.vedette.testkit.SimulatedCamera;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bytes from strangers. While they come a camera is recorded, and must be without a gap. */
@ExtendWith(SharedAppliance.class)
class HostileInputTest {
  /** What a browser offers, as far as it counts. */
  static final String OFFER =
      """
      v=0
      o=- 1 2 IN IP4 127.0.0.1
      s=-
      t=0 0
      a=group:BUNDLE 0
      m=video 9 UDP/TLS/RTP/SAVPF 96
      c=IN IP4 0.0.0.0
      a=ice-ufrag:abcd
      a=ice-pwd:0123456789abcdef01234567
      a=fingerprint:sha-256 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF
      a=setup:actpass
      a=mid:0
      a=recvonly
      a=rtcp-mux
      a=rtpmap:96 H264/90000
      a=fmtp:96 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
      """
          .replace("\n", "\r\n");

  private static SimulatedCamera simulated;
  private static CameraClient camera;
  private static Instant start;

  @BeforeAll
  static void recordAnInnocentCamera(Shared shared) throws IOException {
    simulated = shared.cameras().add(CameraSetup.of(Clip.Scene.HALL));
    camera = CameraClient.add(shared.admin(), "innocent", simulated);
    camera.awaitState(Profile.SUB, "live").awaitRecording(Profile.SUB);
    start = Instant.now();
  }

  @AfterEach
  void innocentCameraIsStillConnected(Shared shared) throws IOException {
    assertThat(camera.reconnects(Profile.SUB)).isZero();
    assertThat(shared.appliance().printed()).doesNotContain("\tat ");
  }

  @AfterAll
  static void innocentCameraWasRecordedWithoutAGap() throws IOException {
    camera.awaitRecorded(Profile.SUB, start, Instant.now());
    assertThat(camera.reconnects(Profile.SUB)).isZero();
    camera.remove();
    simulated.close();
  }

  private static Api.Reply whep(Shared shared, String offer) throws IOException {
    return shared
        .admin()
        .send("POST", "/whep/live/innocent/sub", "application/sdp", offer.getBytes(UTF_8));
  }

  @Test
  void offersThatMakeNoSenseAreRefusedInWords(Shared shared) throws IOException {
    assertThat(whep(shared, OFFER).status()).isEqualTo(201);
    assertRefused(whep(shared, ""), 400);
    assertRefused(whep(shared, "hello"), 400);
    assertRefused(whep(shared, OFFER.replace("ice-ufrag", "ice-xfrag")), 400);
    assertRefused(whep(shared, OFFER.replace("H264", "VP8")), 406);
    assertRefused(whep(shared, OFFER.replace("ice-pwd", "ice-xpwd")), 400);
    assertRefused(whep(shared, OFFER.replace("fingerprint", "finger")), 400);
    assertRefused(whep(shared, OFFER.replace("m=video", "m=audio")), 406);
    assertRefused(whep(shared, OFFER.replace("m=video 9", "m=video 0")), 406);
    assertRefused(whep(shared, OFFER.replace("recvonly", "sendonly")), 406);
    assertRefused(whep(shared, OFFER.replace("setup:actpass", "setup:passive")), 406);
    assertThat(whep(shared, OFFER.replace("mode=1", "mode=0")).object().get("detail").getAsString())
        .contains("H264 with packetization-mode=0");
    assertThat(whep(shared, OFFER + OFFER.substring(OFFER.indexOf("m=video"))).status())
        .as("two sections of video: the first is served")
        .isEqualTo(201);
    assertThat(whep(shared, OFFER.replace("42e01f", "640028")).status())
        .as("browsers decode every profile, whatever they offer")
        .isEqualTo(201);
    assertRefused(whep(shared, "v=0\r\n" + "a=x:y\r\n".repeat(50_000)), 413);
    assertRefused(whep(shared, OFFER + "a=x:y\r\n".repeat(150_000)), 413);
    assertThat(
            shared
                .admin()
                .send("POST", "/whep/live/innocent/sub", "text/plain", OFFER.getBytes(UTF_8))
                .status())
        .isEqualTo(415);
    assertThat(
            shared
                .admin()
                .send("POST", "/whep/live/nobody/sub", "application/sdp", OFFER.getBytes(UTF_8))
                .status())
        .isEqualTo(404);
  }

  private static void assertRefused(Api.Reply reply, int status) {
    assertThat(reply.status()).as("%s", reply).isEqualTo(status);
    assertThat(reply.header("Content-Type")).hasValue("application/problem+json");
    assertThat(reply.object().get("detail").getAsString()).isNotBlank();
  }

  @Test
  void mutilatedOffersNeverBreakTheServer(Shared shared) throws IOException {
    Random random = new Random(20261125);
    for (int i = 0; i < 200; i++) {
      char[] offer = OFFER.toCharArray();
      for (int n = random.nextInt(1, 30); n > 0; n--) {
        offer[random.nextInt(offer.length)] = (char) random.nextInt(32, 127);
      }
      Api.Reply reply = whep(shared, new String(offer).substring(random.nextInt(40)));
      assertThat(reply.status()).as("%s", reply).isIn(201, 400, 406, 422, 503);
      reply.header("Location").ifPresent(location -> delete(shared, location));
    }
  }

  private static void delete(Shared shared, String location) {
    try {
      shared.admin().delete(location);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void mediaPortIgnoresWhatItDoesNotKnow(Shared shared) throws IOException {
    Random random = new Random(8189);
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int i = 0; i < 5_000; i++) {
        byte[] bytes = new byte[random.nextInt(1, 1400)];
        random.nextBytes(bytes);
        switch (i % 4) {
          case 0 -> stunHead(bytes); // STUN with attributes of noise
          case 1 -> bytes[0] = 22; // DTLS handshake
          case 2 -> bytes[0] = (byte) 0x80; // SRTP
          default -> {} // anything
        }
        socket.send(
            new DatagramPacket(
                bytes,
                bytes.length,
                InetAddress.getLoopbackAddress(),
                shared.appliance().mediaPort()));
      }
    }
    assertThat(whep(shared, OFFER).status()).isEqualTo(201);
  }

  private static void stunHead(byte[] bytes) {
    byte[] head = {0, 1, 0, (byte) (bytes.length - 20 & 0xfc), 0x21, 0x12, (byte) 0xa4, 0x42};
    System.arraycopy(head, 0, bytes, 0, Math.min(head.length, bytes.length));
  }

  @Test
  void httpPortSurvivesNoise(Shared shared) throws IOException {
    Random random = new Random(80);
    for (int i = 0; i < 100; i++) {
      byte[] bytes = new byte[random.nextInt(1, 2000)];
      random.nextBytes(bytes);
      try (Socket socket =
          new Socket(InetAddress.getLoopbackAddress(), shared.appliance().uri().getPort())) {
        socket.getOutputStream().write(bytes);
      } catch (IOException refused) {
        // It may hang up in the middle.
      }
    }
    assertThat(shared.admin().get("/api/v1/health").status()).isEqualTo(200);
  }
}

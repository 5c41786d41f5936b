package io.vedette.source.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.api.driver.Credentials;
import io.vedette.api.driver.MediaFeed;
import io.vedette.api.driver.StreamOffer;
import io.vedette.api.stream.Profile;
import io.vedette.media.AccessUnit;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip;
import io.vedette.testkit.Deliveries;
import io.vedette.testkit.SimulatedCamera;
import io.vedette.testkit.SimulatedCameras;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The driver against simulated and odd cameras. */
@Timeout(60)
class RtspDriverTest {
  private static final CameraSetup STREET = CameraSetup.of(Clip.Scene.STREET);

  private final RtspDriver driver = driver(Duration.ofSeconds(10));
  private SimulatedCameras cameras;

  @BeforeEach
  void start() throws IOException {
    cameras = new SimulatedCameras();
  }

  @AfterEach
  void stop() {
    cameras.close();
  }

  private static RtspDriver driver(Duration stall) {
    return new RtspDriver(false, Clock.systemUTC(), stall);
  }

  private static void assertFails(Kind kind, String message, ThrowingCallable code) {
    assertThatThrownBy(code)
        .isInstanceOfSatisfying(CameraException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(message);
  }

  private static MediaFeed open(CameraConnection connection, Profile profile)
      throws CameraException {
    StreamOffer offer =
        connection.streams().stream().filter(o -> o.profile() == profile).findFirst().orElseThrow();
    return connection.open(offer);
  }

  private static void drain(MediaFeed feed) throws CameraException {
    while (true) {
      feed.next();
    }
  }

  @Test
  void bothStreamsOfACamera_play() throws Exception {
    SimulatedCamera camera = cameras.add(STREET.withAudio());
    try (CameraConnection connection = driver.connect(camera.address());
        MediaFeed main = open(connection, Profile.MAIN);
        MediaFeed sub = open(connection, Profile.SUB)) {
      assertThat(main.tracks().get(0).config().toString()).endsWith("1920x1080");
      assertThat(sub.tracks().get(0).config().toString()).endsWith("640x360");
      assertThat(main.tracks()).hasSize(2);
      AccessUnit first = main.next();
      assertThat(first.track().isVideo()).isTrue();
      assertThat(first.dts()).isZero();
      assertThat(first.randomAccess()).isTrue();
      assertThat(sub.next().randomAccess()).isTrue();
      assertThat(camera.viewers()).isEqualTo(2);
    }
  }

  @Test
  void onlyTheAddressesGiven_areOffered() throws Exception {
    SimulatedCamera camera = cameras.add(STREET);
    try (CameraConnection connection =
        driver.connect(Addresses.of(camera.uri(Profile.MAIN).toString()))) {
      assertThat(connection.streams())
          .extracting(StreamOffer::profile)
          .containsExactly(Profile.MAIN);
    }
  }

  @Test
  void parameterSetsInBandOnly_areWaitedFor() throws Exception {
    CameraSetup bare =
        new CameraSetup(
            "Bare",
            STREET.clips(),
            false,
            Optional.empty(),
            STREET.schemes(),
            CameraSetup.Description.BARE);
    try (CameraConnection connection = driver.connect(cameras.add(bare).address());
        MediaFeed feed = open(connection, Profile.SUB)) {
      assertThat(feed.tracks().get(0).config().toString()).endsWith("640x360");
      assertThat(feed.next().dts()).isZero();
    }
  }

  @Test
  void otherCodec_isUnsupportedAndNamed() throws Exception {
    CameraSetup other =
        new CameraSetup(
            "Other",
            STREET.clips(),
            false,
            Optional.empty(),
            STREET.schemes(),
            CameraSetup.Description.OTHER_CODEC);
    CameraAddress address = cameras.add(other).address();
    assertFails(Kind.UNSUPPORTED, "MP4V-ES", () -> driver.connect(address));
  }

  @Test
  void garbageBetweenPackets_isSteppedOver() throws Exception {
    SimulatedCamera camera = cameras.add(STREET);
    try (CameraConnection connection = driver.connect(camera.address());
        MediaFeed feed = open(connection, Profile.SUB)) {
      feed.next();
      camera.garbage(100);
      long last = 0;
      for (int i = 0; i < 15; i++) {
        AccessUnit unit = feed.next();
        assertThat(unit.dts()).isGreaterThan(last);
        last = unit.dts();
      }
      assertThat(feed.lostUnits()).isZero();
    }
  }

  @Test
  void portThatSaysNothing_isTimeout() throws Exception {
    SimulatedCamera camera = cameras.add(STREET);
    camera.mute(true);
    RtspDriver impatient = driver(Duration.ofMillis(100));
    assertFails(Kind.TIMEOUT, "no answer", () -> impatient.connect(camera.address()));
  }

  @Test
  void mediaThatStops_isTimeout() throws Exception {
    SimulatedCamera camera = cameras.add(STREET);
    RtspDriver impatient = driver(Duration.ofSeconds(3)); // a GOP and some
    try (CameraConnection connection = impatient.connect(camera.address());
        MediaFeed feed = open(connection, Profile.SUB)) {
      feed.next();
      camera.stall(true);
      assertFails(Kind.TIMEOUT, "no video", () -> drain(feed));
    }
  }

  /** As when the machine is busy, or a silent camera goes on at the last moment. */
  @Test
  void picturesThatWaitedForLonger_areTaken() throws Exception {
    Clip quick = Clip.of(Clip.Scene.STREET, Profile.SUB).beginning(5);
    SimulatedCamera camera =
        cameras.add(STREET.with(Map.of(Profile.MAIN, quick, Profile.SUB, quick)));
    CountDownLatch sent = new CountDownLatch(48); // 3.2 s
    camera.tell(
        new Deliveries() {
          @Override
          public void delivered(Profile profile, AccessUnit picture) {
            sent.countDown();
          }

          @Override
          public void dropped(Profile profile, AccessUnit picture) {}
        });
    RtspDriver impatient = driver(Duration.ofSeconds(3));
    try (CameraConnection connection = impatient.connect(camera.address());
        MediaFeed feed = open(connection, Profile.SUB)) {
      long last = feed.next().dts();
      sent.await();
      for (int n = 1; n < 40; n++) {
        long dts = feed.next().dts();
        assertThat(dts - last).isBetween(5_999L, 6_001L);
        last = dts;
      }
    }
  }

  @Test
  void pulledPlug_endsAndIsUnreachableAfterwards() throws Exception {
    SimulatedCamera camera = cameras.add(STREET);
    try (CameraConnection connection = driver.connect(camera.address());
        MediaFeed feed = open(connection, Profile.SUB)) {
      feed.next();
      camera.vanish();
      assertFails(Kind.ENDED, "127.0.0.1:" + camera.port(), () -> drain(feed));
      assertFails(Kind.UNREACHABLE, "refuses", () -> driver.connect(camera.address()));
      camera.comeBack();
      driver.connect(camera.address()).close();
    }
  }

  @Test
  void unknownHost_isUnreachable() {
    assertFails(
        Kind.UNREACHABLE, "unknown", () -> driver.connect(Addresses.of("rtsp://cam.invalid/x")));
  }

  @Test
  void httpServer_isCalledByItsName() throws Exception {
    try (OddServer server = new OddServer(request -> "HTTP/1.1 400 Bad Request\r\n\r\n")) {
      assertFails(
          Kind.PROTOCOL, "an HTTP server", () -> driver.connect(Addresses.of(server.url())));
    }
  }

  @Test
  void garbage_isProtocol() throws Exception {
    try (OddServer server = new OddServer(request -> "\u0003\u00ff\u0000garbage")) {
      assertFails(Kind.PROTOCOL, "not RTSP", () -> driver.connect(Addresses.of(server.url())));
    }
  }

  @Test
  void connectionClosedInsteadOfAnAnswer_isProtocol() throws Exception {
    try (OddServer server = new OddServer(request -> null)) {
      assertFails(
          Kind.PROTOCOL, "closed the connection", () -> driver.connect(Addresses.of(server.url())));
    }
  }

  @Test
  void freshNonceWithEveryRefusal_getsOneTry() throws Exception {
    int[] nonce = new int[1];
    try (OddServer server =
        new OddServer(
            request ->
                OddServer.response(
                    request,
                    "401 Unauthorized",
                    "WWW-Authenticate: Digest realm=\"Cam\", nonce=\"" + nonce[0]++ + "\""))) {
      CameraAddress address =
          Addresses.of(server.url(), Optional.of(new Credentials("admin", "wrong")));
      assertFails(Kind.UNAUTHORIZED, "refuses user \"admin\"", () -> driver.connect(address));
      assertThat(server.requests).filteredOn(r -> r.contains("Authorization")).hasSize(1);
    }
  }

  @Test
  void redirect_isFollowed() throws Exception {
    SimulatedCamera camera = cameras.add(STREET);
    String target = "Location: " + camera.uri(Profile.SUB);
    try (OddServer server =
            new OddServer(request -> OddServer.response(request, "302 Found", target));
        CameraConnection connection = driver.connect(Addresses.of(server.url()));
        MediaFeed feed = open(connection, Profile.MAIN)) {
      assertThat(feed.next().randomAccess()).isTrue();
    }
  }

  @Test
  void loginOfTheCamera_isNotSentToAnotherHost() throws Exception {
    String challenge = "WWW-Authenticate: Basic realm=\"Mine now\"";
    try (OddServer thief =
            new OddServer(r -> OddServer.response(r, "401 Unauthorized", challenge));
        OddServer server =
            new OddServer(
                r ->
                    OddServer.response(
                        r, "302 Found", "Location: rtsp://localhost:" + thief.port() + "/cam"))) {
      CameraAddress address =
          Addresses.of(server.url(), Optional.of(new Credentials("admin", "pass1")));
      assertFails(Kind.UNAUTHORIZED, "none is set", () -> driver.connect(address));
      assertThat(thief.requests).hasSize(1).noneMatch(r -> r.contains("Authorization"));
    }
  }

  @Test
  void redirectToAnotherPort_keepsTheLogin() throws Exception {
    SimulatedCamera camera = cameras.add(STREET.withCredentials("admin", "pass1"));
    String target = "Location: " + camera.uri(Profile.SUB);
    try (OddServer server =
        new OddServer(request -> OddServer.response(request, "302 Found", target))) {
      driver
          .connect(Addresses.of(server.url(), Optional.of(new Credentials("admin", "pass1"))))
          .close();
    }
  }

  @Test
  void redirectInACircle_ends() throws Exception {
    try (OddServer server =
        new OddServer(
            request -> OddServer.response(request, "302 Found", "Location: " + uri(request)))) {
      assertFails(Kind.ENDED, "redirects", () -> driver.connect(Addresses.of(server.url())));
      assertThat(server.requests).hasSize(4);
    }
  }

  private static String uri(String request) {
    return request.split(" ")[1];
  }

  @Test
  void close_saysTearDown() throws Exception {
    SimulatedCamera camera = cameras.add(STREET);
    CameraConnection connection = driver.connect(camera.address());
    MediaFeed feed = open(connection, Profile.SUB);
    feed.next();
    assertThat(camera.viewers()).isEqualTo(1);
    feed.close();
    assertThat(camera.viewers()).isZero();
    connection.close();
    assertFails(Kind.ENDED, "closed", () -> open(connection, Profile.SUB));
  }

  @Test
  void closeWhileConnecting_endsTheWait() throws Exception {
    SimulatedCamera camera = cameras.add(STREET);
    CameraConnection connection = driver.connect(camera.address());
    camera.mute(true);
    CountDownLatch opening = new CountDownLatch(1);
    Thread closer =
        new Thread(
            () -> {
              try {
                opening.await();
              } catch (InterruptedException impossible) {
                Thread.currentThread().interrupt();
              }
              connection.close();
            });
    closer.start();
    assertThatThrownBy(
            () -> {
              opening.countDown();
              open(connection, Profile.SUB);
            })
        .isInstanceOf(CameraException.class);
    closer.join();
  }

  @Test
  void rtsps_isEncryptedAndVerifiedOnlyIfAsked(@TempDir Path directory) throws Exception {
    ServerSocket listener =
        tls(directory)
            .getServerSocketFactory()
            .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    try (OddServer server =
        new OddServer(listener, request -> OddServer.response(request, "404 Not Found"))) {
      CameraAddress address = Addresses.of("rtsps://127.0.0.1:" + server.port() + "/cam");
      assertFails(Kind.UNSUPPORTED, "no such stream", () -> driver.connect(address));
      RtspDriver strict = new RtspDriver(true, Clock.systemUTC(), Duration.ofSeconds(5));
      assertFails(Kind.PROTOCOL, "does not agree on TLS", () -> strict.connect(address));
    }
  }

  /** A certificate as cameras have it: signed by itself. */
  private static SSLContext tls(Path directory) throws Exception {
    Path file = directory.resolve("camera.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "cam",
                "-dname",
                "CN=camera",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                file.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(Files.newInputStream(file), "changeit".toCharArray());
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(keys, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }
}

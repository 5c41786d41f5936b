package io.vedette.sink.rtsp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.access.Caller;
import io.vedette.api.access.Role;
import io.vedette.api.access.TooManyTriesException;
import io.vedette.api.restream.Restream.Ticket;
import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamKey;
import io.vedette.rtp.NtpTime;
import io.vedette.rtp.RtcpPacket;
import io.vedette.rtp.RtpPacket;
import io.vedette.rtsp.RtspResponse;
import io.vedette.testkit.MemoryHub;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole server over real sockets, with clients written in Java. */
class RestreamServerTest {
  private static final String PATH = "live/cam/main";
  private static final String TCP = "RTP/AVP/TCP;unicast;interleaved=";

  private final MemoryHub hub = new MemoryHub();
  private final MemoryHub.Stream stream =
      hub.publish(new StreamKey.Live("cam", Profile.MAIN), List.of(Pictures.VIDEO, Pictures.AUDIO));
  private final FakeReplays replays = new FakeReplays();
  private final AtomicLong nanos = new AtomicLong(); // for tickets only
  private volatile boolean isLimited;
  private volatile Set<String> revoked = Set.of();
  private RestreamServer server;

  @BeforeEach
  void start() {
    stream.append(Pictures.key(0, 100));
    stream.append(Pictures.key(90_000, 3000));
    server = new RestreamServer(hub, this::signIn, 0, "127.0.0.1", 40, nanos::get);
    server.setReplays(replays);
    await(() -> server.port().isPresent());
  }

  @AfterEach
  void stop() {
    server.deactivate();
    assertThat(stream.readers()).as("open cursors").isZero();
  }

  private Optional<Caller> signIn(String user, String remote, Predicate<String> proves)
      throws TooManyTriesException {
    if (isLimited) {
      throw new TooManyTriesException(Duration.ofSeconds(30));
    }
    if (revoked.contains(user) || !proves.test(TestClient.md5(user + ":Vedette:secret"))) {
      return Optional.empty();
    }
    boolean isBob = user.equals("bob");
    return Optional.of(
        new Caller(user, Role.VIEWER, isBob ? Optional.of(Set.of("yard")) : Optional.empty()));
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private int port() {
    return server.port().orElseThrow();
  }

  private TestClient client(String user, String password) throws IOException {
    return new TestClient(port(), user, password);
  }

  private TestClient playing() throws IOException {
    TestClient client = client("admin", "secret");
    assertThat(client.ask("DESCRIBE", PATH).body()).contains("H264/90000").contains("PCMU/8000");
    client.ask("SETUP", PATH + "/trackID=0", "Transport", TCP + "0-1");
    client.ask("SETUP", PATH + "/trackID=1", "Transport", TCP + "2-3");
    assertThat(client.ask("PLAY", PATH).status()).isEqualTo(200);
    return client;
  }

  /** The last packet of the next picture; sound and reports are skipped. */
  private static RtpPacket picture(TestClient client) throws Exception {
    for (ByteBuffer bytes = client.packet(); bytes != null; bytes = client.packet()) {
      if (bytes.get(1) == (byte) (0x80 | 96)) {
        return RtpPacket.parse(bytes);
      }
    }
    throw new AssertionError("hung up");
  }

  @Test
  void clientBeginsWithTheNewestKeyPictureAndTheTimeOfDay() throws Exception {
    try (TestClient client = playing()) {
      assertThat(RtpPacket.parse(client.packet()).timestamp()).isEqualTo(90_000);
      assertThat(picture(client).timestamp()).isEqualTo(90_000);
      assertThat(RtcpPacket.parseCompound(client.packet()))
          .first()
          .isInstanceOfSatisfying(
              RtcpPacket.SenderReport.class,
              report -> {
                assertThat(report.rtpTimestamp()).isEqualTo(90_000);
                assertThat(NtpTime.toInstant(report.ntp()))
                    .isEqualTo(Pictures.START.plusSeconds(1));
              });
      assertThat(server.clients())
          .singleElement()
          .satisfies(c -> assertThat(c.path()).isEqualTo(PATH))
          .satisfies(c -> assertThat(c.user()).isEqualTo("admin"))
          .satisfies(c -> assertThat(c.remote()).startsWith("127.0.0.1:"))
          .satisfies(c -> assertThat(c.transport()).isEqualTo("tcp"));
      stream.append(Pictures.sound(8160));
      RtpPacket sound = RtpPacket.parse(client.packet());
      assertThat(sound.payloadType()).isZero();
      assertThat(sound.timestamp()).isEqualTo(8160);
    }
    await(() -> server.connections() == 0);
  }

  @Test
  void timesGoOnWhenTheCameraReconnects() throws Exception {
    try (TestClient client = playing()) {
      assertThat(picture(client).timestamp()).isEqualTo(90_000);
      stream.newRun();
      stream.append(Pictures.key(900, 100)); // received 990 ms before the one above
      assertThat(picture(client).timestamp()).isEqualTo(90_000 + 3600);
    }
  }

  @Test
  void udpPacketsComeFromThePortsThatWereTold() throws Exception {
    try (TestClient client = client("admin", "secret");
        DatagramSocket rtp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        DatagramSocket rtcp =
            new DatagramSocket(rtp.getLocalPort() + 1, InetAddress.getLoopbackAddress())) {
      rtp.setSoTimeout(30_000);
      rtcp.setSoTimeout(30_000);
      String ports = "client_port=" + rtp.getLocalPort() + "-" + rtcp.getLocalPort();
      RtspResponse setUp =
          client.ask("SETUP", PATH + "/trackID=0", "Transport", "RTP/AVP;unicast;" + ports);
      assertThat(setUp.headers().first("Transport").orElseThrow())
          .contains(ports)
          .contains("server_port=" + port() + "-" + (port() + 1));
      client.ask("PLAY", PATH);
      DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
      do {
        rtp.receive(packet);
      } while (!RtpPacket.parse(ByteBuffer.wrap(packet.getData(), 0, packet.getLength())).marker());
      assertThat(packet.getPort()).isEqualTo(port());
      rtcp.receive(packet);
      assertThat(packet.getPort()).isEqualTo(port() + 1);
    }
  }

  @Test
  void wrongPasswordIs401AndTooManyTriesAre403() throws Exception {
    try (TestClient client = client("admin", "guess")) {
      assertThat(client.ask("OPTIONS", PATH).status()).isEqualTo(200);
      assertThat(client.ask("DESCRIBE", PATH).status()).isEqualTo(401);
      isLimited = true;
      RtspResponse limited = client.ask("DESCRIBE", PATH);
      assertThat(limited.status()).isEqualTo(403);
      assertThat(limited.reason()).contains("try again in 30 s");
    }
  }

  @Test
  void whoeverIsInStaysWhileStrangersTryPasswords() throws Exception {
    try (TestClient client = playing()) {
      isLimited = true;
      assertThat(client.ask("GET_PARAMETER", PATH).status()).isEqualTo(200);
    }
  }

  @Test
  void whoeverPlaysIsCutOffWhenTheLoginIsRevoked_othersPlayOn() throws Exception {
    try (TestClient client = playing();
        TestClient other = client("eve", "secret")) {
      other.ask("DESCRIBE", PATH);
      other.ask("SETUP", PATH + "/trackID=0", "Transport", TCP + "0-1");
      assertThat(other.ask("PLAY", PATH).status()).isEqualTo(200);
      revoked = Set.of("admin");
      await(() -> server.connections() == 1);
      assertThat(server.clients())
          .singleElement()
          .satisfies(c -> assertThat(c.user()).isEqualTo("eve"));
    }
  }

  @Test
  void unknownAndForbiddenCamerasAre404() throws Exception {
    try (TestClient bob = client("bob", "secret");
        TestClient admin = client("admin", "secret")) {
      assertThat(bob.ask("DESCRIBE", PATH).status()).isEqualTo(404);
      for (String path : List.of("live/cam/sub", "live/nobody/main", "live/cam", "", "x/y/z")) {
        assertThat(admin.ask("DESCRIBE", path).status()).as(path).isEqualTo(404);
      }
      RtspResponse track = admin.ask("SETUP", PATH + "/trackID=2", "Transport", TCP + "0-1");
      assertThat(track.status()).isEqualTo(404);
    }
  }

  @Test
  void clientThatIsTooSlowIsCut() throws Exception {
    try (TestClient client = playing()) {
      picture(client);
      stream.add(new LogEntry.Gap(100, LogEntry.Cause.READER_TOO_SLOW));
      for (ByteBuffer rest = client.packet(); rest != null; rest = client.packet()) {
        assertThat(rest.remaining()).isPositive();
      }
      await(() -> server.connections() == 0);
    }
  }

  @Test
  void endOfTheStreamEndsItsClients() throws Exception {
    try (TestClient client = playing()) {
      picture(client);
      stream.close();
      await(() -> server.connections() == 0);
    }
  }

  @Test
  void pauseStopsAndPlayBeginsAgainAtTheNewestKeyPicture() throws Exception {
    try (TestClient client = playing()) {
      assertThat(picture(client).timestamp()).isEqualTo(90_000);
      assertThat(client.ask("PAUSE", PATH).status()).isEqualTo(200);
      await(() -> stream.readers() == 0);
      stream.append(Pictures.key(450_000, 10));
      stream.append(Pictures.key(540_000, 10));
      assertThat(client.ask("PLAY", PATH).status()).isEqualTo(200);
      assertThat(picture(client).timestamp()).isEqualTo(540_000);
      assertThat(client.ask("TEARDOWN", PATH).status()).isEqualTo(200);
      await(() -> server.connections() == 0);
    }
  }

  @Test
  void replayIsSteeredByRangeScaleAndPause() throws Exception {
    MemoryHub.Stream replay =
        hub.publish(new StreamKey.Replay("7f", "cam"), List.of(Pictures.VIDEO, Pictures.AUDIO));
    replay.append(Pictures.key(0, 100)); // of before the seek: not sent
    String path = "replay/7f/cam";
    try (TestClient client = client("admin", "secret")) {
      client.ask("SETUP", path + "/trackID=0", "Transport", TCP + "0-1");
      RtspResponse played =
          client.ask(
              "PLAY",
              path,
              "Require",
              "onvif-replay",
              "Range",
              "clock=20261125T100000Z-20261125T100002Z",
              "Scale",
              "8",
              "Frames",
              "intra");
      assertThat(played.headers().first("Range")).hasValue("clock=20261125T100000.000Z-");
      assertThat(played.headers().first("Scale")).hasValue("8.0");
      assertThat(replays.changes).hasSize(1);
      replay.append(Pictures.key(90_000, 100));
      RtpPacket first = picture(client);
      assertThat(first.timestamp()).isEqualTo(90_000);
      replay.append(Pictures.p(93_600, 10)); // not a key picture
      replay.append(Pictures.key(180_000, 10));
      RtpPacket second = RtpPacket.parse(client.packet());
      while (second.payloadType() != 96) { // a report
        second = RtpPacket.parse(client.packet());
      }
      assertThat(second.timestamp()).isEqualTo(180_000);
      assertThat(second.extensionId()).isEqualTo(0xABAC);
      assertThat(NtpTime.toInstant(second.extension().getLong()))
          .isEqualTo(Pictures.START.plusSeconds(2));
      replay.append(Pictures.key(270_000, 10)); // behind the end of the range
      await(() -> replays.changes.size() == 2);
      assertThat(replays.changes.get(1).playing()).hasValue(false);

      assertThat(client.ask("PLAY", path, "Scale", "1000").status()).isEqualTo(451);
      assertThat(client.ask("PAUSE", path).status()).isEqualTo(200);
      assertThat(replay.readers()).as("a paused replay has a viewer").isEqualTo(1);
      assertThat(client.ask("PLAY", path).status()).isEqualTo(200);
      assertThat(replays.changes.get(replays.changes.size() - 1).playing()).hasValue(true);
    }
    await(() -> server.connections() == 0);
    assertThat(replay.readers()).isZero();
  }

  @Test
  void replayThatSomebodyElseBeganIsNotThere() throws Exception {
    MemoryHub.Stream replay =
        hub.publish(new StreamKey.Replay("7f", "cam"), List.of(Pictures.VIDEO));
    replay.append(Pictures.key(0, 100));
    String path = "replay/7f/cam";
    try (TestClient client = client("eve", "secret")) {
      assertThat(client.ask("DESCRIBE", path).status()).isEqualTo(404);
      assertThat(client.ask("SETUP", path + "/trackID=0", "Transport", TCP + "0-1").status())
          .isEqualTo(404);
      assertThat(client.ask("DESCRIBE", "replay/7e/cam").status()).as("never was").isEqualTo(404);
    }
    replays.owner = "eve";
    try (TestClient client = client("eve", "secret")) {
      assertThat(client.ask("DESCRIBE", path).status()).isEqualTo(200);
    }
    await(() -> replay.readers() == 0);
  }

  @Test
  void recordingIsAReplayOfTheClientsOwn() throws Exception {
    MemoryHub.Stream replay =
        hub.publish(new StreamKey.Replay("7f", "cam"), List.of(Pictures.VIDEO));
    String path = "recorded/cam/main";
    try (TestClient client = client("admin", "secret");
        TestClient bob = client("bob", "secret")) {
      replay.append(Pictures.key(0, 100));
      assertThat(client.ask("DESCRIBE", path).body()).contains("H264/90000");
      assertThat(replays.open).hasValue(1);
      assertThat(replays.begunPlaying).as("it stands").isFalse();
      client.ask("SETUP", path + "/trackID=0", "Transport", TCP + "0-1");
      assertThat(client.ask("PLAY", path, "Range", "clock=20261125T100000Z-").status())
          .isEqualTo(200);
      assertThat(replays.changes.get(0).seek()).hasValue(Pictures.START);
      replay.append(Pictures.key(90_000, 100));
      assertThat(picture(client).timestamp()).isEqualTo(90_000);
      assertThat(replays.open).as("one for all of it").hasValue(1);
      assertThat(bob.ask("DESCRIBE", path).status()).isEqualTo(404);
      assertThat(bob.ask("DESCRIBE", "recorded/yard/main").status()).isEqualTo(404);
    }
    await(() -> replays.open.get() == 0);
    await(() -> replay.readers() == 0);
  }

  @Test
  void recordingWithoutARangeBeginsAtTheBeginning() throws Exception {
    hub.publish(new StreamKey.Replay("7f", "cam"), List.of(Pictures.VIDEO))
        .append(Pictures.key(0, 100));
    String path = "recorded/cam/sub";
    try (TestClient client = client("admin", "secret")) {
      client.ask("SETUP", path + "/trackID=0", "Transport", TCP + "0-1");
      RtspResponse played = client.ask("PLAY", path);
      assertThat(played.status()).isEqualTo(200);
      assertThat(played.headers().first("Range")).hasValue("clock=20261125T090000.000Z-");
      assertThat(replays.changes.get(0).seek()).hasValue(Instant.EPOCH);
      assertThat(client.ask("PLAY", path, "Scale", "2").status()).isEqualTo(200);
      assertThat(replays.changes.get(1).seek()).isEmpty();
    }
  }

  @Test
  void liveHasNoRange() throws Exception {
    try (TestClient client = client("admin", "secret")) {
      client.ask("SETUP", PATH + "/trackID=0", "Transport", TCP + "0-1");
      assertThat(client.ask("PLAY", PATH, "Range", "clock=20261125T100000Z-").status())
          .isEqualTo(457);
      assertThat(client.ask("PLAY", PATH, "Range", "npt=0.000-").status()).isEqualTo(200);
    }
  }

  @Test
  void strangersThatSayNothingMakeWayForOthers() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 60; i++) {
        silent.add(new Socket(InetAddress.getLoopbackAddress(), port()));
      }
      try (TestClient client = playing()) {
        assertThat(picture(client).timestamp()).isEqualTo(90_000);
      }
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
    await(() -> server.connections() == 0);
  }

  @Test
  void oneClientTooManyIsRefused() throws Exception {
    List<TestClient> in = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        in.add(playing());
      }
      try (TestClient more = client("admin", "secret")) {
        assertThat(more.packet()).isNull();
      }
      assertThat(server.connections()).isEqualTo(40);
    } finally {
      for (TestClient client : in) {
        client.close();
      }
    }
    await(() -> server.connections() == 0);
  }

  @Test
  void manyVisitsLeaveNothingBehind() throws Exception {
    for (int i = 0; i < 300; i++) {
      try (TestClient client = playing()) {
        if (i % 3 == 0) {
          client.ask("TEARDOWN", PATH);
        } else if (i % 3 == 1) {
          picture(client);
        } // else it goes in the middle
      }
    }
    await(() -> server.connections() == 0);
    await(() -> stream.readers() == 0);
  }

  @Test
  void floodOfRequestsIsCut() throws Exception {
    try (TestClient client = playing()) {
      String request = "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n";
      try {
        client.send(request.repeat(2000).getBytes(US_ASCII));
      } catch (IOException cut) {
        // In the middle already.
      }
      await(() -> server.connections() == 0);
    }
  }

  @Test
  void garbageDisturbsNobody() throws Exception {
    try (TestClient client = playing()) {
      picture(client);
      Random random = new Random(8554);
      String request = "DESCRIBE rtsp://x/live/cam/main RTSP/1.0\r\nCSeq: 1\r\nAccept: x\r\n\r\n";
      for (int i = 0; i < 300; i++) {
        byte[] bytes = request.repeat(1 + random.nextInt(3)).getBytes(US_ASCII);
        for (int n = random.nextInt(1, 40); n > 0; n--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
          socket.getOutputStream().write(bytes);
        } catch (IOException cut) {
          // As it deserves.
        }
      }
      stream.append(Pictures.p(93_600, 50));
      assertThat(picture(client).timestamp()).isEqualTo(93_600);
      await(() -> server.connections() == 1);
    }
  }

  @Test
  void portInUseIsWaitedForAndDisturbsNothing() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      RestreamServer second =
          new RestreamServer(
              hub, this::signIn, other.getLocalPort(), "127.0.0.1", 4, System::nanoTime);
      assertThat(second.port()).isEmpty();
      second.deactivate();
    }
  }

  private Ticket ticket(StreamKey key) {
    return server.ticket(key, "a media server").orElseThrow();
  }

  private static final StreamKey CAM = new StreamKey.Live("cam", Profile.MAIN);

  /** As a media server that was given the address; its first answer to DESCRIBE. */
  private int describe(String address, String path) throws Exception {
    try (TestClient client = bearer(address)) {
      return client.ask("DESCRIBE", path).status();
    }
  }

  private TestClient bearer(String address) throws IOException {
    String[] login = URI.create(address).getUserInfo().split(":");
    return client(login[0], login[1]);
  }

  private void later(int seconds) {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  @Test
  void ticketOpensItsStreamAndNoOther() throws Exception {
    hub.publish(new StreamKey.Live("cam", Profile.SUB), List.of(Pictures.VIDEO))
        .append(Pictures.key(0, 100));
    try (Ticket ticket = ticket(CAM)) {
      String address = ticket.address("127.0.0.1");
      assertThat(address).endsWith("@127.0.0.1:" + port() + "/live/cam/main");
      assertThat(ticket.address("::1")).contains("@[::1]:");
      assertThat(ticket.toString()).doesNotContain(URI.create(address).getUserInfo().split(":")[1]);
      assertThat(describe(address, PATH)).isEqualTo(200);
      assertThat(describe(address, "live/cam/sub")).isEqualTo(404);
      assertThat(describe(address, "recorded/cam/main")).isEqualTo(404);
      assertThat(describe(address.replaceFirst(":[0-9a-f]{8}", ":00000000"), PATH)).isEqualTo(401);
    }
  }

  @Test
  void ticketRunsOutAndIsRenewed() throws Exception {
    try (Ticket ticket = ticket(CAM)) {
      String address = ticket.address("127.0.0.1");
      later(Ticket.VALID_SECONDS);
      assertThat(describe(address, PATH)).isEqualTo(401);
      ticket.renew();
      assertThat(describe(address, PATH)).as("the same address").isEqualTo(200);
      ticket.close();
      ticket.renew();
      assertThat(describe(address, PATH)).as("closed is closed").isEqualTo(401);
    }
  }

  @Test
  void whoeverPlaysWithATicketGoesOnWhenItRunsOut_andKeepsTheConnectionAlive() throws Exception {
    Ticket ticket = ticket(CAM);
    try (TestClient client = bearer(ticket.address("127.0.0.1"))) {
      client.ask("SETUP", PATH + "/trackID=0", "Transport", TCP + "0-1");
      assertThat(client.ask("PLAY", PATH).status()).isEqualTo(200);
      assertThat(picture(client).timestamp()).isEqualTo(90_000);
      await(() -> server.clients().size() == 1);
      assertThat(server.clients().get(0).user()).isEqualTo("a media server");
      later(3600);
      stream.append(Pictures.p(93_600, 50));
      assertThat(picture(client).timestamp()).isEqualTo(93_600);
      assertThat(client.ask("GET_PARAMETER", PATH).status()).isEqualTo(200);
      ticket.close();
      assertThat(client.ask("GET_PARAMETER", PATH).status()).as("closed").isEqualTo(401);
    }
  }

  @Test
  void ticketForAReplayLooksOnAndSteersNothing() throws Exception {
    StreamKey replay = new StreamKey.Replay("7f", "cam");
    hub.publish(replay, List.of(Pictures.VIDEO)).append(Pictures.key(0, 100));
    try (Ticket ticket = ticket(replay);
        TestClient client = bearer(ticket.address("127.0.0.1"))) {
      client.ask("SETUP", "replay/7f/cam/trackID=0", "Transport", TCP + "0-1");
      assertThat(client.ask("PLAY", "replay/7f/cam", "Scale", "8").status()).isEqualTo(200);
      assertThat(picture(client).timestamp()).isZero();
      assertThat(client.ask("PAUSE", "replay/7f/cam").status()).isEqualTo(200);
      assertThat(replays.changes).isEmpty();
    }
  }

  @Test
  void ticketsAreBounded() {
    List<Ticket> out = new ArrayList<>();
    for (int i = 0; i < Tickets.MAX; i++) {
      out.add(ticket(CAM));
    }
    assertThat(server.ticket(CAM, "one more")).isEmpty();
    out.get(0).close();
    assertThat(server.ticket(CAM, "one more")).isPresent();
    assertThat(out.stream().map(t -> t.address("h"))).doesNotHaveDuplicates();
  }
}

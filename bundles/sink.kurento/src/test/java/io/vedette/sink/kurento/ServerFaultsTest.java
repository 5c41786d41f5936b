package io.vedette.sink.kurento;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.live.LiveException;
import io.vedette.testkit.kurento.SimulatedKurento;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that die, hang, forget, or are none. */
class ServerFaultsTest {
  private static final String OFFER = Offers.of("102 H264/90000");

  /** A page must be able to be elsewhere within 5 s, and the page itself needs one. */
  private static final Duration NOTICED = Duration.ofSeconds(4);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create",
        "addTag",
        "subscribe",
        "play",
        "connect",
        "processOffer",
        "gatherCandidates",
        "getLocalSessionDescriptor"
      })
  void serverThatDiesWhileAViewerIsOpened_isFollowedByTheNext(String step) throws Exception {
    try (Rig rig = new Rig(2)) {
      rig.server().faults().dieAt(step);
      assertThat(rig.open(OFFER).sdpAnswer()).contains("a=candidate:");
      assertThat(rig.servers.get(1).counts().endpoints()).isEqualTo(2);
      Rig.await(NOTICED, () -> rig.up() == 1);
    }
  }

  @Test
  void serverThatDiesEndsItsViewers_andTheLastOneMakesTheEngineIll() throws Exception {
    try (Rig rig = new Rig(1)) {
      rig.watching();
      rig.server().faults().die();
      Rig.await(NOTICED, () -> rig.engine.viewers().isEmpty());
      Rig.await(() -> !rig.engine.isHealthy());
      assertThat(rig.restream.open).hasValue(0);
      rig.server().faults().restart();
      Rig.await(rig.engine::isHealthy);
      rig.watching();
      assertThat(rig.engine.servers().get(0).failures()).isEqualTo(1);
    }
  }

  /** Trap 24: only a request shows that it hangs. */
  @Test
  void serverThatHangsIsNoticed_andTakenBackWhenItAnswersAgain() throws Exception {
    try (Rig rig = new Rig(2)) {
      rig.watching();
      rig.server().faults().silence(true);
      Duration took = Rig.await(NOTICED, () -> rig.engine.viewers().isEmpty());
      assertThat(took).isGreaterThan(Duration.ofMillis(500));
      assertThat(rig.engine.isHealthy()).as("by the other").isTrue();
      rig.watching();
      assertThat(rig.servers.get(1).counts().viewers()).isEqualTo(1);

      rig.server().faults().silence(false);
      Rig.await(() -> rig.up() == 2);
      Rig.await(() -> rig.server().counts().pipelines() == 0);
    }
  }

  @Test
  void serverThatAnswersGarbageIsLeftOut() throws Exception {
    try (Rig rig = new Rig(1)) {
      rig.server().faults().garbage(true);
      Rig.await(NOTICED, () -> !rig.engine.isHealthy());
      rig.server().faults().garbage(false);
      Rig.await(rig.engine::isHealthy);
    }
  }

  /** Traps 27 and 30: it comes back with nothing of what was. */
  @Test
  void restartedServerHasForgottenEverything() throws Exception {
    try (Rig rig = new Rig(1)) {
      rig.watching();
      rig.server().faults().restart();
      Rig.await(NOTICED, () -> rig.engine.viewers().isEmpty());
      Rig.await(rig.engine::isHealthy);
      rig.watching();
      assertThat(rig.server().counts().pipelines()).isEqualTo(1);
      assertThat(rig.server().counts().sessions()).isEqualTo(1);
    }
  }

  /** Traps 25, 28 and 29: the client reconnects into its session, and never pings again. */
  @Test
  void brokenSocketIsMendedUnderLivingViewers_andOurOwnCallsKeepItAlive() throws Exception {
    try (Rig rig = new Rig(1)) {
      var viewer = rig.watching();
      rig.server().faults().dropSockets();
      Rig.await(() -> rig.server().counts().sockets() == 1);
      long packets = viewer.packets();
      int asked = Collections.frequency(rig.server().requests(), "getInfo");
      Rig.await(() -> Collections.frequency(rig.server().requests(), "getInfo") > asked + 1);
      Rig.await(() -> viewer.packets() > packets);

      assertThat(rig.engine.viewers()).hasSize(1);
      assertThat(rig.up()).isEqualTo(1);
      assertThat(rig.server().requests()).contains("isMediaFlowingOut", "getMediaState");
    }
  }

  /** The client waits on for the answer to a request that went with the socket. */
  @Test
  void socketThatBreaksUnderAQuestion_costsNoViewer() throws Exception {
    try (Rig rig = new Rig(1)) {
      rig.watching();
      rig.server().faults().dropSocketsAt("getInfo");
      Rig.await(() -> rig.server().requests().contains("isMediaFlowingOut")); // it was mended
      int asked = Collections.frequency(rig.server().requests(), "getInfo");
      Rig.await(() -> Collections.frequency(rig.server().requests(), "getInfo") > asked + 1);

      assertThat(rig.engine.viewers()).hasSize(1);
      assertThat(rig.engine.servers().get(0).failures()).isZero();
    }
  }

  /** Trap 17: a client that was killed leaves its cameras connected for minutes. */
  @Test
  void leftoversOfAnEarlierLifeOfOursAreReleased_andOfNobodyElse() throws Exception {
    try (Rig rig = new Rig(0);
        SimulatedKurento server = SimulatedKurento.start(Rig.QUICK)) {
      String uri = server.uri().toString();
      server.faults().leaveBehind(Optional.empty(), "io.vedette", Rig.OWNER + " " + uri);
      server.faults().leaveBehind(Optional.empty(), "io.vedette", "another recorder " + uri);
      server.faults().leaveBehind(Optional.empty());
      rig.engine = rig.engine(uri);
      Rig.await(rig.engine::isHealthy);
      assertThat(server.counts().pipelines()).isEqualTo(2);
    }
  }

  @Test
  void whatIsNoMediaServerIsToldApart() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Rig rig = new Rig(0)) {
      threads.submit(() -> answer(web, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"));
      rig.engine =
          rig.engine(
              "ws://127.0.0.1:" + mute.getLocalPort() + "/kurento",
              "ws://127.0.0.1:" + web.getLocalPort() + "/kurento");
      Rig.await(() -> rig.engine.servers().stream().allMatch(s -> s.failures() == 1));
      assertThat(rig.engine.isHealthy()).isFalse();
    } finally {
      threads.shutdownNow();
    }
  }

  private static Void answer(ServerSocket server, String text) {
    try {
      while (true) {
        try (Socket client = server.accept()) {
          client.getInputStream().read(new byte[500]);
          client.getOutputStream().write(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException closed) {
      return null;
    }
  }

  @Test
  void fewestViewersGetTheNext_andASlowServerBlocksNoOther() throws Exception {
    try (Rig rig = new Rig(3)) {
      for (int i = 0; i < 6; i++) {
        rig.open(OFFER);
      }
      for (SimulatedKurento server : rig.servers) {
        assertThat(server.counts().endpoints()).isEqualTo(3);
      }
      rig.servers.get(0).faults().silence(true);
      long began = System.nanoTime();
      for (int i = 0; i < 6; i++) {
        try {
          rig.open(OFFER);
        } catch (LiveException none) {
          throw new AssertionError(none);
        }
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .as("one of them may have waited for it")
          .isLessThan(Duration.ofSeconds(8));
    }
  }

  @Test
  void failuresAreToldWithoutSecrets() {
    List<RuntimeException> failures =
        List.of(
            new org.kurento.jsonrpc.JsonRpcException(
                "Timeout of 2000 milliseconds waiting from response to request"
                    + " {\"uri\":\"rtspt://ticket~1:s3cret@10.0.0.1/live/door/main\"}"),
            new IllegalStateException("rtspt://ticket~1:s3cret@10.0.0.1/ is odd"));
    for (RuntimeException failure : failures) {
      assertThat(ServerException.of(failure).getMessage()).doesNotContain("s3cret");
      assertThat(ServerException.of(failure)).hasNoCause();
    }
    assertThat(ServerException.of(failures.get(0)).getMessage()).isEqualTo("does not answer");
    assertThat(ServerException.of(new SocketTimeoutException("Read timed out")).getMessage())
        .isEqualTo("does not answer");
    assertThat(Reason.clean("no rtspt://ticket~1:s3cret@10.0.0.1/x\nthere"))
        .isEqualTo("no rtspt://10.0.0.1/x?there");
  }
}

package io.vedette.sink.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.api.live.LiveEngine;
import io.vedette.api.live.LiveException;
import io.vedette.api.live.LiveException.Kind;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.AccessUnit;
import io.vedette.rtp.RtcpPacket;
import io.vedette.rtp.RtpPacket;
import io.vedette.testkit.Clip;
import io.vedette.testkit.MemoryHub;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole engine over real UDP, with viewers written in Java. */
class EmbeddedEngineTest {
  private static final StreamKey KEY = new StreamKey.Live("cam", Profile.MAIN);

  private final MemoryHub hub = new MemoryHub();
  private final MemoryHub.Stream stream = hub.publish(KEY, List.of(Pictures.VIDEO, Pictures.AUDIO));
  private final EmbeddedEngine engine = new EmbeddedEngine(hub, 0, "", List.of());

  @BeforeEach
  void begin() {
    append(Pictures.key(0, 3000));
    awaitHealthy(engine);
  }

  @AfterEach
  void end() {
    engine.deactivate();
  }

  private static void awaitHealthy(LiveEngine engine) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!engine.isHealthy() && System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
    assertThat(engine.isHealthy()).isTrue();
  }

  /** Received now, so that it is not taken for old. */
  private void append(AccessUnit unit) {
    stream.append(
        new AccessUnit(
            unit.track(),
            unit.dts(),
            unit.pts(),
            Instant.now(),
            unit.randomAccess(),
            unit.payload()));
  }

  private LiveException refusal(StreamKey key, String offer) {
    try {
      engine.open(new LiveEngine.LiveRequest(key, offer, "127.0.0.1"));
    } catch (LiveException refused) {
      return refused;
    }
    throw new AssertionError("was not refused");
  }

  @Test
  void viewerGetsPictureSoundAndReports() throws Exception {
    try (TestViewer viewer = new TestViewer(engine, KEY).connect()) {
      RtpPacket last = TestViewer.await(viewer.media, RtpPacket::marker);
      assertThat(last.ssrc()).isEqualTo(viewer.ssrc("video"));
      append(Pictures.sound(160));
      append(Pictures.p(3600, 500));
      RtpPacket sound = TestViewer.await(viewer.media, p -> p.payloadType() == 0);
      assertThat(sound.ssrc()).isEqualTo(viewer.ssrc("audio"));
      assertThat(TestViewer.await(viewer.media, RtpPacket::marker).timestamp()).isEqualTo(3600);
      TestViewer.await(viewer.reports, RtcpPacket.SenderReport.class::isInstance);
      assertThat(engine.viewers())
          .singleElement()
          .satisfies(v -> assertThat(v.remote()).startsWith("127.0.0.1:"))
          .satisfies(v -> assertThat(v.key()).isEqualTo(KEY));
    }
  }

  @Test
  void pictureLossIsAnswered() throws Exception {
    try (TestViewer viewer = new TestViewer(engine, KEY).connect()) {
      TestViewer.await(viewer.media, RtpPacket::marker);
      append(Pictures.p(90_000, 500));
      TestViewer.await(viewer.media, p -> p.timestamp() == 90_000);
      // Within half a second of the key picture it is not answered: so ask until it is.
      while (viewer.media.isEmpty()) {
        viewer.send(new RtcpPacket.PictureLoss(1, viewer.ssrc("video")));
        viewer.media.poll(50, TimeUnit.MILLISECONDS);
        if (viewer.reports.size() > 40) {
          throw new AssertionError("no answer");
        }
      }
      assertThat(TestViewer.await(viewer.media, RtpPacket::marker).timestamp())
          .isGreaterThan(90_000);
    }
  }

  @Test
  void farewellOfTheBrowserEndsTheSession() throws Exception {
    try (TestViewer viewer = new TestViewer(engine, KEY).connect()) {
      TestViewer.await(viewer.media, RtpPacket::marker);
      viewer.sayFarewell();
      awaitNoViewers();
      assertThat(engine.close(viewer.session.id())).isFalse();
    }
  }

  private void awaitNoViewers() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while ((!engine.viewers().isEmpty() || stream.readers() > 0) && System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
    assertThat(engine.viewers()).isEmpty();
    assertThat(stream.readers()).as("open cursors").isZero();
  }

  @Test
  void closingSaysFarewellToTheBrowser() throws Exception {
    try (TestViewer viewer = new TestViewer(engine, KEY).connect()) {
      TestViewer.await(viewer.media, RtpPacket::marker);
      assertThat(engine.trickle(viewer.session.id(), "")).isTrue();
      assertThat(engine.close(viewer.session.id())).isTrue();
      assertThat(viewer.farewell.await(30, TimeUnit.SECONDS)).isTrue();
      awaitNoViewers();
      assertThat(engine.trickle(viewer.session.id(), "")).isFalse();
    }
  }

  @Test
  void endOfTheStreamEndsItsViewers() throws Exception {
    try (TestViewer viewer = new TestViewer(engine, KEY).connect()) {
      TestViewer.await(viewer.media, RtpPacket::marker);
      stream.close();
      assertThat(viewer.farewell.await(30, TimeUnit.SECONDS)).isTrue();
      awaitNoViewers();
    }
  }

  @Test
  void checkWithAWrongPasswordIsNotAnswered() throws Exception {
    try (TestViewer viewer = new TestViewer(engine, KEY)) {
      viewer.check("a guess");
      viewer.check("");
      TestViewer.await(viewer.responses, r -> true);
      assertThat(viewer.responses).as("one response to two checks").isEmpty();
    }
  }

  @Test
  void viewerWithAnotherCertificateThanInItsOfferIsRefused() throws Exception {
    String stranger = "00:".repeat(31) + "00";
    try (TestViewer viewer = new TestViewer(engine, KEY, stranger)) {
      assertThatThrownBy(viewer::connect).hasMessageContaining("DTLS handshake failed");
      awaitNoViewers();
    }
  }

  @Test
  void garbageDisturbsNobody() throws Exception {
    try (TestViewer viewer = new TestViewer(engine, KEY).connect()) {
      TestViewer.await(viewer.media, RtpPacket::marker);
      Random random = new Random(13);
      for (int i = 0; i < 5000; i++) {
        byte[] garbage = new byte[random.nextInt(1500)];
        random.nextBytes(garbage);
        if (garbage.length > 8) {
          garbage[0] = new byte[] {0, 22, 23, (byte) 0x80, (byte) 0x81, 100}[random.nextInt(6)];
          garbage[1] = (byte) (200 + random.nextInt(8));
        }
        viewer.send(garbage, 0, garbage.length);
      }
      viewer.check("");
      TestViewer.await(viewer.responses, r -> true);
      append(Pictures.p(3600, 500));
      TestViewer.await(viewer.media, p -> p.timestamp() == 3600);
    }
  }

  @Test
  void offersThatCannotBeTakenAreRefusedByKind() {
    String offer = TestViewer.offer("00:".repeat(31) + "00");
    assertThat(refusal(KEY, "hello").kind()).isEqualTo(Kind.MALFORMED);
    assertThat(refusal(KEY, offer.replace("H264", "VP8")))
        .hasMessageContaining("video as VP8")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.NOT_ACCEPTABLE));
    StreamKey unknown = new StreamKey.Live("nobody", Profile.SUB);
    assertThat(refusal(unknown, offer).kind()).isEqualTo(Kind.UNKNOWN_STREAM);
    assertThat(stream.readers()).isZero();
  }

  @Test
  void h265IsRefusedInWordsThatSayWhatToDo() {
    Clip clip = Clip.h265();
    StreamKey key = new StreamKey.Live("yard", Profile.MAIN);
    hub.publish(key, List.of(clip.track())).append(clip.units().get(0));
    LiveException refused = refusal(key, TestViewer.offer("00:".repeat(31) + "00"));
    assertThat(refused.kind()).isEqualTo(Kind.NOT_ACCEPTABLE);
    assertThat(refused)
        .hasMessageContainingAll("sends H.265", "sub stream", "set the camera to H.264");
  }

  @Test
  void portInUseMakesItUnhealthyAndNothingElse() throws Exception {
    try (DatagramSocket other = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      EmbeddedEngine second = new EmbeddedEngine(hub, other.getLocalPort(), "127.0.0.1", List.of());
      String offer = TestViewer.offer("00:".repeat(31) + "00");
      assertThatThrownBy(() -> second.open(new LiveEngine.LiveRequest(KEY, offer, "127.0.0.1")))
          .hasMessageContaining("UDP port of live view is in use");
      assertThat(second.isHealthy()).isFalse();
      second.deactivate();
    }
  }

  @Test
  void manyViewersAtOnceAllSeeTheSamePicture() throws Exception {
    int count = 12;
    CountDownLatch seen = new CountDownLatch(count);
    List<Thread> threads =
        java.util.stream.IntStream.range(0, count)
            .mapToObj(i -> new Thread(() -> watchOnce(seen), "viewer-" + i))
            .toList();
    threads.forEach(Thread::start);
    assertThat(seen.await(60, TimeUnit.SECONDS)).isTrue();
    for (Thread thread : threads) {
      thread.join();
    }
    awaitNoViewers();
  }

  private void watchOnce(CountDownLatch seen) {
    try (TestViewer viewer = new TestViewer(engine, KEY).connect()) {
      TestViewer.await(viewer.media, RtpPacket::marker);
      viewer.sayFarewell();
      seen.countDown();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}

package io.vedette.sink.kurento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.api.live.LiveEngine.LiveRequest;
import io.vedette.api.live.LiveEngine.LiveSession;
import io.vedette.api.live.LiveException;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamKey;
import io.vedette.testkit.Picture;
import io.vedette.testkit.WhepViewer;
import io.vedette.testkit.kurento.KurentoSetup;
import io.vedette.testkit.kurento.SimulatedKurento;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What viewers get, by a stand-in for a media server and viewers that decrypt what they get. */
class KurentoEngineTest {
  /** As Chromium makes it: VP8 first. */
  private static String chromium() {
    return Offers.of("96 VP8/90000", "102 H264/90000", "103 H264/90000");
  }

  private static LiveException refusal(Rig rig, StreamKey key, String offer) {
    try {
      rig.engine.open(new LiveRequest(key, offer, "127.0.0.1"));
    } catch (LiveException refused) {
      return refused;
    }
    throw new AssertionError("it was taken");
  }

  @Test
  void viewersGetThePicturesOfTheCamera_throughOnePlayer() throws Exception {
    try (Rig rig = new Rig(1)) {
      BlockingQueue<Picture> pictures = new LinkedBlockingQueue<>();
      WhepViewer first = rig.watch(Rig.DOOR, pictures);
      assertThat(pictures.poll(10, TimeUnit.SECONDS).key()).isTrue();
      for (int i = 1; i < 10; i++) {
        assertThat(pictures.poll(10, TimeUnit.SECONDS).whole()).isTrue();
      }
      rig.watching();
      assertThat(rig.server().counts().players()).isEqualTo(1);
      assertThat(rig.server().counts().viewers()).isEqualTo(2);
      assertThat(rig.engine.viewers()).hasSize(2);
      assertThat(rig.camera.viewers()).isEqualTo(1);

      first.close();
      Rig.await(() -> rig.server().counts().viewers() == 1);
      assertThat(rig.server().counts().players()).isEqualTo(1);
    }
  }

  @Test
  void aReplayIsAStreamLikeAnyOther() throws Exception {
    try (Rig rig = new Rig(1)) {
      StreamKey replay = new StreamKey.Replay("7f", "door");
      var stream = rig.publish(replay);
      BlockingQueue<Picture> pictures = new LinkedBlockingQueue<>();
      rig.watch(replay, pictures);
      assertThat(pictures.poll(10, TimeUnit.SECONDS).key()).isTrue();

      stream.close();
      Rig.await(() -> rig.engine.viewers().isEmpty());
      Rig.await(() -> rig.server().counts().pipelines() == 0);
    }
  }

  @Test
  void theLastViewerTakesThePlayerAndItsTicketAlong() throws Exception {
    try (Rig rig = new Rig(1)) {
      WhepViewer viewer = rig.watching();
      assertThat(rig.restream.open).hasValue(1);
      viewer.close();
      Rig.await(() -> rig.server().counts().pipelines() == 0);
      Rig.await(() -> rig.camera.viewers() == 0);
      assertThat(rig.restream.open).hasValue(0);
      assertThat(rig.stream.readers()).isZero();
    }
  }

  /**
   * Trap 1: an answer keeps the order of the offer, and the server transcodes to its first codec.
   */
  @Test
  void whateverABrowserPrefersItGetsH264AsItIs() throws Exception {
    try (Rig rig = new Rig(1)) {
      LiveSession session = rig.open(chromium());
      assertThat(session.sdpAnswer()).contains(" H264/90000").doesNotContain("VP8");
      assertThat(rig.engine.servers().get(0).transcodings()).isZero();
    }
  }

  /** Trap 9 and 14: one round trip, all candidates in the answer. */
  @Test
  void answerHasTheServersAddresses_alsoWhenEventsComeInReverse() throws Exception {
    try (Rig rig = new Rig(1)) {
      rig.server().faults().reorderEvents(true);
      for (int i = 0; i < 5; i++) {
        assertThat(rig.open(chromium()).sdpAnswer()).contains("a=candidate:", "typ host");
      }
    }
  }

  /** Trap 10. */
  @Test
  void eachOfferHasAnEndpointOfItsOwn() throws Exception {
    try (Rig rig = new Rig(1)) {
      String one = rig.open(chromium()).id();
      String other = rig.open(chromium()).id();
      assertThat(one).isNotEqualTo(other);
      assertThat(rig.server().counts().endpoints()).isEqualTo(3);
      assertThat(Collections.frequency(rig.server().requests(), "processOffer")).isEqualTo(2);
    }
  }

  /** Trap 13: anything is taken as a candidate; a section that is not there is refused. */
  @Test
  void trickledCandidatesReachTheServer_andGarbageDoesNoHarm() throws Exception {
    try (Rig rig = new Rig(1)) {
      String session = rig.open(chromium()).id();
      String candidate = "a=candidate:1 1 udp 2113937151 a.local 50000 typ host\r\n";
      assertThat(rig.engine.trickle(session, "a=mid:0\r\n" + candidate)).isTrue();
      assertThat(rig.engine.trickle(session, "a=mid:9\r\n" + candidate)).isTrue();
      assertThat(rig.engine.trickle(session, "a=candidate:\u0000 noise")).isTrue();
      assertThat(rig.engine.trickle(session, "")).as("a page asks if it is still there").isTrue();
      assertThat(rig.engine.trickle("nobody", candidate)).isFalse();
      Rig.await(() -> Collections.frequency(rig.server().requests(), "addIceCandidate") == 3);
      assertThat(rig.engine.close(session)).isTrue();
      assertThat(rig.engine.close(session)).isFalse();
      assertThat(rig.engine.trickle(session, "")).isFalse();
    }
  }

  @Test
  void refusalsAreThoseOfTheEmbeddedEngine() throws Exception {
    try (Rig rig = new Rig(1)) {
      assertThat(refusal(rig, Rig.DOOR, "no offer").kind()).isEqualTo(LiveException.Kind.MALFORMED);
      assertThat(refusal(rig, Rig.DOOR, Offers.of("96 VP8/90000")))
          .hasMessageContaining("video as VP8")
          .extracting(LiveException::kind)
          .isEqualTo(LiveException.Kind.NOT_ACCEPTABLE);
      assertThat(refusal(rig, new StreamKey.Live("yard", Profile.MAIN), chromium()).kind())
          .isEqualTo(LiveException.Kind.UNKNOWN_STREAM);
      assertThat(rig.server().counts().endpoints()).isZero();
      assertThat(rig.engine.isHealthy()).isTrue();
    }
  }

  /** Trap: a server without the plugin openh264 answers without H.264, for pure passthrough too. */
  @Test
  void serverWithoutH264IsLeftAlone() throws Exception {
    try (Rig rig = new Rig(0);
        SimulatedKurento without =
            SimulatedKurento.start(KurentoSetup.MEASURED.withVideoCodecs("VP8"))) {
      rig.engine = rig.engine(without.uri().toString());
      Rig.await(rig.engine::isHealthy);
      assertThatThrownBy(() -> rig.open(chromium())).isInstanceOf(LiveException.class);
      assertThat(rig.engine.isHealthy()).as("the embedded engine serves").isFalse();
      Rig.await(() -> without.counts().pipelines() == 0);
    }
  }

  @Test
  void transcodingIsAnAlarmThatIsCounted() throws Exception {
    try (Rig rig = new Rig(1)) {
      rig.server().faults().transcode(true);
      rig.watching();
      Rig.await(() -> rig.engine.servers().get(0).transcodings() > 0);
    }
  }

  @Test
  void withoutARestreamThereIsNothingToFeedItFrom() throws Exception {
    try (Rig rig = new Rig(1)) {
      rig.restream.port = java.util.OptionalInt.empty();
      assertThat(rig.engine.isHealthy()).isFalse();
      assertThat(refusal(rig, Rig.DOOR, chromium()).kind()).isEqualTo(LiveException.Kind.NOT_READY);
    }
  }

  @Test
  void addressesThatAreNoneAreLeftOut() throws Exception {
    try (Rig rig = new Rig(0)) {
      rig.engine = rig.engine("http://127.0.0.1:1/", "ws:", " ", "ws://127.0.0.1:1/kurento");
      assertThat(rig.engine.servers()).hasSize(1);
      assertThat(rig.engine.isHealthy()).isFalse();
    }
  }

  @Test
  void stoppingLeavesNothingBehind() throws Exception {
    try (Rig rig = new Rig(1)) {
      rig.watching();
      rig.engine.deactivate();
      Rig.await(() -> rig.server().counts().pipelines() == 0);
      Rig.await(() -> rig.server().counts().sockets() == 0);
      assertThat(rig.restream.open).hasValue(0);
      assertThat(rig.engine.viewers()).isEqualTo(List.of());
    }
  }
}

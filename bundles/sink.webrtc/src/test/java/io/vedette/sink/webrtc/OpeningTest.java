package io.vedette.sink.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.api.live.LiveException;
import io.vedette.api.live.LiveException.Kind;
import io.vedette.api.live.Opening;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.AccessUnit;
import io.vedette.testkit.MemoryHub;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpeningTest {
  private static final StreamKey KEY = new StreamKey.Live("cam", Profile.SUB);
  private static final Duration SOON = Duration.ofMillis(50);

  private final MemoryHub hub = new MemoryHub();

  private void assertRefused(Kind kind, String message) {
    assertThatThrownBy(() -> Opening.of(hub, KEY, SOON))
        .isInstanceOfSatisfying(LiveException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(message);
  }

  @Test
  void knowsTheCodecsOfAStreamThatHasDelivered() throws Exception {
    hub.publish(KEY, List.of(Pictures.VIDEO, Pictures.AUDIO)).append(Pictures.key(0, 100));
    Opening opening = Opening.of(hub, KEY, SOON);
    assertThat(opening.video()).isEqualTo(Pictures.VIDEO.config());
    assertThat(opening.audio()).contains((io.vedette.media.G711Config) Pictures.AUDIO.config());
  }

  @Test
  void waitsForTheFirstPictureAndPassesOverSound() throws Exception {
    MemoryHub.Stream stream = hub.publish(KEY, List.of(Pictures.VIDEO, Pictures.AUDIO));
    stream.append(Pictures.sound(0));
    Thread camera = new Thread(() -> stream.append(Pictures.key(0, 100)), "camera");
    camera.start();
    assertThat(Opening.of(hub, KEY, Duration.ofSeconds(30)).video()).isNotNull();
    camera.join();
  }

  @Test
  void saysThatNothingCame() {
    hub.publish(KEY, List.of(Pictures.VIDEO)).append(Pictures.sound(0));
    assertRefused(Kind.NOT_READY, "live/cam/sub has not delivered a picture yet (connecting)");
  }

  @Test
  void saysThatThereIsNoSuchStream() {
    assertRefused(Kind.UNKNOWN_STREAM, "no such stream: live/cam/sub");
  }

  @Test
  void refusesStreamsWithBidirectionalPictures() {
    MemoryHub.Stream stream = hub.publish(KEY, List.of(Pictures.VIDEO));
    stream.append(Pictures.key(0, 100));
    stream.append(Pictures.p(3600, 100));
    stream.append(Pictures.b(7200, 100));
    assertRefused(Kind.NOT_ACCEPTABLE, "the camera sends B-frames");
  }

  @Test
  void refusesStreamsThatReorderPictures() {
    MemoryHub.Stream stream = hub.publish(KEY, List.of(Pictures.VIDEO));
    AccessUnit key = Pictures.key(0, 100);
    stream.append(new AccessUnit(key.track(), 0, 3600, key.received(), true, key.payload()));
    assertRefused(Kind.NOT_ACCEPTABLE, "the camera sends B-frames");
  }
}

package io.vedette.sink.kurento;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.testkit.WhepViewer;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** What feeds a media server stops, or stands; Kurento itself never connects again. */
class FeedTest {
  private static int plays(Rig rig) {
    return Collections.frequency(rig.server().requests(), "play");
  }

  private static void awaitPictures(WhepViewer viewer) {
    long before = viewer.packets();
    Rig.await(() -> viewer.packets() > before);
  }

  /** Traps 20, 22 and 23: two errors and an end, in any order; stop and play, again and again. */
  @Test
  void lostConnectionIsMadeAnewUnderTheSameViewers_withARenewedTicket() throws Exception {
    try (Rig rig = new Rig(1)) {
      rig.server().faults().reorderEvents(true);
      WhepViewer viewer = rig.watching();
      WhepViewer other = rig.watching();
      int renewed = rig.restream.renewed.get();
      rig.camera.vanish();
      Rig.await(() -> plays(rig) >= 3);
      assertThat(Collections.frequency(rig.server().requests(), "stop"))
          .as("play alone does nothing")
          .isGreaterThanOrEqualTo(2);
      rig.camera.comeBack();
      awaitPictures(viewer);
      awaitPictures(other);
      assertThat(rig.restream.renewed.get() - renewed).isGreaterThanOrEqualTo(2);
      assertThat(rig.restream.made).as("tickets").hasValue(1);
      assertThat(rig.engine.viewers()).hasSize(2);
      assertThat(rig.server().counts().players()).isEqualTo(1);
      assertThat(rig.engine.servers().get(0).feedRestarts()).isGreaterThanOrEqualTo(2);
    }
  }

  /** Trap 21: no error and no end, only nothing; it flows again by itself. */
  @Test
  void streamThatStandsIsLeftAlone() throws Exception {
    try (Rig rig = new Rig(1)) {
      WhepViewer viewer = rig.watching();
      rig.camera.stall(true);
      long began = System.nanoTime();
      long limit = Retry.STARVING.plusSeconds(2).toNanos();
      Rig.await(() -> System.nanoTime() - began > limit);
      assertThat(plays(rig)).as("nothing was missed").isEqualTo(1);
      rig.camera.stall(false);
      awaitPictures(viewer);
      assertThat(plays(rig)).isEqualTo(1);
    }
  }

  /** Trap 21, the other half: we deliver, and nothing comes out there. */
  @Test
  void silenceBetweenUsAndTheServerIsNoticed() throws Exception {
    try (Rig rig = new Rig(1)) {
      rig.watching();
      rig.camera.stall(true);
      Rig.await(
          Duration.ofSeconds(30),
          () -> {
            rig.deliver();
            return plays(rig) > 1;
          });
      assertThat(rig.engine.viewers()).hasSize(1);
    }
  }

  /** Trap 16: ICE never notices. */
  @Test
  void browserThatVanishedIsMissed() throws Exception {
    try (Rig rig = new Rig(1)) {
      WhepViewer viewer = rig.watching();
      Rig.await(() -> viewer.packets() > 60); // it has reported by then
      rig.gone(viewer);
      Rig.await(Duration.ofSeconds(10), () -> rig.engine.viewers().isEmpty());
      Rig.await(() -> rig.server().counts().pipelines() == 0);
    }
  }
}

package io.vedette.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossyLinkTest {
  private static List<Integer> through(LossyLink<Integer> link) {
    List<Integer> arrived = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      arrived.addAll(link.send(i));
    }
    arrived.addAll(link.drain());
    return arrived;
  }

  @Test
  void sameSeedSameAccidents() {
    assertThat(through(new LossyLink<>(5, 0.1, 0.1, 0.1)))
        .isEqualTo(through(new LossyLink<>(5, 0.1, 0.1, 0.1)))
        .isNotEqualTo(through(new LossyLink<>(6, 0.1, 0.1, 0.1)));
  }

  @Test
  void withoutAccidentsItIsAWire() {
    assertThat(through(new LossyLink<>(1, 0, 0, 0))).hasSize(1000).isSorted();
  }

  @Test
  void delayedPacketsArriveLateButArrive() {
    List<Integer> arrived = through(new LossyLink<>(1, 0, 0, 0.2));
    assertThat(arrived)
        .hasSize(1000)
        .doesNotHaveDuplicates()
        .isNotEqualTo(arrived.stream().sorted().toList());
  }

  @Test
  void lossAndDuplicationChangeTheCount() {
    assertThat(through(new LossyLink<>(1, 0.5, 0, 0))).hasSizeBetween(400, 600);
    assertThat(through(new LossyLink<>(1, 0, 0.5, 0))).hasSizeBetween(1400, 1600);
  }
}

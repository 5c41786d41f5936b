package io.vedette.sink.kurento;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.testkit.kurento.KurentoCounts;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
class ChurnTest {
  /** {@code -Dkurento.cycles=1000} for a longer look. */
  private static final int CYCLES = Integer.getInteger("kurento.cycles", 100);

  private static final String OFFER = Offers.of("102 H264/90000");

  /**
   * Names of the threads that we or Kurento's client have made; an idle one of the client's pool
   * for events ends by itself after a minute.
   */
  private static Set<String> threads() {
    Set<String> names = new TreeSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      String name = thread.getName();
      if (name.startsWith("kurento-")
          || name.startsWith("multiThreadIoEventLoopGroup")
          || name.contains("disconnectExec")
          || name.contains("hearbeatExec")) {
        names.add(name);
      }
    }
    return names;
  }

  @Test
  void manyViewersLeaveNoPipelineEndpointTicketThreadOrSocketOnEitherSide() throws Exception {
    try (Rig rig = new Rig(1)) {
      for (int i = 0; i < CYCLES; i++) {
        String session = rig.open(OFFER).id();
        assertThat(rig.engine.close(session)).isTrue();
      }
      Rig.await(() -> rig.server().counts().pipelines() == 0);
      Rig.await(() -> rig.server().counts().pulls() == 0);
      assertThat(rig.server().counts()).isEqualTo(new KurentoCounts(0, 0, 0, 1, 1, 0, 0));
      List<String> asked = rig.server().requests();
      assertThat(Collections.frequency(asked, "processOffer")).isPositive();
      assertThat(rig.engine.servers().get(0).opened()).isEqualTo(CYCLES);
      assertThat(rig.engine.servers().get(0).failures()).isZero();
      assertThat(rig.restream.open).hasValue(0);
      assertThat(rig.stream.readers()).isZero();

      rig.engine.deactivate();
      Rig.await(() -> rig.server().counts().sockets() == 0);
      Rig.await(() -> rig.server().counts().sessions() == 0);
      Rig.await(() -> threads().isEmpty());
    }
  }
}

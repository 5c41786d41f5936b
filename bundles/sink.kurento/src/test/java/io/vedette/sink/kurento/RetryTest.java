package io.vedette.sink.kurento;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RetryTest {
  private final Retry retry = new Retry();

  /** Any value may be "now", negative ones too. */
  private long nowNs = -5_000_000_000L;

  private void later(long ms) {
    nowNs += TimeUnit.MILLISECONDS.toNanos(ms);
  }

  private void playing() {
    retry.began();
    retry.flows(1000);
  }

  @Test
  void manyEventsOfOneLossAreOneRestart() {
    playing();
    retry.fails(nowNs, 2000);
    retry.fails(nowNs, 2000);
    retry.stalls(2100);
    later(499);
    retry.fails(nowNs, 2001);
    assertThat(retry.take(nowNs)).isFalse();
    later(1);
    assertThat(retry.take(nowNs)).isTrue();
    retry.fails(nowNs, 2002);
    assertThat(retry.take(nowNs)).as("single flight").isFalse();
  }

  @Test
  void lateEventsOfALossThatIsOverDoNothing() {
    playing();
    retry.fails(nowNs, 2000);
    later(500);
    retry.take(nowNs);
    retry.began();
    retry.flows(4000);
    retry.fails(nowNs, 2000);
    retry.stalls(2000);
    later(60_000);
    assertThat(retry.take(nowNs)).isFalse();
    assertThat(retry.isFlowing()).isTrue();
  }

  @Test
  void failuresInARowAreTriedLessAndLessOften() {
    playing();
    for (int ms : new int[] {500, 1000, 2000, 4000, 8000, 8000}) {
      retry.fails(nowNs, 2000);
      later(ms - 1);
      assertThat(retry.take(nowNs)).isFalse();
      later(1);
      assertThat(retry.take(nowNs)).isTrue();
      retry.began();
    }
    retry.flows(9000);
    retry.fails(nowNs, 9001);
    later(500);
    assertThat(retry.take(nowNs)).as("after a success at once again").isTrue();
  }

  @Test
  void restartThatCouldNotBeCarriedOutIsTriedAgain() {
    playing();
    retry.fails(nowNs, 2000);
    later(500);
    assertThat(retry.take(nowNs)).isTrue();
    retry.missed(nowNs);
    later(1000);
    assertThat(retry.take(nowNs)).isTrue();
  }

  @Test
  void silenceAloneIsNoReason_butOursThatDoesNotArriveIs() {
    playing();
    retry.stalls(2000);
    later(60_000);
    assertThat(retry.take(nowNs)).isFalse();
    retry.starves(nowNs);
    later(Retry.STARVING.toMillis() - 1);
    retry.starves(nowNs);
    assertThat(retry.take(nowNs)).isFalse();
    later(1);
    assertThat(retry.take(nowNs)).isTrue();
  }

  @Test
  void whatFlowsAgainByItselfIsLeftAlone() {
    playing();
    retry.stalls(2000);
    retry.starves(nowNs);
    retry.flows(3000);
    later(60_000);
    assertThat(retry.take(nowNs)).isFalse();
  }

  @Test
  void flowThatWasAskedForCounts_thoughItsEventWasMissed() {
    playing();
    retry.stalls(2000);
    retry.starves(nowNs);
    retry.seenFlowing();
    later(60_000);
    assertThat(retry.take(nowNs)).isFalse();
    assertThat(retry.isFlowing()).isTrue();
  }
}

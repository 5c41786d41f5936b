package io.vedette.sink.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventWindowTest {
  private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");
  private final EventWindow window =
      new EventWindow(Duration.ofSeconds(10), Duration.ofSeconds(20));

  private static Instant at(long ms) {
    return START.plusMillis(ms);
  }

  private void tell(long ms, Event.Kind kind, Event.Phase phase) {
    window.happened(new Event(at(ms), kind, phase, Optional.of("door"), ""));
  }

  private boolean covers(long ms) {
    return window.firstIn(at(ms), at(ms)).isPresent();
  }

  @Test
  void nothingHappened_nothingIsCovered() {
    assertThat(window.firstIn(Instant.MIN, Instant.MAX)).isEmpty();
  }

  @Test
  void moment_isCoveredToTheMillisecond() {
    tell(60_000, Event.Kind.MOTION, Event.Phase.HAPPENED);
    assertThat(covers(49_999)).isFalse();
    assertThat(covers(50_000)).isTrue();
    assertThat(covers(79_999)).isTrue();
    assertThat(covers(80_000)).isFalse();
    assertThat(window.firstIn(at(0), at(100_000))).contains(at(50_000));
    assertThat(window.firstIn(at(55_000), at(100_000))).contains(at(55_000));
    assertThat(window.firstIn(at(80_000), at(100_000))).isEmpty();
  }

  @Test
  void lastingEvent_isCoveredUntilItsEndAndAfter() {
    tell(60_000, Event.Kind.MOTION, Event.Phase.BEGAN);
    assertThat(covers(400_000)).isTrue();
    tell(300_000, Event.Kind.MOTION, Event.Phase.ENDED);
    assertThat(covers(319_999)).isTrue();
    assertThat(covers(320_000)).isFalse();
  }

  @Test
  void endThatIsNeverTold_comesByItself() {
    tell(0, Event.Kind.INPUT, Event.Phase.BEGAN);
    long longestMs = EventWindow.LONGEST.toMillis();
    assertThat(covers(longestMs + 19_999)).isTrue();
    assertThat(covers(longestMs + 20_000)).isFalse();
  }

  @Test
  void eventsThatTouch_areOneWindow_andAnEndWithoutBeginIsNone() {
    tell(0, Event.Kind.MOTION, Event.Phase.HAPPENED);
    tell(30_000, Event.Kind.INPUT, Event.Phase.HAPPENED);
    assertThat(covers(-10_000)).isTrue();
    assertThat(covers(25_000)).isTrue();
    assertThat(covers(49_999)).isTrue();
    tell(500_000, Event.Kind.MOTION, Event.Phase.ENDED);
    assertThat(covers(500_000)).isFalse();
    tell(600_000, Event.Kind.MOTION, Event.Phase.HAPPENED);
    assertThat(covers(25_000)).isFalse();
  }

  @Test
  void otherKinds_startNothing() {
    tell(0, Event.Kind.LOGIN, Event.Phase.HAPPENED);
    assertThat(covers(0)).isFalse();
  }
}

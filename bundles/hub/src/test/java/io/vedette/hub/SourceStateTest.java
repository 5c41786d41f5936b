package io.vedette.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.stream.StreamStatus;
import io.vedette.api.stream.StreamStatus.State;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceStateTest {
  private final SourceState state =
      new SourceState(Clock.fixed(Units.START.plusSeconds(4), ZoneOffset.UTC));

  private void deliver() {
    state.begin(List.of(Units.VIDEO));
    for (int n = 0; n < 100; n++) {
      state.count(Units.picture(n, n % 50 == 0, 5000));
    }
  }

  @Test
  void streamThatIsNotLive_hasNoSpeed_butKeepsWhatItWas() {
    deliver();
    assertThat(state.status().fps()).isPositive();
    state.enter(State.OFFLINE, Optional.of("the camera hung up"));
    StreamStatus offline = state.status();
    assertThat(offline.fps()).isZero();
    assertThat(offline.bitrateKbps()).isZero();
    assertThat(offline.tracks()).containsExactly(Units.VIDEO);
  }

  @Test
  void nextRun_isMeasuredByItself() {
    deliver();
    state.enter(State.OFFLINE, Optional.empty());
    state.begin(List.of(Units.VIDEO));
    assertThat(state.status().fps()).isZero();
    assertThat(state.status().bitrateKbps()).isZero();
  }

  @Test
  void nothingIsKnown_beforeTheFirstRun() {
    assertThat(state.status().tracks()).isEmpty();
    assertThat(state.status().state()).isEqualTo(State.CONNECTING);
  }
}

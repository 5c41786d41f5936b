package io.vedette.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.driver.CameraException.Kind;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void pausesDouble_upToFourSeconds_soThatAReturnIsSeenWithinFive() {
    Backoff backoff = new Backoff(() -> 0);
    assertThat(IntStream.range(0, 6).mapToObj(i -> backoff.after(Kind.UNREACHABLE).toMillis()))
        .containsExactly(500L, 1000L, 2000L, 4000L, 4000L, 4000L);
    Backoff unlucky = new Backoff(() -> 1);
    IntStream.range(0, 100).forEach(i -> unlucky.after(Kind.TIMEOUT));
    assertThat(unlucky.after(Kind.ENDED)).hasMillis(5000);
  }

  @Test
  void wrongPassword_isTriedSoSeldomThatNoAccountLocks() {
    Backoff backoff = new Backoff(() -> 0);
    assertThat(IntStream.range(0, 6).mapToObj(i -> backoff.after(Kind.UNAUTHORIZED).toMinutes()))
        .containsExactly(1L, 5L, 15L, 30L, 30L, 30L);
    backoff.reset();
    assertThat(backoff.after(Kind.UNAUTHORIZED)).hasMinutes(1);
  }

  @Test
  void cameraThatIsAwayInBetween_isNoReasonToTryAWrongPasswordMoreOften() {
    Backoff backoff = new Backoff(() -> 0);
    backoff.after(Kind.UNAUTHORIZED);
    assertThat(backoff.after(Kind.UNREACHABLE)).hasSeconds(1);
    assertThat(backoff.after(Kind.UNAUTHORIZED)).hasMinutes(5);
  }

  @Test
  void aRunThatDelivered_startsTheRowAnew() {
    Backoff backoff = new Backoff(() -> 0);
    backoff.after(Kind.ENDED);
    backoff.after(Kind.ENDED);
    backoff.reset();
    assertThat(backoff.after(Kind.ENDED)).hasMillis(500);
  }
}

package io.vedette.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.driver.CameraException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BackoffTest {
  private static final Duration AT_ONCE = Duration.ZERO;

  /** TCP, when nobody answers (RFC 6298); a driver gives up after 5 s. */
  private static final List<Long> ASKS_AGAIN_MS = List.of(1_000L, 3_000L);

  /** How a camera is away. */
  private enum Away {
    /** It boots: its network answers, nobody listens. */
    REFUSES(0),
    /** It has no power, in our own network: nobody answers ARP. */
    NO_ROUTE(3_060),
    /** It has no power, behind a router. */
    NO_ANSWER(5_000);

    private final long takesMs; // a try to reach it

    Away(long takesMs) {
      this.takesMs = takesMs;
    }
  }

  /**
   * Manual time: tries from its loss to its return, and how long after that the next one reaches
   * it.
   */
  private static long reachedAfterMs(Away how, long outageMs, Random random) {
    Backoff backoff = new Backoff(random::nextDouble);
    long nowMs = backoff.after(Kind.ENDED, Duration.ofHours(1)).toMillis();
    while (nowMs < outageMs) {
      for (long askMs : how == Away.NO_ANSWER ? ASKS_AGAIN_MS : List.<Long>of()) {
        if (nowMs + askMs >= outageMs) {
          return nowMs + askMs - outageMs;
        }
      }
      nowMs += how.takesMs;
      nowMs += backoff.after(Kind.UNREACHABLE, Duration.ofMillis(how.takesMs)).toMillis();
    }
    return nowMs - outageMs;
  }

  @ParameterizedTest
  @EnumSource
  void cameraThatReturns_isReachedWithinFiveSeconds_afterAnyOutage(Away how) {
    Random random = new Random(1);
    long worstMs = 0;
    for (long outageMs = 0; outageMs < 120_000; outageMs += 37) {
      worstMs = Math.max(worstMs, reachedAfterMs(how, outageMs, random));
    }
    for (int hours = 1; hours <= 24; hours++) {
      long outageMs = hours * 3_600_000L + random.nextInt(10_000);
      worstMs = Math.max(worstMs, reachedAfterMs(how, outageMs, random));
    }
    assertThat(worstMs).isBetween(1_000L, 5_000L);
  }

  @Test
  void pausesDouble_upToFourSeconds_andAQuarterMoreForBadLuck() {
    Backoff backoff = new Backoff(() -> 0);
    assertThat(
            IntStream.range(0, 6)
                .mapToObj(i -> backoff.after(Kind.UNREACHABLE, AT_ONCE).toMillis()))
        .containsExactly(500L, 1000L, 2000L, 4000L, 4000L, 4000L);
    Backoff unlucky = new Backoff(() -> 1);
    IntStream.range(0, 100).forEach(i -> unlucky.after(Kind.TIMEOUT, AT_ONCE));
    assertThat(unlucky.after(Kind.ENDED, AT_ONCE)).hasMillis(5000);
  }

  @Test
  void camerasBehindOneSwitch_doNotKnockTogether() {
    Random random = new Random(2);
    long apart =
        IntStream.range(0, 40)
            .mapToObj(
                camera -> {
                  Backoff backoff = new Backoff(random::nextDouble);
                  IntStream.range(0, 9).forEach(i -> backoff.after(Kind.UNREACHABLE, AT_ONCE));
                  return backoff.after(Kind.UNREACHABLE, AT_ONCE).toMillis() / 25;
                })
            .distinct()
            .count();
    assertThat(apart).as("slots of 25 ms within a second").isGreaterThan(15);
  }

  @Test
  void wrongPassword_isTriedSoSeldomThatNoAccountLocks() {
    Backoff backoff = new Backoff(() -> 0);
    long[] nowMinutes = {0};
    assertThat(
            IntStream.range(0, 6)
                .mapToObj(
                    i -> nowMinutes[0] += backoff.after(Kind.UNAUTHORIZED, AT_ONCE).toMinutes()))
        .containsExactly(1L, 6L, 21L, 51L, 81L, 111L);
    backoff.reset();
    assertThat(backoff.after(Kind.UNAUTHORIZED, AT_ONCE)).hasMinutes(1);
  }

  @Test
  void refusalThatTookLong_shortensNothing() {
    Backoff backoff = new Backoff(() -> 0);
    assertThat(backoff.after(Kind.UNAUTHORIZED, Duration.ofSeconds(20))).hasMinutes(1);
    assertThat(backoff.after(Kind.UNSUPPORTED, Duration.ofSeconds(20))).hasMinutes(1);
    Backoff unlucky = new Backoff(() -> 1);
    assertThat(unlucky.after(Kind.UNAUTHORIZED, AT_ONCE)).hasSeconds(75); // never sooner
  }

  @Test
  void cameraThatIsAwayInBetween_isNoReasonToTryAWrongPasswordMoreOften() {
    Backoff backoff = new Backoff(() -> 0);
    backoff.after(Kind.UNAUTHORIZED, AT_ONCE);
    assertThat(backoff.after(Kind.UNREACHABLE, AT_ONCE)).hasSeconds(1);
    assertThat(backoff.after(Kind.UNAUTHORIZED, AT_ONCE)).hasMinutes(5);
  }

  @Test
  void aRunThatDelivered_startsTheRowAnew() {
    Backoff backoff = new Backoff(() -> 0);
    backoff.after(Kind.ENDED, AT_ONCE);
    backoff.after(Kind.ENDED, AT_ONCE);
    backoff.reset();
    assertThat(backoff.after(Kind.ENDED, AT_ONCE)).hasMillis(500);
  }
}

package io.vedette.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vedette.api.access.TooManyTriesException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TryLimitTest {
  private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");
  private final TryLimit limit = new TryLimit();

  @Test
  void fiveFailuresPass_sixthTryIsRefusedUntilTheFirstIsAMinuteOld() throws Exception {
    for (int i = 0; i < 5; i++) {
      limit.check("k", START.plusSeconds(i));
      limit.failed("k", START.plusSeconds(i));
    }

    TooManyTriesException refused =
        catchThrowableOfType(
            TooManyTriesException.class, () -> limit.check("k", START.plusSeconds(10)));

    assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(50));
    assertThatCode(() -> limit.check("k", START.plusSeconds(60))).doesNotThrowAnyException();
  }

  @Test
  void keysDoNotShareTheirFailures() {
    for (int i = 0; i < 5; i++) {
      limit.failed("a", START);
    }

    assertThatCode(() -> limit.check("b", START)).doesNotThrowAnyException();
  }

  @Test
  void forgetsTheOldestOfTooManyKeys() {
    for (int i = 0; i < 5; i++) {
      limit.failed("first", START);
    }
    for (int i = 0; i < 10_000; i++) {
      limit.failed("key " + i, START);
    }

    assertThatCode(() -> limit.check("first", START)).doesNotThrowAnyException();
  }
}

package io.vedette.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignInNewsTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  private final SignInNews news = new SignInNews();

  @Test
  void theSameIsToldOnceAMinute_andCounted() {
    assertThat(news.of("bob signed in", NOON)).contains("bob signed in");
    assertThat(news.of("bob signed in", NOON.plusSeconds(59))).isEmpty();
    assertThat(news.of("bob signed in", NOON.plusSeconds(60)))
        .contains("bob signed in (and 1 more before: see the audit)");
    assertThat(news.of("eve signed in", NOON.plusSeconds(60))).contains("eve signed in");
  }

  @Test
  void manyDifferentAreToldUpToTwentyAMinute() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(news.of("from " + i, NOON).isPresent()).isEqualTo(i < 20);
    }
    assertThat(news.of("from here", NOON.plusSeconds(60)))
        .contains("from here (and 980 more before: see the audit)");
  }
}

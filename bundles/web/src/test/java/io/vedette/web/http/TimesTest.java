package io.vedette.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimesTest {
  @Test
  void writesMillisecondsAlways() {
    assertThat(Times.format(Instant.parse("2026-11-25T10:00:00Z")))
        .isEqualTo("2026-11-25T10:00:00.000Z");
    assertThat(Times.format(Instant.parse("2026-11-25T10:00:00.250999Z")))
        .isEqualTo("2026-11-25T10:00:00.250Z");
  }

  @Test
  void readsAnyOffset() {
    assertThat(Times.parse("from", "2026-11-25T11:30:00+01:30"))
        .isEqualTo(Instant.parse("2026-11-25T10:00:00Z"));
  }

  @Test
  void refusesWhatIsNoTimeOfOurs() {
    for (String text :
        List.of(
            "",
            "now",
            "2026-11-25",
            "2026-11-25T10:00:00",
            "1764064800",
            "2026-13-25T10:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "1969-12-31T23:59:59Z")) {
      Problem problem = catchThrowableOfType(Problem.class, () -> Times.parse("from", text));
      assertThat(problem.field()).as(text).contains("from");
    }
  }
}

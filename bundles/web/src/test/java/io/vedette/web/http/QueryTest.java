package io.vedette.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Set;
import org.junit.jupiter.api.Test;

class QueryTest {
  private static Query parse(String text) {
    return Query.parse(text, Set.of("from", "to"));
  }

  private static Problem refusal(String text) {
    return catchThrowableOfType(Problem.class, () -> parse(text));
  }

  @Test
  void valuesAreDecoded_aPlusStays() {
    Query query = parse("from=2026-11-25T11%3A00:00+01:00&to=%C3%A9");

    assertThat(query.value("from")).contains("2026-11-25T11:00:00+01:00");
    assertThat(query.value("to")).contains("é");
  }

  @Test
  void withoutValueIsAbsent() {
    assertThat(parse(null).value("from")).isEmpty();
    assertThat(parse("").value("from")).isEmpty();
    assertThat(parse("from").value("from")).isEmpty();
    assertThat(parse("from=&&to=1").value("from")).isEmpty();
  }

  @Test
  void refusals() {
    assertThat(refusal("from=1&until=2").field()).contains("until");
    assertThat(refusal("from=1&from=2").field()).contains("from");
    assertThat(refusal("from=%4").kind()).isEqualTo(Kind.MALFORMED);
    assertThat(refusal("=1").kind()).isEqualTo(Kind.MALFORMED);
  }
}

package io.vedette.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FieldsTest {
  private static Fields parse(String json) {
    return Fields.parse(json.getBytes(StandardCharsets.UTF_8), "a", "b", "c");
  }

  private static Problem problem(ThrowingCallable call) {
    Problem problem = catchThrowableOfType(Problem.class, call);
    assertThat(problem.kind()).isEqualTo(Kind.MALFORMED);
    return problem;
  }

  private static void assertField(String field, ThrowingCallable call) {
    assertThat(problem(call).field()).contains(field);
  }

  @Test
  void readsEachType() {
    Fields body =
        parse("{\"a\": {\"x\": 7, \"y\": \"2026-11-25T10:00:00+01:00\"}, \"b\": [\"p\", \"q\"]}");
    Fields inner = body.objectIfAny("a", "x", "y").orElseThrow();

    assertThat(inner.wholeIfAny("x", 1, 9)).hasValue(7);
    assertThat(inner.numberIfAny("x")).contains(7.0);
    assertThat(inner.instant("y")).isEqualTo(Instant.parse("2026-11-25T09:00:00Z"));
    assertThat(body.textsIfAny("b")).contains(List.of("p", "q"));
    assertThat(body.textIfAny("c")).isEmpty();
    assertThat(parse("{\"c\": true}").flagIfAny("c")).contains(true);
  }

  @Test
  void unknownKeysAreNamedWithTheirPath() {
    assertField("d", () -> parse("{\"a\": 1, \"d\": 2}"));
    assertField("a.z", () -> parse("{\"a\": {\"z\": 1}}").objectIfAny("a", "x"));
  }

  @Test
  void missingAndNullKeysAreMissing() {
    assertField("a", () -> parse("{}").text("a"));
    assertField("a", () -> parse("{\"a\": null}").text("a"));
  }

  @Test
  void wrongTypesAreNamed() {
    assertField("a", () -> parse("{\"a\": 1}").text("a"));
    assertField("a", () -> parse("{\"a\": \"true\"}").flagIfAny("a"));
    assertField("a", () -> parse("{\"a\": \"1\"}").numberIfAny("a"));
    assertField("a", () -> parse("{\"a\": \"x\"}").textsIfAny("a"));
    assertField("a", () -> parse("{\"a\": [1]}").textsIfAny("a"));
    assertField("a", () -> parse("{\"a\": []}").objectIfAny("a"));
    assertField("a", () -> parse("{\"a\": \"yesterday\"}").instant("a"));
    assertField("a", () -> parse("{\"a\": \"red\"}").word("a", w -> Optional.empty(), "none"));
  }

  @Test
  void numbersOutsideOfTheirBounds() {
    for (String number : List.of("0", "10", "1.5", "1e2", "1e999999999", "-1", "1e-999999999")) {
      assertField("a", () -> parse("{\"a\": " + number + "}").wholeIfAny("a", 1, 9));
    }
    assertField("a", () -> parse("{\"a\": 1e400}").numberIfAny("a"));
    assertThat(parse("{\"a\": 1e0}").wholeIfAny("a", 1, 9)).hasValue(1);
  }

  @Test
  void aKeyThatStandsTwice() {
    assertField("a", () -> parse("{\"a\": 1, \"a\": 2}"));
  }

  @Test
  void whatIsNoJson() {
    List<String> bodies =
        List.of(
            "",
            " ",
            "{",
            "{\"a\"",
            "{'a': 1}",
            "{a: 1}",
            "{\"a\": 1,}",
            "{\"a\": NaN}",
            "{\"a\": Infinity}",
            "{\"a\": 01}",
            "{\"a\": TRUE}",
            "{} {}",
            "// c\n{}",
            "[]",
            "7",
            "null",
            "\"a\"",
            "{\"a\": " + "9".repeat(100) + "}",
            "{\"a\": " + "[".repeat(10_000) + "}");
    for (String body : bodies) {
      assertThat(problem(() -> parse(body)).getMessage())
          .as(body)
          .doesNotContain("http", "JsonReader");
    }
  }

  @Test
  void whatIsNoUtf8() {
    problem(() -> Fields.parse(new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'}, "a"));
  }

  @Test
  void anyBytesGiveAnObjectOrAProblem() {
    byte[] valid =
        "{\"a\": {\"x\": -1.5e3, \"y\": \"\\u00e9\"}, \"b\": [true, null], \"c\": \"t\"}"
            .getBytes(StandardCharsets.UTF_8);
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = valid.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        Fields.parse(bytes, "a", "b", "c").textsIfAny("b");
      } catch (Problem expected) {
        assertThat(expected.kind()).isEqualTo(Kind.MALFORMED);
      } catch (RuntimeException e) {
        fail(new String(bytes, StandardCharsets.ISO_8859_1), e);
      }
    }
  }
}

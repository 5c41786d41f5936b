package io.vedette.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameOriginTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "same-origin, http://nvr:8080,   nvr:8080, true",
        "none,        -,                 nvr:8080, true",
        "cross-site,  http://evil.org,   nvr:8080, false",
        "same-site,   http://nvr:9090,   nvr:8080, false",
        "cross-site,  http://nvr:8080,   nvr:8080, false",
        "-,           http://nvr:8080,   nvr:8080, true",
        "-,           http://NVR:8080,   nvr:8080, true",
        "-,           http://nvr:9090,   nvr:8080, false",
        "-,           http://evil.org,   nvr:8080, false",
        "-,           null,              nvr:8080, false",
        "-,           ht!tp://%,         nvr:8080, false",
        "-,           http://nvr:8080,   -,        false",
        "-,           -,                 nvr:8080, true",
      })
  void isOurs(String fetchSite, String origin, String host, boolean ours) {
    assertThat(SameOrigin.isOurs(fetchSite, origin, host)).isEqualTo(ours);
  }

  @Test
  void readingIsSafe_changingIsNot() {
    assertThat(SameOrigin.isSafe("GET")).isTrue();
    assertThat(SameOrigin.isSafe("POST")).isFalse();
    assertThat(SameOrigin.isSafe("anything")).isFalse();
  }
}

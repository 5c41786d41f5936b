package io.vedette.webui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityHeadersTest {
  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.2:8080", "vedette.local", "[fe80::1]:8443"})
  void socketsOfThisHostAreAllowed(String host) {
    assertThat(SecurityHeaders.contentSecurityPolicy(host))
        .contains("connect-src 'self' ws://" + host + " wss://" + host + ";");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "a;script-src *", "a b", "*", "a:1:2"})
  void oddHostIsLeftOut(String host) {
    assertThat(SecurityHeaders.contentSecurityPolicy(host)).contains("connect-src 'self';");
  }

  @Test
  void nothingInlineAndNoFrames() {
    assertThat(SecurityHeaders.contentSecurityPolicy("a"))
        .startsWith("default-src 'self'")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
  }
}

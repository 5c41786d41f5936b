package io.vedette.testkit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BenchOptionsTest {
  @Test
  void defaultsAreThoseOfTheTarget() {
    BenchOptions options = BenchOptions.parse("vedette", "clips");
    assertThat(options.cameras()).isEqualTo(32);
    assertThat(options.seconds()).isEqualTo(60);
    assertThat(options.replays()).isEqualTo(16);
    assertThat(options.home()).isAbsolute().endsWithRaw(java.nio.file.Path.of("bench-home"));
  }

  @Test
  void replaysAreHalfAsManyAsCamerasUnlessAskedFor() {
    assertThat(BenchOptions.parse("vedette", "clips", "--cameras", "1").replays()).isEqualTo(1);
    assertThat(BenchOptions.parse("vedette", "clips", "--cameras", "160").replays()).isEqualTo(32);
    assertThat(BenchOptions.parse("vedette", "clips", "--replays", "0").replays()).isZero();
  }

  @Test
  void nonsenseIsNamed() {
    refused("--cameras: 0 is not a number from 1 to 160", "--cameras", "0");
    refused("--seconds: ten is not a number", "--seconds", "ten");
    refused("--replays: 33 is not a number from 0 to 32", "--replays", "33");
    refused("--seconds", "--seconds");
    refused("there is no option --speed", "--speed", "9");
  }

  private static void refused(String message, String... options) {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "vedette";
    arguments[1] = "clips";
    System.arraycopy(options, 0, arguments, 2, options.length);
    assertThatThrownBy(() -> BenchOptions.parse(arguments))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}

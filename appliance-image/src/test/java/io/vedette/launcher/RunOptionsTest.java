package io.vedette.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class RunOptionsTest {
  private static RunOptions parse(Map<String, String> environment, String... args) {
    return RunOptions.parse(environment, args).orElseThrow();
  }

  @Test
  void defaults() {
    RunOptions options = parse(Map.of());
    assertThat(options.home()).isEqualTo(Path.of("var").toAbsolutePath());
    assertThat(options.httpPort()).isEqualTo(8080);
    assertThat(options.mediaPort()).isEmpty();
    assertThat(options.recordings()).isEmpty();
    assertThat(options.demo()).isFalse();
  }

  @Test
  void environmentCounts_commandLineWins() {
    Map<String, String> environment =
        Map.of(
            "VEDETTE_HTTP_PORT",
            "81",
            "VEDETTE_HTTPS_PORT",
            "82",
            "VEDETTE_RECORDINGS",
            "/a,/b",
            "VEDETTE_DEMO",
            "true",
            "VEDETTE_BIND",
            "");
    RunOptions options = parse(environment, "--http-port", "83");
    assertThat(options.httpPort()).isEqualTo(83);
    assertThat(options.httpsPort()).hasValue(82);
    assertThat(options.recordings()).containsExactly(Path.of("/a"), Path.of("/b"));
    assertThat(options.demo()).isTrue();
    assertThat(options.bind()).isEmpty();
  }

  @Test
  void helpNamesEveryOption() {
    List<String> known =
        new CommandLine(new RunOptions())
            .getCommandSpec().options().stream().map(option -> option.longestName()).toList();
    assertThat(
            Pattern.compile("^  (?:-h, )?(--[a-z-]+)", Pattern.MULTILINE)
                .matcher(RunOptions.help())
                .results()
                .map(r -> r.group(1))
                .toList())
        .containsExactlyInAnyOrderElementsOf(known);
  }

  @Test
  void unknownOptionIsNamed() {
    refused("Unknown option", "--htp-port=80");
    refused("'--htp-port", "--htp-port=80");
  }

  @Test
  void valueThatIsNoPortIsNamed() {
    refused("'--media-port': 70000 is not a port", "--media-port", "70000");
    refused("'--http-port': eighty is not a port", "--http-port", "eighty");
    refused("'--rtsp-port': 99999999999 is not a port", "--rtsp-port=99999999999");
  }

  @Test
  void portsThatMeetAreNamed() {
    refused("--http-port and --https-port are both 9000", "--http-port=9000", "--https-port=9000");
    refused("--http-port and --rtsp-port are both 8554", "--http-port=8554");
    refused("--https-port and --rtsp-port are both 8443", "--rtsp-port=8443");
    String pair = "is one of the UDP ports of --rtsp-port 8554 (8554 and 8555)";
    refused("--media-port 8554 " + pair, "--media-port=8554");
    refused("--media-port 8555 " + pair, "--media-port=8555");
    refused("--media-port 8189 is one of the UDP ports of --rtsp-port 8188", "--rtsp-port=8188");
    assertThat(parse(Map.of(), "--media-port=8556", "--http-port=8555").mediaPort()).hasValue(8556);
  }

  private static void refused(String message, String... args) {
    assertThatThrownBy(() -> parse(Map.of(), args))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining(message);
  }
}

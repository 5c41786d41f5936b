package io.vedette.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * Options of {@code ./vedette run}. Each is also an environment variable: {@code --http-port} is
 * {@code VEDETTE_HTTP_PORT}; the command line wins.
 */
@Command(
    name = "vedette run",
    description = "Starts the recorder in the foreground.",
    customSynopsis = "./vedette run [--demo] [options]",
    sortOptions = false,
    usageHelpAutoWidth = true,
    footer = "Each option is also an environment variable: --http-port is VEDETTE_HTTP_PORT.")
final class RunOptions {
  static final int HTTP_PORT = 8080;
  static final int HTTPS_PORT = 8443;
  static final int MEDIA_PORT = 8189;

  @Option(names = "--home", paramLabel = "DIR", description = "all state (default: ./var)")
  private Path home = Path.of("var");

  @Option(names = "--http-port", paramLabel = "PORT", description = "pages and API (default: 8080)")
  private int httpPort = HTTP_PORT;

  @Option(
      names = "--https-port",
      paramLabel = "PORT",
      description = "the same with TLS (default: 8443)")
  private int httpsPort = HTTPS_PORT;

  @Option(
      names = "--rtsp-port",
      paramLabel = "PORT",
      description = "for RTSP restreaming, not in this version (default: 8554)")
  private Integer rtspPort;

  @Option(
      names = "--media-port",
      paramLabel = "PORT",
      description = "the one UDP port of WebRTC (default: 8189)")
  private Integer mediaPort;

  @Option(
      names = "--bind",
      paramLabel = "ADDR",
      description = "address to listen on (default: all)")
  private String bind;

  @Option(
      names = "--public-address",
      paramLabel = "ADDR",
      split = ",",
      description = "more addresses at which browsers reach the media port")
  private List<String> publicAddresses = new ArrayList<>();

  @Option(
      names = "--admin-password",
      paramLabel = "PW",
      description = "password of the account admin, at the first start only")
  private String adminPassword;

  @Option(
      names = "--recordings",
      paramLabel = "DIR",
      split = ",",
      description = "folders for recordings (default: HOME/recordings)")
  private List<Path> recordings = new ArrayList<>();

  @Option(
      names = "--kurento",
      paramLabel = "URI",
      split = ",",
      description = "Kurento media servers for live view")
  private List<String> kurento = new ArrayList<>();

  @Option(names = "--demo", description = "add simulated cameras, for this run")
  private boolean demo;

  @Option(
      names = "--allow-unsigned-plugins",
      description = "for developers: take bundles from HOME/plugins unchecked")
  private boolean allowUnsignedPlugins;

  @Option(names = "--shell", description = "for developers: a Gogo shell on this terminal")
  private boolean shell;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this and end")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean help;

  /**
   * Reads the command line and, for options that are not on it, the environment.
   *
   * @return empty if only the help was asked for (it has then been printed to standard output)
   * @throws ParameterException if something is wrong; its message is for people
   */
  static Optional<RunOptions> parse(Map<String, String> environment, String... args) {
    RunOptions options = new RunOptions();
    CommandLine line = new CommandLine(options);
    line.setDefaultValueProvider(argument -> fromEnvironment(environment, argument));
    line.parseArgs(args);
    if (line.isUsageHelpRequested()) {
      line.usage(System.out);
      return Optional.empty();
    }
    options.check(line);
    return Optional.of(options);
  }

  private static String fromEnvironment(
      Map<String, String> environment, CommandLine.Model.ArgSpec argument) {
    if (!(argument instanceof CommandLine.Model.OptionSpec option) || option.usageHelp()) {
      return null;
    }
    String name = option.longestName().substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    String value = environment.get("VEDETTE_" + name);
    return value == null || value.isBlank() ? null : value;
  }

  private void check(CommandLine line) {
    checkPort(line, "--http-port", httpPort);
    checkPort(line, "--https-port", httpsPort);
    checkPort(line, "--rtsp-port", rtspPort);
    checkPort(line, "--media-port", mediaPort);
    if (httpPort == httpsPort) {
      throw new ParameterException(line, "--http-port and --https-port are both " + httpPort);
    }
  }

  private static void checkPort(CommandLine line, String option, Integer port) {
    if (port != null && (port < 1 || port > 65535)) {
      throw new ParameterException(line, option + ": " + port + " is not a port (1 to 65535)");
    }
  }

  Path home() {
    return home.toAbsolutePath().normalize();
  }

  int httpPort() {
    return httpPort;
  }

  int httpsPort() {
    return httpsPort;
  }

  /** Empty: not given. */
  OptionalInt rtspPort() {
    return rtspPort == null ? OptionalInt.empty() : OptionalInt.of(rtspPort);
  }

  /** Empty: not given, then it is {@link #MEDIA_PORT}. */
  OptionalInt mediaPort() {
    return mediaPort == null ? OptionalInt.empty() : OptionalInt.of(mediaPort);
  }

  /** Empty: all addresses. */
  Optional<String> bind() {
    return Optional.ofNullable(bind);
  }

  List<String> publicAddresses() {
    return List.copyOf(publicAddresses);
  }

  Optional<String> adminPassword() {
    return Optional.ofNullable(adminPassword);
  }

  /** Absolute; empty: not given. */
  List<Path> recordings() {
    return recordings.stream().map(p -> p.toAbsolutePath().normalize()).toList();
  }

  List<String> kurento() {
    return List.copyOf(kurento);
  }

  boolean demo() {
    return demo;
  }

  boolean allowUnsignedPlugins() {
    return allowUnsignedPlugins;
  }

  boolean shell() {
    return shell;
  }
}

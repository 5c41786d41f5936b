package io.vedette.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * Options of {@code ./vedette run}. Each is also an environment variable: {@code --http-port} is
 * {@code VEDETTE_HTTP_PORT}; the command line wins.
 *
 * <p>The words about them are in {@code options.txt}, which the script {@code vedette} reads as
 * well: it answers {@code --help} and refuses unknown options before anything is built.
 */
final class RunOptions {
  static final int HTTP_PORT = 8080;
  static final int HTTPS_PORT = 8443;
  static final int MEDIA_PORT = 8189;
  static final int RTSP_PORT = 8554;

  @Option(names = "--home")
  private Path home = Path.of("var");

  @Option(names = "--http-port", converter = Port.class)
  private int httpPort = HTTP_PORT;

  @Option(names = "--https-port", converter = Port.class)
  private int httpsPort = HTTPS_PORT;

  private boolean https = true;

  @Option(names = "--rtsp-port", converter = Port.class)
  private Integer rtspPort;

  @Option(names = "--media-port", converter = Port.class)
  private Integer mediaPort;

  @Option(names = "--bind")
  private String bind;

  @Option(names = "--public-address", split = ",")
  private List<String> publicAddresses = new ArrayList<>();

  @Option(names = "--admin-password")
  private String adminPassword;

  @Option(names = "--recordings", split = ",")
  private List<Path> recordings = new ArrayList<>();

  @Option(names = "--kurento", split = ",")
  private List<String> kurento = new ArrayList<>();

  @Option(names = "--demo")
  private boolean demo;

  @Option(names = "--allow-unsigned-plugins")
  private boolean allowUnsignedPlugins;

  @Option(names = "--shell")
  private boolean shell;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true)
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
    line.setOverwrittenOptionsAllowed(true); // the last one counts, as everywhere
    line.setDefaultValueProvider(argument -> fromEnvironment(environment, argument));
    line.parseArgs(args);
    if (line.isUsageHelpRequested()) {
      System.out.print(help());
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
    int rtsp = rtspPort().orElse(RTSP_PORT);
    refuseSame(line, "--http-port", httpPort, "--https-port", httpsPort);
    refuseSame(line, "--http-port", httpPort, "--rtsp-port", rtsp);
    refuseSame(line, "--https-port", httpsPort, "--rtsp-port", rtsp);
    int media = mediaPort().orElse(MEDIA_PORT);
    if (media == rtsp || media == rtsp + 1) {
      throw new ParameterException(
          line,
          "--media-port %1$d is one of the UDP ports of --rtsp-port %2$d (%2$d and %3$d)"
              .formatted(media, rtsp, rtsp + 1));
    }
  }

  private static void refuseSame(
      CommandLine line, String one, int port, String other, int otherPort) {
    if (port == otherPort) {
      throw new ParameterException(line, one + " and " + other + " are both " + port);
    }
  }

  /** What the options do, for people. */
  static String help() {
    try (InputStream in = RunOptions.class.getResourceAsStream("options.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Port implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      // At most five digits: no number is too large to be read.
      int port = value.matches("[0-9]{1,5}") ? Integer.parseInt(value) : 0;
      if (port < 1 || port > 65535) {
        throw new TypeConversionException(value + " is not a port (1 to 65535)");
      }
      return port;
    }
  }

  Path home() {
    return home.toAbsolutePath().normalize();
  }

  int httpPort() {
    return httpPort;
  }

  /** Empty: no https. */
  OptionalInt httpsPort() {
    return https ? OptionalInt.of(httpsPort) : OptionalInt.empty();
  }

  /** For when the port of https cannot be had: better without than not at all. */
  void dropHttps() {
    https = false;
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

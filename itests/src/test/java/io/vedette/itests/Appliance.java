package io.vedette.itests;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vedette.testkit.net.HeldPort;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * The assembled appliance as a process of its own, at free ports of the loopback interface unless
 * {@code --bind} says otherwise, as {@code ./vedette run} starts it. What it prints goes to {@code
 * target/consoles/NAME.txt}.
 */
final class Appliance implements AutoCloseable {
  /** What {@code --admin-password} is given unless a test wants the made one. */
  static final String PASSWORD = "correct horse 7";

  private static final Path DISTRIBUTION = Path.of("../appliance-image/target/vedette");
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(15);

  /** Never let go. */
  private static final Queue<HeldPort> HELD = new ConcurrentLinkedQueue<>();

  private final Process process;
  private final Path console;
  private final Ports ports;

  private record Ports(int http, int https, int media, int rtsp) {}

  private Appliance(Process process, Path console, Ports ports) {
    this.process = process;
    this.console = console;
    this.ports = ports;
  }

  /**
   * Starts and waits until it says where it is.
   *
   * @param name of the console's file; appended to if it is there
   * @param home folder of all state
   */
  static Appliance start(String name, Path home, String... options) throws IOException {
    Appliance appliance = launch(name, home, options);
    appliance.awaitStart();
    return appliance;
  }

  /** Waits until it says where it is. */
  void awaitStart() {
    try {
      Eventually.within(
          START, "the appliance has started", () -> !isAlive() || printed().contains(": http://"));
    } catch (AssertionError e) {
      process.destroyForcibly();
      throw e;
    }
    if (!isAlive()) {
      throw new IllegalStateException("the appliance ended: " + printed());
    }
  }

  /** Starts and waits for nothing. */
  static Appliance launch(String name, Path home, String... options) throws IOException {
    return launch(name, home, tcpPort(), options);
  }

  /** Starts at a given port and waits for nothing. */
  static Appliance launch(String name, Path home, int httpPort, String... options)
      throws IOException {
    Path console = Files.createDirectories(Path.of("target/consoles")).resolve(name + ".txt");
    Ports ports = new Ports(httpPort, tcpPort(), freeUdpPort(), tcpPort());
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + DISTRIBUTION.resolve("etc/jvm.options"),
                "-cp",
                DISTRIBUTION.resolve("lib") + "/*",
                "io.vedette.launcher.Main",
                "--home",
                home.toString(),
                "--http-port",
                Integer.toString(httpPort),
                "--https-port",
                Integer.toString(ports.https()),
                "--media-port",
                Integer.toString(ports.media()),
                "--rtsp-port",
                Integer.toString(ports.rtsp())));
    if (!List.of(options).contains("--bind")) {
      command.addAll(List.of("--bind", "127.0.0.1"));
    }
    command.addAll(List.of(options));
    Files.writeString(console, ""); // what an earlier process of the same name said is not ours
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(console.toFile())
            .start();
    // A test run that is broken off leaves none behind.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new Appliance(process, console, ports);
  }

  /** A port for this run of the tests: also while no appliance listens there it is nobody's. */
  private static int tcpPort() throws IOException {
    HeldPort port = new HeldPort(InetAddress.getLoopbackAddress(), 0);
    HELD.add(port);
    return port.number();
  }

  private static int freeUdpPort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + ports.http());
  }

  int httpsPort() {
    return ports.https();
  }

  /** The TCP port of the RTSP server. */
  int rtspPort() {
    return ports.rtsp();
  }

  /** The UDP port of WebRTC. */
  int mediaPort() {
    return ports.media();
  }

  /** A client without a session. */
  Api api() {
    return new Api(uri());
  }

  /** A client signed in as the administrator with {@link #PASSWORD}. */
  Api admin() throws IOException {
    return api().signIn("admin", PASSWORD);
  }

  /** Everything it has printed so far. */
  String printed() {
    try {
      return Files.readString(console, UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** As the operating system sees it. */
  ProcessHandle handle() {
    return process.toHandle();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end by itself; returns the exit code. */
  int await() throws InterruptedException {
    if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the appliance has not ended within " + STOP);
    }
    return process.exitValue();
  }

  /** SIGTERM; returns the exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    return await();
  }

  /** SIGKILL: as if the power went. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    await();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
      kill();
    }
  }
}

package io.vedette.testkit.bench;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A recorder as {@code ./vedette run} starts it, at free ports of the loopback interface, and what
 * the operating system and its Java machine say of it.
 */
public final class RecorderProcess implements AutoCloseable {
  static final String PASSWORD = "bench-of-vedette";

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(20);
  private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");
  private static final Pattern PAUSE = Pattern.compile("Pause .* (\\d+(?:[.,]\\d+)?)ms$");

  private final Process process;
  private final Path gcLog;
  private final Rest rest;

  private RecorderProcess(Process process, Path gcLog, Rest rest) {
    this.process = process;
    this.gcLog = gcLog;
    this.rest = rest;
  }

  /**
   * Starts and waits until it is up.
   *
   * @param distribution the assembled folder
   * @param home a folder that does not exist yet
   */
  public static RecorderProcess start(Path distribution, Path home) throws IOException {
    Files.createDirectories(home);
    Path gcLog = home.resolve("gc.log");
    int port = freeTcpPort();
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@" + distribution.resolve("etc/jvm.options"),
            "-Xlog:gc:file=" + gcLog,
            "-cp",
            distribution.resolve("lib") + "/*",
            "io.vedette.launcher.Main",
            "--home",
            home.toString(),
            "--bind",
            "127.0.0.1",
            "--http-port",
            Integer.toString(port),
            "--https-port",
            Integer.toString(freeTcpPort()),
            "--media-port",
            Integer.toString(freeUdpPort()),
            "--admin-password",
            PASSWORD);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("console.txt").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly)); // after Ctrl-C
    Rest rest = new Rest(URI.create("http://127.0.0.1:" + port));
    RecorderProcess recorder = new RecorderProcess(process, gcLog, rest);
    long endNanos = System.nanoTime() + START.toNanos();
    while (!rest.isUp()) {
      if (!process.isAlive() || System.nanoTime() > endNanos) {
        recorder.close();
        throw new IOException(
            "the recorder did not start: " + Files.readString(home.resolve("console.txt")).strip());
      }
      Bench.pause(100);
    }
    rest.signIn("admin", PASSWORD);
    return recorder;
  }

  private static int freeTcpPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static int freeUdpPort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Its HTTP. */
  public Rest rest() {
    return rest;
  }

  /** User and system time of all its threads, from the operating system. */
  double cpuSeconds() {
    return cpuSeconds(process.toHandle());
  }

  static double cpuSeconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
  }

  /** What its threads of a name have used. */
  ThreadLoad threads(String name) throws IOException {
    return ThreadLoad.of(process.pid(), name);
  }

  /** The most memory it ever had resident, in bytes. */
  long peakBytes() throws IOException {
    Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
    if (!peak.find()) {
      throw new IOException("no VmHWM of process " + process.pid());
    }
    return Long.parseLong(peak.group(1)) * 1024;
  }

  /** Programs it has started, as transcoders are. */
  long children() {
    return process.descendants().count();
  }

  /** The longest pause for garbage collection so far; null if there was none. */
  Double longestPauseMillis() throws IOException {
    Double longest = null;
    for (String line : Files.readAllLines(gcLog)) {
      Matcher pause = PAUSE.matcher(line);
      if (pause.find()) {
        double millis = Double.parseDouble(pause.group(1).replace(',', '.'));
        longest = longest == null ? millis : Math.max(longest, millis);
      }
    }
    return longest;
  }

  /** SIGTERM; kills it if it does not end. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("the recorder did not stop within " + STOP.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

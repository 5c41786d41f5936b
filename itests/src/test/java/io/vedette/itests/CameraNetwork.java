package io.vedette.itests;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Hosts in another network namespace, joined to this one by virtual cables, with avahi. Used by one
 * thread.
 */
final class CameraNetwork implements AutoCloseable {
  private static final Path SCRIPT = Path.of("src/test/sh/camera-network.sh").toAbsolutePath();

  private final Process script;
  private final BufferedReader answers;
  private final String net;

  /** Skips the test, and says why, where the machine forbids namespaces or lacks a tool. */
  CameraNetwork() throws IOException {
    script =
        new ProcessBuilder("sh", SCRIPT.toString())
            .redirectError(ProcessBuilder.Redirect.appendTo(Path.of("target/network.txt").toFile()))
            .start();
    answers = script.inputReader(StandardCharsets.UTF_8);
    String line = line();
    if (!line.startsWith("ready ")) {
      System.out.println("skipped: " + line);
      abort(line);
    }
    net = line.substring("ready ".length());
  }

  /** An address in it. */
  String host(int last) {
    return net + "." + last;
  }

  /** Whether an address is one of it. */
  boolean holds(String host) {
    return host.startsWith(net + ".");
  }

  /** Starts simulated cameras inside; returns the process id. */
  String cameras(int host, String family) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classes = System.getProperty("java.class.path");
    return run(
        "%s -XX:+UseSerialGC -cp %s io.vedette.testkit.Cameras --family %s --port 34567 --bind %s"
            .formatted(java, classes, family, host(host)));
  }

  /** Runs something inside; returns the process id. */
  String run(String command) throws IOException {
    tell("run " + command);
    return line();
  }

  /** What avahi-browse sees inside of HTTP, HTTPS and RTSP servers. */
  String browse() throws IOException {
    tell("browse");
    StringBuilder seen = new StringBuilder();
    for (String line = line(); !line.equals("done"); line = line()) {
      seen.append(line).append('\n');
    }
    return seen.toString();
  }

  private void tell(String command) throws IOException {
    script.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
    script.getOutputStream().flush();
  }

  private String line() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the script has ended, see target/network.txt");
    }
    return line;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    script.getOutputStream().close(); // it ends with its input
    if (!script.waitFor(10, TimeUnit.SECONDS)) {
      script.destroyForcibly();
    }
  }
}

package io.vedette.source.rtsp;

import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.Credentials;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A camera played by gst-rtsp-server in a process of its own, on a free port. */
final class GstCamera implements AutoCloseable {
  private static final String PYTHON = "/usr/bin/python3"; // the one for which Debian packages gi

  private final Process process;
  private final Path clip;
  private final int port;

  /**
   * @param options of {@code gst_camera.py}
   */
  GstCamera(String... options) throws IOException {
    this(".h264", List.of(options));
  }

  /** The same with the clip in H.265. */
  static GstCamera h265() throws IOException {
    return new GstCamera(".h265", List.of());
  }

  private GstCamera(String suffix, List<String> options) throws IOException {
    clip = Files.createTempFile("clip", suffix);
    try (InputStream in =
        GstCamera.class.getResourceAsStream("/io/vedette/testkit/clips/street-sub" + suffix)) {
      Files.write(clip, in.readAllBytes());
    }
    List<String> command =
        new ArrayList<>(List.of(PYTHON, "src/test/python/gst_camera.py", clip.toString()));
    command.addAll(List.of("--fps", "15"));
    command.addAll(options);
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    port = port(process.inputReader(StandardCharsets.UTF_8));
  }

  private int port(BufferedReader output) throws IOException {
    StringBuilder said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("port ")) {
        return Integer.parseInt(line.substring(5));
      }
      said.append(line).append('\n');
    }
    throw new AssertionError(
        "gst-rtsp-server cannot be started; install python3-gi gir1.2-gst-rtsp-server-1.0"
            + " gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad:\n"
            + said);
  }

  String url() {
    return "rtsp://127.0.0.1:" + port + "/cam";
  }

  CameraAddress address() {
    return Addresses.of(url(), Optional.empty());
  }

  CameraAddress address(String user, String password) {
    return Addresses.of(url(), Optional.of(new Credentials(user, password)));
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    Files.delete(clip);
  }
}

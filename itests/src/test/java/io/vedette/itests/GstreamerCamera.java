package io.vedette.itests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.testkit.Clip;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A camera whose RTSP, RTP and SDP we did not write: GStreamer's server, in its own process. */
final class GstreamerCamera implements AutoCloseable {
  /** Pictures per second of what it plays. */
  static final int FPS = 15;

  /** Debian's own Python: others have no GStreamer. */
  private static final String PYTHON = "/usr/bin/python3";

  private static final String SCRIPT = "../bundles/source.rtsp/src/test/python/gst_camera.py";

  private final Process process;
  private final int port;

  /**
   * Plays a clip of the kit, 640 pixels wide.
   *
   * @param folder for the clip's file
   * @param options of the script
   */
  GstreamerCamera(Path folder, String... options) throws IOException {
    this(clip(folder), FPS, options);
  }

  /** Plays a file of one's own. */
  GstreamerCamera(Path clip, int fps, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of(PYTHON, SCRIPT, clip.toString()));
    command.addAll(List.of("--fps", Integer.toString(fps)));
    command.addAll(List.of(options));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
    assertThat(line).startsWith("port ");
    port = Integer.parseInt(line.substring("port ".length()));
  }

  private static Path clip(Path folder) throws IOException {
    Path clip = folder.resolve("clip.h264");
    try (InputStream in = Clip.class.getResourceAsStream("clips/meadow-sub.h264")) {
      Files.copy(in, clip);
    }
    return clip;
  }

  int port() {
    return port;
  }

  /** Where it is found, or a relay before it. */
  static URI uri(int port) {
    return URI.create("rtsp://127.0.0.1:" + port + "/cam");
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

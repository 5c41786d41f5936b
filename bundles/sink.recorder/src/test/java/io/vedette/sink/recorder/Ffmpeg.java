package io.vedette.sink.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Runs ffmpeg and ffprobe, the judges of our files; fails clearly where they are not installed. */
final class Ffmpeg {
  private Ffmpeg() {}

  /** Output and errors of a command that must end with 0. */
  static String run(String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IOException(command[0] + " is needed by this test: install package ffmpeg", e);
    }
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + output).isZero();
    return output;
  }

  /** Width and height of the picture at a time, as they are decoded. */
  static String sizeAt(Path file, int second) throws IOException, InterruptedException {
    return run(
            "ffprobe",
            "-v",
            "error",
            "-select_streams",
            "v",
            "-read_intervals",
            second + "%+#1",
            "-show_entries",
            "frame=width,height",
            "-of",
            "csv=p=0",
            file.toString())
        .lines()
        .findFirst()
        .orElse("");
  }

  /** Decodes all pictures; gives their number. Fails if ffprobe has anything to complain about. */
  static int pictures(Path file) throws IOException, InterruptedException {
    String output =
        run(
            "ffprobe",
            "-v",
            "error",
            "-count_frames",
            "-select_streams",
            "v",
            "-show_entries",
            "stream=nb_read_frames",
            "-of",
            "csv=p=0",
            file.toString());
    assertThat(output).as(file.toString()).matches("[0-9]+");
    return Integer.parseInt(output);
  }

  /** Seconds that the container tells. */
  static double seconds(Path file) throws IOException, InterruptedException {
    return Double.parseDouble(
        run(
            "ffprobe",
            "-v",
            "error",
            "-show_entries",
            "format=duration",
            "-of",
            "csv=p=0",
            file.toString()));
  }
}

package io.vedette.mp4;

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

  /** What {@code ffprobe -v error} has to say about a file: nothing, if it is sound. */
  static String complaints(Path file) throws IOException, InterruptedException {
    return run("ffprobe", "-v", "error", file.toString());
  }

  /** Complaints of a decoder that must decode all pictures. */
  static String decodeComplaints(Path file) throws IOException, InterruptedException {
    return run(
        "ffmpeg",
        "-v",
        "error",
        "-nostdin",
        "-i",
        file.toString(),
        "-map",
        "0:v",
        "-f",
        "null",
        "-");
  }

  static int decodedPictures(Path file) throws IOException, InterruptedException {
    return Integer.parseInt(
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
            file.toString()));
  }
}

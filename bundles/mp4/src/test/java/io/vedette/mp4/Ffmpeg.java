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

  /** A file of the sound as linear samples of 16 bits. The last argument is the source. */
  static Path linear(String... input) throws IOException, InterruptedException {
    java.util.List<String> command =
        new java.util.ArrayList<>(java.util.List.of("ffmpeg", "-v", "error", "-nostdin"));
    command.addAll(java.util.Arrays.asList(input).subList(0, input.length - 1));
    command.addAll(java.util.List.of("-i", input[input.length - 1], "-map", "0:a", "-f", "s16be"));
    command.addAll(java.util.List.of("-y", input[input.length - 1] + ".linear"));
    assertThat(run(command.toArray(String[]::new))).isEmpty();
    return Path.of(input[input.length - 1] + ".linear");
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

package io.vedette.itests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** ffprobe as the judge of files. */
final class Ffprobe {
  private Ffprobe() {}

  /** What it finds wrong when it reads every packet; empty: nothing. */
  static String complaints(Path file) throws IOException, InterruptedException {
    return run("-show_entries", "packet=pts", "-of", "csv=p=0", "-o", "/dev/null", file.toString());
  }

  /** Codec names of the tracks, one a line. */
  static String codecs(Path file) throws IOException, InterruptedException {
    return run("-show_entries", "stream=codec_name", "-of", "csv=p=0", file.toString());
  }

  private static String run(String... arguments) throws IOException, InterruptedException {
    java.util.List<String> command =
        new java.util.ArrayList<>(java.util.List.of("ffprobe", "-v", "error"));
    command.addAll(java.util.List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return "ffprobe did not end";
    }
    return process.exitValue() == 0
        ? said.strip()
        : "exit code " + process.exitValue() + " " + said;
  }
}

package io.vedette.transcoder.ffmpeg;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A running ffmpeg with its three pipes. Closing kills it, which ends every read and write of its
 * pipes. A recorder that is killed takes its processes along: they meet the end of their input.
 */
final class FfmpegProcess implements AutoCloseable {
  /** Bytes of complaints that are kept: the first lines say what is wrong, the rest repeats. */
  private static final int KEPT = 4000;

  /** Characters of them that are told. */
  private static final int TOLD = 400;

  /**
   * What the system's loader says at each start where a library stands in for one of sound or
   * screen (docs/design/transcoder.md, Where it comes from): nothing is wrong.
   */
  private static final String STANDS_IN = ": no version information available (required by ";

  private final Process process;
  private final Thread errors;
  private final StringBuilder complaint = new StringBuilder(); // guarded by itself

  /**
   * Starts it.
   *
   * @throws IOException if the system does not let us
   */
  FfmpegProcess(Ffmpeg ffmpeg, Path program, List<String> arguments) throws IOException {
    process = ffmpeg.process(program, arguments).start();
    errors = new Thread(this::readErrors, "ffmpeg " + process.pid() + " errors");
    errors.setDaemon(true);
    errors.start();
  }

  private void readErrors() {
    byte[] buffer = new byte[1024];
    try (InputStream in = process.getErrorStream()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        synchronized (complaint) {
          String more = new String(buffer, 0, Math.min(count, KEPT - complaint.length()), UTF_8);
          complaint.append(more);
        }
      }
    } catch (IOException e) {
      // It was killed.
    }
  }

  /** Not buffered: a whole picture is written at once. */
  OutputStream input() {
    return process.getOutputStream();
  }

  InputStream output() {
    return process.getInputStream();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** What it said first, in one line; empty if it is content. */
  String complaint() {
    synchronized (complaint) {
      return told(complaint.toString());
    }
  }

  static String told(String said) {
    String told =
        said.lines()
            .filter(line -> !line.contains(STANDS_IN))
            .collect(Collectors.joining(" "))
            .strip()
            .replaceAll("\\s+", " ");
    return told.substring(0, Math.min(told.length(), TOLD));
  }

  /** Kills it and waits until it is gone. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(2, TimeUnit.SECONDS); // a killed process only waits for the kernel
      errors.join(2000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.vedette.sink.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A real file system of its own, in memory, mounted at a folder. Only root may mount, and not in
 * every container: elsewhere the test that wants one is skipped and says so.
 */
final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Mounts so many MB; the folder is made. */
  static SmallDisk mount(Path folder, int megabytes) throws Exception {
    Files.createDirectories(folder);
    String refusal =
        run(
            "mount",
            "-t",
            "tmpfs",
            "-o",
            "size=" + megabytes + "m",
            "vedette-test",
            folder.toString());
    Assumptions.assumeTrue(
        refusal.isEmpty(), () -> "this machine lets us mount nothing: " + refusal);
    return new SmallDisk(folder);
  }

  /** Mounts it anew as read-only or not; nothing on it may be open for writing. */
  void readOnly(boolean on) throws Exception {
    String refusal = run("mount", "-o", "remount," + (on ? "ro" : "rw"), folder.toString());
    Assumptions.assumeTrue(
        refusal.isEmpty(), () -> "this machine lets us remount nothing: " + refusal);
  }

  /** Makes it so full that nothing fits any more. */
  Path fill() throws IOException {
    Path filler = folder.resolve("filler");
    byte[] block = new byte[64 << 10];
    try (var out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      return filler; // no space left
    }
  }

  /** Output of a command that failed; empty if it did what it should. */
  private static String run(String... command) throws Exception {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return e.getMessage();
    }
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return List.of(command) + " does not end";
    }
    return process.exitValue() == 0 ? "" : output + " (exit code " + process.exitValue() + ")";
  }

  /** Unmounts it; what was on it is gone. */
  @Override
  public void close() throws Exception {
    String refusal = run("umount", folder.toString());
    if (!refusal.isEmpty()) {
      run("umount", "-l", folder.toString());
      throw new IOException(refusal);
    }
  }
}

package io.vedette.sink.export;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** {@code ./vedette check} of an export: no recorder need run, none is asked. */
public final class VerifyMain {
  private VerifyMain() {}

  /**
   * Exit code 0: all is well; 1: each fault has a line on standard output; 2: no export there.
   *
   * @param args path of a ZIP or of a folder
   */
  public static void main(String[] args) {
    System.exit(args.length == 1 ? run(Path.of(args[0]), System.out) : 2);
  }

  static int run(Path path, PrintStream out) {
    Verification.Result result;
    try {
      result = Verification.of(path);
    } catch (IOException e) {
      out.println(path + ": cannot be read: " + e.getMessage());
      return 2;
    }
    result.faults().forEach(out::println);
    result.manifest().ifPresent(manifest -> describe(manifest, out));
    result.fingerprint().ifPresent(print -> out.println("key " + print));
    int faults = result.faults().size();
    out.println(faults == 0 ? "the export is as it was made" : faults + " faults");
    return faults == 0 ? 0 : 1;
  }

  private static void describe(Manifest manifest, PrintStream out) {
    out.printf(
        "export %s by %s on %s, recorder %s%n",
        manifest.export, manifest.exportedBy, manifest.created, manifest.appliance.id);
    for (Manifest.Camera camera : manifest.cameras) {
      out.printf(
          "%s/%s from %s to %s: %d files, %d gaps%n",
          camera.id,
          manifest.stream,
          manifest.from,
          manifest.to,
          camera.files.size(),
          camera.gaps.size());
    }
  }
}

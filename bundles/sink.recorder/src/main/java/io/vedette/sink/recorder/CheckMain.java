package io.vedette.sink.recorder;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code ./vedette check} of a recordings folder: no recorder need run, none is asked. */
public final class CheckMain {
  private static final String INDEX = "index.db";

  private CheckMain() {}

  /**
   * Exit code 0: all is well; 1: each fault has a line on standard output; 2: no recordings there.
   *
   * @param args the folder, or the HOME of a recorder; then, if it is elsewhere, the index
   */
  public static void main(String[] args) {
    if (args.length < 1 || args.length > 2) {
      System.err.println("check FOLDER [INDEX]");
      System.exit(2);
    }
    Path folder = Path.of(args[0]).toAbsolutePath().normalize();
    Path root =
        Files.exists(folder.resolve(INDEX)) ? folder.resolve("recordings") : folder; // a HOME
    Path index = args.length == 2 ? Path.of(args[1]) : root.resolveSibling(INDEX);
    System.exit(run(root, index, System.out));
  }

  static int run(Path root, Path index, PrintStream out) {
    try {
      FolderCheck.Summary summary = FolderCheck.run(root, index, out::println);
      out.printf(
          "%d files, %d MB, %d not finished yet; %s; %d faults%n",
          summary.files(),
          summary.bytes() >> 20,
          summary.unfinished(),
          summary.indexed() ? "compared with " + index : "no index at " + index,
          summary.faults());
      return summary.faults() == 0 ? 0 : 1;
    } catch (IOException e) {
      out.println(e.getMessage());
      return 2;
    }
  }
}

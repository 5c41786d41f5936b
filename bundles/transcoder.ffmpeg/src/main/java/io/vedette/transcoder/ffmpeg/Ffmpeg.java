package io.vedette.transcoder.ffmpeg;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The program on this machine.
 *
 * @param searched folders, as in the environment's PATH
 */
record Ffmpeg(String searched) {
  /** What it gets of our environment: the rest is none of its business, a password may be there. */
  private static final Set<String> ENVIRONMENT = Set.of("PATH", "LD_LIBRARY_PATH");

  /** Recording comes first: with this a transcoder gets what is left of a busy processor. */
  private static final String NICENESS = "10";

  /** Where it is; looked up anew each time, since it may be installed while we run. */
  Optional<Path> program() {
    return find("ffmpeg");
  }

  private Optional<Path> find(String name) {
    for (String folder : searched.split(File.pathSeparator)) {
      Path program = Path.of(folder, name);
      if (!folder.isEmpty() && Files.isExecutable(program) && !Files.isDirectory(program)) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }

  /** A process that is not started yet, below us in the eyes of the scheduler. */
  ProcessBuilder process(Path program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    find("nice").ifPresent(nice -> command.addAll(List.of(nice.toString(), "-n", NICENESS)));
    command.add(program.toString());
    command.addAll(List.of("-nostdin", "-hide_banner", "-v", "error"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().retainAll(ENVIRONMENT);
    return builder;
  }
}

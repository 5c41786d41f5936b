package io.vedette.sink.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What {@code ./vedette check} would say of all recordings folders of a test. */
final class FolderFaults {
  private FolderFaults() {}

  /** One line per fault, in the folders below {@code home}; their index lies beside them. */
  static List<String> below(Path home) throws IOException {
    List<Path> ids;
    try (Stream<Path> all = Files.walk(home)) {
      ids = all.filter(f -> f.getFileName().toString().equals(FolderClaim.ID_FILE)).toList();
    }
    List<String> faults = new ArrayList<>();
    for (Path id : ids) {
      Path root = id.getParent();
      FolderCheck.run(root, root.resolveSibling("index.db"), faults::add);
    }
    return faults;
  }
}

package io.vedette.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The framework's own copies of bundles, {@code HOME/felix-cache}. The framework does not force
 * them to disk, and a power cut soon after a change would leave empty files that it then trusts for
 * ever. A mark says that all of it is on disk; without the mark the folder is emptied at the next
 * start, and what features list is copied again.
 */
final class FrameworkStorage {
  private static final Logger log = LoggerFactory.getLogger(FrameworkStorage.class);

  private final Path folder;
  private final Path mark;

  /** Empties the folder unless it is marked as whole. */
  FrameworkStorage(Home home) throws IOException {
    this.folder = home.folder("felix-cache");
    this.mark = folder.resolve("whole");
    if (!Files.exists(mark)) {
      empty();
    }
  }

  Path folder() {
    return folder;
  }

  /** Before a change: until {@link #settle} the folder is not to be trusted. */
  void change() {
    try {
      if (Files.deleteIfExists(mark)) {
        force(folder);
      }
    } catch (IOException e) {
      log.warn("{} cannot be deleted: {}", mark, e.getMessage());
    }
  }

  /** After a change: all is on disk when this returns, or the next start copies again. */
  void settle() {
    if (Files.exists(mark)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) tree::iterator) {
        force(path);
      }
      Files.createFile(mark);
      force(folder);
    } catch (IOException | UncheckedIOException e) {
      log.warn("the copies of bundles may not be on disk: {}", e.getMessage());
    }
  }

  /** Everything but the folder itself. */
  void empty() throws IOException {
    List<Path> paths;
    try (Stream<Path> tree = Files.walk(folder)) {
      paths = tree.filter(path -> !path.equals(folder)).sorted(Comparator.reverseOrder()).toList();
    }
    if (!paths.isEmpty()) {
      log.info("the framework's copies of bundles are made anew");
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }

  private static void force(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      file.force(true);
    }
  }
}

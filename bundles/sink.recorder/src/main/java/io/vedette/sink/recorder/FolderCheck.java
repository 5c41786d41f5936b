package io.vedette.sink.recorder;

import io.vedette.media.MalformedMediaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sqlite.SQLiteException;

/**
 * Verifies a recordings folder and changes nothing in it: every file can be played, and the index
 * says of each what it is. A file that was not finished is no fault: its recorder was killed, and
 * finishes it at its next start.
 */
final class FolderCheck {
  private final Path root;
  private final UUID disk;
  private final Map<String, IndexRow> rows; // by path; taken out as files are found
  private final boolean indexed;
  private final Consumer<String> faults;
  private long files;
  private long unfinished;
  private long bytes;
  private long told;

  /** What was looked at. */
  record Summary(long files, long unfinished, long bytes, boolean indexed, long faults) {}

  private FolderCheck(
      Path root, UUID disk, Map<String, IndexRow> rows, boolean indexed, Consumer<String> faults) {
    this.root = root;
    this.disk = disk;
    this.rows = rows;
    this.indexed = indexed;
    this.faults = faults;
  }

  /**
   * Looks at all of a folder.
   *
   * @param index file of the index; need not exist: then only the files are looked at
   * @param faults hears of each fault, one line
   * @throws IOException if there is no such folder, or none of ours
   */
  static Summary run(Path root, Path index, Consumer<String> faults) throws IOException {
    Path idFile = root.resolve(FolderClaim.ID_FILE);
    if (!Files.exists(idFile)) {
      throw new NoSuchFileException(
          root.toString(), null, "it has no " + FolderClaim.ID_FILE + ": not a recordings folder");
    }
    UUID disk;
    try {
      disk = UUID.fromString(Files.readString(idFile).strip());
    } catch (IllegalArgumentException e) {
      throw new IOException(idFile + " holds no id", e);
    }
    List<String> early = new ArrayList<>();
    Map<String, IndexRow> rows = new TreeMap<>();
    boolean indexed = false;
    if (Files.exists(index)) {
      try {
        rows.putAll(IndexRow.of(index, disk));
        indexed = true;
      } catch (SQLiteException e) {
        early.add(index + ": cannot be read: " + e.getMessage());
      }
    }
    FolderCheck check = new FolderCheck(root, disk, rows, indexed, faults);
    early.forEach(check::tell);
    check.files();
    check.rowsWithoutFile();
    return new Summary(check.files, check.unfinished, check.bytes, check.indexed, check.told);
  }

  private void tell(String fault) {
    told++;
    faults.accept(fault);
  }

  private void files() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : (Iterable<Path>) all.filter(FolderCheck::isMovie).sorted()::iterator) {
        file(file);
      }
    }
  }

  private static boolean isMovie(Path file) {
    return Files.isRegularFile(file) && file.getFileName().toString().endsWith(".mp4");
  }

  private void file(Path file) {
    String path = root.relativize(file).toString();
    files++;
    try {
      SegmentScan.Look look = SegmentScan.look(file, disk, path);
      bytes += look.segment().sizeBytes();
      if (!look.finished()) {
        unfinished++;
        rows.remove(path);
        return;
      }
      if (!look.sound()) {
        tell(path + ": cannot be played throughout: a picture has no whole NAL units");
      }
      String folder =
          look.segment().stream().camera() + "/" + look.segment().stream().profile().id();
      if (!path.startsWith(folder + "/")) {
        tell(path + ": lies in the wrong folder, it is of " + folder);
      }
      compare(path, look.segment());
    } catch (MalformedMediaException e) {
      rows.remove(path);
      tell(path + ": is no recording of ours: " + e.getMessage());
    } catch (NoSuchFileException e) {
      rows.remove(path); // deleted this moment, by a recorder that runs
    } catch (IOException e) {
      rows.remove(path);
      tell(path + ": cannot be read: " + e.getMessage());
    }
  }

  private void compare(String path, Segment segment) {
    IndexRow row = rows.remove(path);
    if (row == null && indexed) {
      tell(path + ": is not in the index");
    } else if (row != null && !row.equals(IndexRow.of(segment))) {
      tell(path + ": the index says " + row + ", the file " + IndexRow.of(segment));
    }
  }

  private void rowsWithoutFile() {
    for (String path : rows.keySet()) {
      if (Files.notExists(root.resolve(path))) {
        tell(path + ": is in the index, but the file is gone");
      }
    }
  }
}

package io.vedette.sink.recorder;

import io.vedette.api.stream.StreamKey;
import io.vedette.media.MalformedMediaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the newest segment of a stream in the folders themselves, whatever the index knows, and
 * finishes it if the process died while it grew. Reads one directory per level.
 */
final class Newest {
  private static final Logger log = LoggerFactory.getLogger(Newest.class);

  /** Broken files at the end that are passed over in the search for a sound one. */
  private static final int MAX_TRIES = 10;

  private Newest() {}

  static Optional<Segment> of(StreamKey.Live stream, Recorder.Shared shared) {
    Optional<Segment> newest = Optional.empty();
    for (Disk disk : shared.disks().all().stream().filter(Disk::isReadable).toList()) {
      Optional<Segment> here = on(disk, stream, shared);
      if (newest.isEmpty() || (here.isPresent() && here.get().startMs() > newest.get().startMs())) {
        newest = here;
      }
    }
    return newest;
  }

  private static Optional<Segment> on(Disk disk, StreamKey.Live stream, Recorder.Shared shared) {
    Path root = disk.resolve(stream.camera() + "/" + stream.profile().id());
    try {
      return search(root, 4, disk, shared, new int[] {MAX_TRIES});
    } catch (IOException e) {
      log.warn("looking for the newest recording in {}: {}", root, e.getMessage());
      return Optional.empty();
    }
  }

  /** Depth first, newest names first; year, month, day, file. */
  private static Optional<Segment> search(
      Path folder, int level, Disk disk, Recorder.Shared shared, int[] tries) throws IOException {
    for (Path entry : children(folder)) {
      if (tries[0] == 0) {
        break;
      }
      Optional<Segment> found =
          level > 1
              ? search(entry, level - 1, disk, shared, tries)
              : recover(entry, disk, shared, tries);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Entries by name, descending; none if it is not a folder. */
  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted(Comparator.<Path>naturalOrder().reversed()).toList();
    }
  }

  private static Optional<Segment> recover(
      Path file, Disk disk, Recorder.Shared shared, int[] tries) throws IOException {
    if (!FolderScan.isSegmentName(file)) {
      return Optional.empty();
    }
    String path = disk.root().relativize(file).toString();
    if (shared.catalog().isGrowing(disk.id(), path)) {
      return Optional.empty();
    }
    try {
      Segment segment = SegmentScan.recover(disk, path, shared.opener()).segment();
      shared.catalog().index().put(segment);
      return Optional.of(segment);
    } catch (MalformedMediaException e) {
      tries[0]--;
      return Optional.empty(); // told by the comparison of index and files
    }
  }
}

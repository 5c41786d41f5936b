package io.vedette.sink.recorder;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes segments: files, rows, folders that became empty. Thread-safe. */
final class Deletion {
  private static final Logger log = LoggerFactory.getLogger(Deletion.class);

  /** At work around the clock on a full disk: told at its begin and then once an hour. */
  private static final long TELL_NS = 3_600_000_000_000L;

  private final Index index;
  private final Disks disks;
  private final Map<String, Told> told = new HashMap<>(); // by reason; guarded by this

  private static final class Told {
    long segments;
    long bytes;
    long lastNs;
  }

  Deletion(Index index, Disks disks) {
    this.index = index;
    this.disks = disks;
  }

  /** Deletes some, in order, up to the first that cannot be deleted. */
  void delete(List<Segment> segments, String why) {
    long bytes = 0;
    int count = 0;
    try {
      for (Segment segment : segments) {
        delete(segment);
        bytes += segment.sizeBytes();
        count++;
      }
    } catch (IOException e) {
      log.warn("deleting {}: {}", segments.get(count).path(), e.getMessage());
    }
    if (count > 0) {
      tell(count, bytes, why);
    }
  }

  private synchronized void tell(int segments, long bytes, String why) {
    Told sum = told.computeIfAbsent(why, w -> new Told());
    sum.segments += segments;
    sum.bytes += bytes;
    long now = System.nanoTime();
    if (sum.lastNs == 0 || now - sum.lastNs > TELL_NS) {
      log.info("deleted {} segments, {} MB, {}", sum.segments, sum.bytes / 1_000_000, why);
      sum.segments = 0;
      sum.bytes = 0;
      sum.lastNs = now;
    }
  }

  /** First the file, then the row; then folders that became empty. */
  void delete(Segment segment) throws IOException {
    Path file = disks.resolve(segment);
    Files.deleteIfExists(file);
    index.deleted(segment);
    Path root = disks.find(segment.disk()).orElseThrow().root();
    try {
      for (Path folder = file.getParent(); !folder.equals(root); folder = folder.getParent()) {
        Files.deleteIfExists(folder);
      }
    } catch (DirectoryNotEmptyException e) {
      // Others are still in it.
    }
  }
}

package io.vedette.sink.recorder;

import io.vedette.api.camera.Camera;
import io.vedette.api.recording.TimelineSpan.Cause;
import io.vedette.api.stream.Profile;
import io.vedette.media.MalformedMediaException;
import io.vedette.mp4.SegmentIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares index and files of a disk, newest days first, and makes the index equal to the files: a
 * file without a row, or with another size, is read; a row without a file becomes a deleted
 * stretch. Files that are not ours or broken are told once and left untouched. Used by one thread.
 */
final class FolderScan {
  private static final Logger log = LoggerFactory.getLogger(FolderScan.class);
  private static final Pattern SEGMENT = Pattern.compile("[0-9]{9}\\.mp4");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{2,4}");

  /** Files read between two lines of progress in the log. */
  private static final int PROGRESS = 5000;

  private static final int ROWS_AT_ONCE = 200;

  private static final int MAX_TOLD = 10_000;

  private final Catalog catalog;
  private final Output.Opener opener;
  private final BooleanSupplier stopped;
  private final Set<String> told = new HashSet<>(); // broken files, bounded by MAX_TOLD
  private final List<SegmentScan.Result> results = new ArrayList<>(); // read, not yet in the index
  private volatile String progress = "";
  private long read;
  private long nextTold;
  private long rowsRemoved;

  /**
   * For a recorder.
   *
   * @param stopped true when the scan is to end early
   */
  FolderScan(Catalog catalog, Output.Opener opener, BooleanSupplier stopped) {
    this.catalog = catalog;
    this.opener = opener;
    this.stopped = stopped;
  }

  static boolean isSegmentName(Path file) {
    return SEGMENT.matcher(file.getFileName().toString()).matches();
  }

  /** How far a run has come, for people; empty if none runs. Called by any thread. */
  String progress() {
    return progress;
  }

  /** Brings the index up to date with one disk. */
  void run(Disk disk) throws IOException {
    read = 0;
    rowsRemoved = 0;
    try {
      List<Path> days = days(disk);
      for (int i = 0; i < days.size() && !stopped.getAsBoolean(); i++) {
        tellProgress(disk, i * 100 / days.size());
        day(disk, days.get(i));
      }
      removeRowsOfMissingDays(disk, days);
    } finally {
      progress = "";
    }
    if (read > 0 || rowsRemoved > 0) {
      log.info("index: {} files of {} read, {} rows removed", read, disk.root(), rowsRemoved);
    }
  }

  private void tellProgress(Disk disk, int percent) {
    if (read > 0) { // else the index knows what there is, and this takes a moment
      progress = "its recordings are looked through: " + percent + " %, " + read + " files read";
      if (read >= nextTold) {
        log.info("index: {} % of {}, {} files read", percent, disk.root(), read);
        nextTold = read + PROGRESS;
      }
    } else {
      nextTold = 0;
    }
  }

  /** Folders of all days of all streams, newest day first. */
  private static List<Path> days(Disk disk) throws IOException {
    List<Path> days = new ArrayList<>();
    for (Path camera : children(disk.root())) {
      if (Camera.ID.matcher(camera.getFileName().toString()).matches()) {
        for (Path profile : children(camera)) {
          if (Profile.of(profile.getFileName().toString()).isPresent()) {
            addDays(profile, 3, days);
          }
        }
      }
    }
    days.sort(Comparator.comparing(FolderScan::date).reversed());
    return days;
  }

  private static void addDays(Path folder, int levels, List<Path> days) throws IOException {
    for (Path child : children(folder)) {
      if (NUMBER.matcher(child.getFileName().toString()).matches()) {
        if (levels > 1) {
          addDays(child, levels - 1, days);
        } else {
          days.add(child);
        }
      }
    }
  }

  /** Year, month and day of a day's folder. */
  private static String date(Path day) {
    int names = day.getNameCount();
    return day.subpath(names - 3, names).toString();
  }

  private static String relative(Disk disk, Path path) {
    return disk.root().relativize(path).toString();
  }

  /** Entries by name, newest first; none if it is not a folder. */
  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted(Comparator.<Path>naturalOrder().reversed()).toList();
    }
  }

  private void day(Disk disk, Path folder) throws IOException {
    Map<String, Long> rows =
        new HashMap<>(catalog.index().sizes(disk.id(), relative(disk, folder) + "/"));
    for (Path file : children(folder)) {
      String path = relative(disk, file);
      if (stopped.getAsBoolean()) {
        write();
        return;
      }
      if (path.endsWith(SegmentFile.UNNAMED)) {
        deletePart(disk, file, path);
      } else if (isSegmentName(file)) {
        Long known = rows.remove(path);
        if (!catalog.isGrowing(disk.id(), path) && (known == null || known != size(file))) {
          read(disk, path);
        }
      }
    }
    write();
    for (String path : rows.keySet()) {
      removeRow(disk, path);
    }
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return -1; // deleted this moment
    }
  }

  /** A file that never got its name; of another life, for those of this one are young. */
  private void deletePart(Disk disk, Path file, String path) throws IOException {
    String name = path.substring(0, path.length() - SegmentFile.UNNAMED.length());
    boolean young =
        Files.getLastModifiedTime(file).toMillis() > System.currentTimeMillis() - 60_000;
    if (!young && !catalog.isGrowing(disk.id(), name)) {
      Files.deleteIfExists(file);
    }
  }

  private void read(Disk disk, String path) throws IOException {
    try {
      results.add(SegmentScan.recover(disk, path, opener));
      read++;
      if (results.size() >= ROWS_AT_ONCE) {
        write();
      }
    } catch (MalformedMediaException e) {
      tell(disk, path, e);
      catalog.index().find(disk.id(), path).ifPresent(catalog.index()::broken);
    } catch (NoSuchFileException e) {
      // Deleted this moment; its row goes with the next comparison.
    }
  }

  /** One commit for many rows: most of the time of one by one went there. */
  private void write() {
    catalog
        .index()
        .together(
            () -> {
              for (SegmentScan.Result result : results) {
                catalog.index().put(result.segment());
                addGaps(result);
              }
            });
    results.clear();
  }

  private void tell(Disk disk, String path, MalformedMediaException e) {
    if (told.size() < MAX_TOLD && told.add(path)) {
      log.warn(
          "{} is not a recording of ours, or is broken; left as it is: {}",
          disk.resolve(path),
          e.getMessage());
    }
  }

  /** The gaps before a segment, as it tells them itself. */
  private void addGaps(SegmentScan.Result result) {
    for (SegmentIdentity.Gap gap : result.identity().gaps()) {
      cause(gap.cause())
          .ifPresent(
              cause ->
                  catalog
                      .index()
                      .gaps()
                      .add(
                          result.segment().stream(),
                          new Index.Gap(
                              gap.from().toEpochMilli(), gap.to().toEpochMilli(), cause)));
    }
  }

  private static Optional<Cause> cause(String id) {
    for (Cause cause : Cause.values()) {
      if (cause.name().equals(id.toUpperCase(Locale.ROOT).replace('-', '_'))) {
        return Optional.of(cause);
      }
    }
    return Optional.empty(); // of a later version
  }

  private void removeRow(Disk disk, String path) {
    if (!Files.exists(disk.resolve(path)) && !catalog.isGrowing(disk.id(), path)) {
      catalog.index().find(disk.id(), path).ifPresent(catalog.index()::deleted);
      rowsRemoved++;
    }
  }

  /** Rows of days whose folder is gone altogether. */
  private void removeRowsOfMissingDays(Disk disk, List<Path> dayFolders) {
    if (stopped.getAsBoolean()) {
      return;
    }
    Set<String> days = new HashSet<>();
    dayFolders.forEach(folder -> days.add(relative(disk, folder)));
    for (String folder : catalog.index().folders(disk.id())) {
      if (!days.contains(folder)) {
        catalog.index().sizes(disk.id(), folder + "/").keySet().forEach(p -> removeRow(disk, p));
      }
    }
  }
}

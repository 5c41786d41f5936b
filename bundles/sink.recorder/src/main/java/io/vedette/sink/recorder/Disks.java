package io.vedette.sink.recorder;

import io.vedette.api.recording.TimelineSpan.Cause;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The folders that are recorded to. Thread-safe. */
final class Disks implements AutoCloseable {
  private final List<Disk> disks;

  /** Takes the folders into use, as far as they can be. */
  Disks(RecorderSettings settings, Index index) {
    disks =
        settings.folders().stream()
            .map(folder -> new Disk(folder, settings.home(), index, settings.reserveBytes()))
            .toList();
    check();
  }

  List<Disk> all() {
    return disks;
  }

  void check() {
    disks.forEach(Disk::check);
  }

  /** The disk for the next segment: of those that are well, the one with most room. */
  Optional<Disk> choose() {
    return disks.stream()
        .filter(disk -> disk.state() == Disk.State.OK)
        .max(Comparator.comparingLong(Disk::usableBytes));
  }

  /** Why {@link #choose} finds none, or the newest fault. */
  Cause fault() {
    boolean full = disks.stream().anyMatch(disk -> disk.state() == Disk.State.FULL);
    return full ? Cause.DISK_FULL : Cause.DISK_ERROR;
  }

  Optional<Disk> find(UUID id) {
    return disks.stream().filter(disk -> disk.id().equals(id)).findFirst();
  }

  /**
   * Where a segment's file is.
   *
   * @throws IOException if its disk is not there
   */
  Path resolve(Segment segment) throws IOException {
    return find(segment.disk())
        .orElseThrow(() -> new IOException("the disk of " + segment.path() + " is not there"))
        .resolve(segment.path());
  }

  @Override
  public void close() {
    for (Disk disk : disks) {
      try {
        disk.close();
      } catch (IOException e) {
        // A lock that cannot be released ends with the process.
      }
    }
  }
}

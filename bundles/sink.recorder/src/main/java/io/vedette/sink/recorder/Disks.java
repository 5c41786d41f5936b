package io.vedette.sink.recorder;

import io.vedette.api.recording.TimelineSpan.Cause;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The folders that are recorded to. Thread-safe. */
final class Disks implements AutoCloseable {
  /** At start a disk has so long to answer. */
  private static final long ANSWER_NS = 5_000_000_000L;

  private final List<Disk> disks;
  private final Map<Disk, Integer> writing = new HashMap<>(); // open segments; guarded by this

  /** Takes the folders into use, as far as they can be. */
  Disks(RecorderSettings settings, Index index) {
    disks =
        settings.folders().stream()
            .map(folder -> new Disk(folder, settings.home(), index, settings.reserveBytes()))
            .toList();
    checkAll();
  }

  /** All at once; one that does not answer is left behind. */
  private void checkAll() {
    List<Thread> looks =
        disks.stream()
            .map(disk -> new Thread(disk::check, "recorder look " + disk.root()))
            .toList();
    looks.forEach(look -> look.setDaemon(true));
    looks.forEach(Thread::start);
    try {
      long deadline = System.nanoTime() + ANSWER_NS;
      for (Thread look : looks) {
        look.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  List<Disk> all() {
    return disks;
  }

  /** Ids of those whose files can be read and deleted. */
  List<UUID> readable() {
    return disks.stream().filter(Disk::isReadable).map(Disk::id).toList();
  }

  /**
   * The disk for the next segment, of those that are well: each gets as many open segments as its
   * weight says. {@link #release} it when the segment ends.
   */
  synchronized Optional<Disk> choose() {
    Optional<Disk> best =
        disks.stream()
            .filter(Disks::isUsable)
            .min(Comparator.comparingDouble(d -> (writing.getOrDefault(d, 0) + 1) / weight(d)));
    best.ifPresent(disk -> writing.merge(disk, 1, Integer::sum));
    return best;
  }

  /**
   * Free space while there is some, so that disks of different age fill up together; then size, so
   * that all of them keep recordings for the same time.
   */
  private static double weight(Disk disk) {
    return Math.max(0, disk.usableBytes() - disk.reserveBytes()) + disk.sizeBytes() * 0.02 + 1;
  }

  /** The segment that {@link #choose} was asked for has ended. */
  synchronized void release(Disk disk) {
    writing.merge(disk, -1, Integer::sum);
  }

  private static boolean isUsable(Disk disk) {
    return disk.state() == Disk.State.OK;
  }

  /** True if {@link #choose} would find one. */
  boolean isAnyUsable() {
    return disks.stream().anyMatch(Disks::isUsable);
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

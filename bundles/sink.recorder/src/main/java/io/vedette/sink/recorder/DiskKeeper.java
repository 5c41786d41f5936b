package io.vedette.sink.recorder;

import io.vedette.media.MalformedMediaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that looks after one disk: its state, its free space, and once whether the index knows
 * its files. One per disk: one that does not answer holds up no other.
 */
final class DiskKeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DiskKeeper.class);

  private static final long ROUND_MS = 5000;

  private final Disk disk;
  private final Catalog catalog;
  private final Deletion deletion;
  private final FolderScan scan;
  private final Thread thread;
  private final Semaphore wakeUp = new Semaphore(0);
  private final Output.Opener opener;
  private UUID known = new UUID(0, 0); // disk that was there in the round before; zero: none
  private volatile boolean compared;
  private volatile boolean ending;

  DiskKeeper(Disk disk, Catalog catalog, Deletion deletion, Output.Opener opener) {
    this.disk = disk;
    this.catalog = catalog;
    this.deletion = deletion;
    this.opener = opener;
    this.scan = new FolderScan(catalog, opener, () -> ending);
    this.thread = new Thread(this::run, "recorder disk " + disk.root());
    this.thread.setDaemon(true); // a call into a disk that does not answer ends with the process
  }

  void start() {
    thread.start();
  }

  /** Does the next round now. */
  void wake() {
    wakeUp.release();
  }

  /** The index was made anew. */
  void compareAgain() {
    compared = false;
    wake();
  }

  /** How far the index knows the files; empty if it does. */
  String progress() {
    return scan.progress();
  }

  private void run() {
    try {
      while (!ending) {
        try {
          round();
        } catch (RuntimeException e) {
          log.error("looking after {} failed, trying again", disk.root(), e);
        }
        if (wakeUp.tryAcquire(ROUND_MS, TimeUnit.MILLISECONDS)) {
          wakeUp.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      log.warn("{} was interrupted", thread.getName());
    }
  }

  /** All that has to be done from time to time. */
  void round() {
    disk.check();
    UUID now = disk.isReadable() ? disk.id() : new UUID(0, 0);
    if (!now.equals(known)) {
      compared = false; // it was away, and may be another
      known = now;
    }
    freeSpace(); // before the comparison, which may take minutes
    if (!compared && disk.isReadable() && !ending) {
      compare();
    }
    if (disk.state() == Disk.State.OK) {
      finishFiles();
    }
  }

  /** Files that a fault left unfinished become ordinary MP4. */
  private void finishFiles() {
    for (String path = disk.nextUnfinished(); path != null; path = disk.nextUnfinished()) {
      try {
        catalog.index().put(SegmentScan.recover(disk, path, opener).segment());
      } catch (NoSuchFileException e) {
        // Deleted meanwhile.
      } catch (IOException | MalformedMediaException e) {
        log.warn("finishing {}: {}; tried again at the next start", path, e.getMessage());
      }
    }
  }

  private void compare() {
    compared = true; // an index that is renewed meanwhile is compared again
    try {
      scan.run(disk);
    } catch (IOException | UncheckedIOException e) {
      compared = false;
      log.warn("comparing the index with {}: {}", disk.root(), e.getMessage());
    }
  }

  /**
   * Deletes the oldest segments until the reserve is free; few at a time, and the disk is looked at
   * in between, so that writing goes on.
   */
  void freeSpace() {
    List<Segment> goes = tooMuch();
    while (!goes.isEmpty() && !ending) {
      deletion.delete(goes, "to make room on " + disk.root());
      long before = disk.usableBytes();
      disk.check();
      goes = disk.usableBytes() > before ? tooMuch() : List.of();
    }
  }

  /** The oldest segments that must go, some of them. */
  private List<Segment> tooMuch() {
    // A disk can be full for us although it tells of room: quotas, or a reserve of 0.
    long full = disk.state() == Disk.State.FULL ? 2 * disk.roomBytes() : 0;
    long missing = Math.max(disk.reserveBytes() - disk.usableBytes(), full);
    List<Segment> goes = new ArrayList<>();
    if (disk.isReadable() && missing > 0) {
      for (Segment segment : catalog.index().oldestOn(disk.id(), Keeper.DELETED_AT_ONCE)) {
        if (missing > 0) {
          goes.add(segment);
          missing -= segment.sizeBytes();
        }
      }
    }
    return goes;
  }

  /** Begins to end; {@link #join} waits for it. */
  @Override
  public void close() {
    ending = true;
    wake();
  }

  void join(long timeoutMs) {
    try {
      thread.join(timeoutMs);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.vedette.sink.recorder;

import io.vedette.api.camera.Camera;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that looks after everything but recording: disks, free space, the index. Works through
 * {@link #round} every 5 s, or sooner when a stream met a full disk.
 */
final class Keeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Keeper.class);

  private static final long ROUND_MS = 5000;

  /** Segments deleted per disk or camera in one round: some 50 unlinks do not starve writing. */
  private static final int DELETED_PER_ROUND = 50;

  private final Clock clock;
  private final Catalog catalog;
  private final Disks disks;
  private final Counters counters;
  private final FolderScan scan;
  private final Set<UUID> compared = new HashSet<>(); // disks; used by the thread only
  private final Map<String, Camera.Retention> retentions = new ConcurrentHashMap<>();
  private final Thread thread = new Thread(this::run, "recorder keeper");
  private final Semaphore wakeUp = new Semaphore(0);
  private volatile boolean ending;
  private long lastAliveMs;
  private long lastBytes;
  private long lastBytesMs;
  private volatile long writeBytesPerSecond;

  Keeper(Clock clock, Catalog catalog, Disks disks, Output.Opener opener, Counters counters) {
    this.clock = clock;
    this.catalog = catalog;
    this.disks = disks;
    this.counters = counters;
    this.scan = new FolderScan(catalog, opener, this::isEnding);
  }

  void start() {
    thread.start();
  }

  /** Does the next round now. */
  void wake() {
    wakeUp.release();
  }

  /** What is kept of a camera. */
  void retention(String camera, Camera.Retention retention) {
    retentions.put(camera, retention);
  }

  /** The camera is no more: its recordings stay until their space is needed. */
  void forget(String camera) {
    retentions.remove(camera);
  }

  long writeBytesPerSecond() {
    return writeBytesPerSecond;
  }

  private boolean isEnding() {
    return ending;
  }

  private void run() {
    try {
      catalog.index().verify();
      while (!isEnding()) {
        try {
          round();
        } catch (RuntimeException e) {
          log.error("looking after the recordings failed, trying again", e);
        }
        pause();
      }
    } catch (InterruptedException e) {
      log.warn("{} was interrupted", thread.getName());
    }
  }

  private void pause() throws InterruptedException {
    if (wakeUp.tryAcquire(ROUND_MS, TimeUnit.MILLISECONDS)) {
      wakeUp.drainPermits();
    }
  }

  /** All that has to be done from time to time. */
  void round() {
    disks.check();
    measure();
    if (catalog.index().isBroken()) {
      catalog.index().renew();
      compared.clear();
    }
    compare();
    disks.all().forEach(this::freeSpace);
    retentions.forEach(this::retain);
    if (Math.abs(clock.millis() - lastAliveMs) >= Duration.ofSeconds(30).toMillis()) {
      lastAliveMs = clock.millis();
      catalog.index().alive(lastAliveMs);
    }
  }

  private void measure() {
    long now = System.nanoTime() / 1_000_000;
    long bytes = counters.bytesWritten();
    if (lastBytesMs != 0 && now > lastBytesMs) {
      // Over the last minute, exponentially.
      double share = Math.min(1, (now - lastBytesMs) / 60_000.0);
      double rate = (bytes - lastBytes) * 1000.0 / (now - lastBytesMs);
      long before = writeBytesPerSecond;
      writeBytesPerSecond = before + (long) ((rate - before) * share);
    }
    lastBytes = bytes;
    lastBytesMs = now;
  }

  /** Each disk once, when it was first seen or the index is new. */
  private void compare() {
    for (Disk disk : disks.all()) {
      boolean readable = disk.state() == Disk.State.OK || disk.state() == Disk.State.FULL;
      if (readable && !compared.contains(disk.id()) && !isEnding()) {
        try {
          scan.run(disk);
          compared.add(disk.id());
        } catch (IOException | java.io.UncheckedIOException e) {
          log.warn("comparing the index with {}: {}", disk.root(), e.getMessage());
        }
      }
    }
  }

  /** Deletes the oldest segments until the reserve is free. */
  private void freeSpace(Disk disk) {
    boolean here = disk.state() == Disk.State.OK || disk.state() == Disk.State.FULL;
    // A disk can be full for us although it tells of room: quotas, or a reserve of 0.
    long full = disk.state() == Disk.State.FULL ? 2 * disk.roomBytes() : 0;
    long missing = Math.max(disk.reserveBytes() - disk.usableBytes(), full);
    if (!here || missing <= 0) {
      return;
    }
    List<Segment> goes = new ArrayList<>();
    for (Segment segment : catalog.index().oldestOn(disk.id(), DELETED_PER_ROUND)) {
      if (missing > 0) {
        goes.add(segment);
        missing -= segment.sizeBytes();
      }
    }
    delete(goes, "to make room on " + disk.root());
    disk.check();
    if (disk.usableBytes() < disk.reserveBytes() && goes.size() == DELETED_PER_ROUND) {
      wake();
    }
  }

  private void retain(String camera, Camera.Retention retention) {
    List<Segment> goes = new ArrayList<>();
    if (retention.days().isPresent() || retention.gigabytes().isPresent()) {
      long oldestMs = clock.millis() - Duration.ofDays(retention.days().orElse(100_000)).toMillis();
      long tooMuch =
          retention.gigabytes().isPresent()
              ? catalog.index().sizeOf(camera) - retention.gigabytes().getAsInt() * 1_000_000_000L
              : 0;
      for (Segment segment : catalog.index().oldestOf(camera, DELETED_PER_ROUND)) {
        if (segment.endMs() < oldestMs || tooMuch > 0) {
          goes.add(segment);
          tooMuch -= segment.sizeBytes();
        }
      }
    }
    delete(goes, "as the retention of " + camera + " says");
  }

  private void delete(List<Segment> segments, String why) {
    for (Segment segment : segments) {
      try {
        delete(segment);
      } catch (IOException e) {
        log.warn("deleting {}: {}", segment.path(), e.getMessage());
        return;
      }
    }
    if (!segments.isEmpty()) {
      log.info("deleted {} segments {}", segments.size(), why);
    }
  }

  /** First the file, then the row; then folders that became empty. */
  void delete(Segment segment) throws IOException {
    Path file = disks.resolve(segment);
    Files.deleteIfExists(file);
    catalog.index().deleted(segment);
    Path root = disks.find(segment.disk()).orElseThrow().root();
    try {
      for (Path folder = file.getParent(); !folder.equals(root); folder = folder.getParent()) {
        Files.deleteIfExists(folder);
      }
    } catch (DirectoryNotEmptyException e) {
      // Others are still in it.
    }
  }

  @Override
  public void close() {
    ending = true;
    wake();
    try {
      thread.join(2000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

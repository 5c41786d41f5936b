package io.vedette.sink.recorder;

import io.vedette.api.camera.Camera;
import io.vedette.api.event.Event;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that looks after everything but recording and what each {@link DiskKeeper} does: the
 * index, retention, alarms. Works through {@link #round} every 5 s.
 */
final class Keeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Keeper.class);

  private static final long ROUND_MS = 5000;

  /** Segments deleted between two looks: some 50 unlinks do not starve writing. */
  static final int DELETED_AT_ONCE = 50;

  private static final int UNLIMITED = 100_000; // days

  /** Between two looks the clock goes on by seconds; more than this is not a slow disk. */
  private static final Duration MAX_STEP = Duration.ofDays(2);

  private static final Duration DISTRUST = Duration.ofHours(1);

  private final Clock clock;
  private final Catalog catalog;
  private final Disks disks;
  private final Counters counters;
  private final Consumer<Event> events;
  private final Deletion deletion;
  private final List<DiskKeeper> diskKeepers;
  private final Set<Disk> failing = new HashSet<>(); // told of; used by the thread only
  private final Map<String, Camera.Retention> retentions = new ConcurrentHashMap<>();
  private final Thread thread = new Thread(this::run, "recorder keeper");
  private final Semaphore wakeUp = new Semaphore(0);
  private volatile boolean ending;
  private long lastLookMs;
  private long trustedAtNs = System.nanoTime(); // when the clock may decide what is old again
  private long lastAliveMs;
  private long lastBytes;
  private long lastBytesMs;
  private volatile long writeBytesPerSecond;

  /**
   * Not yet running.
   *
   * @param events is told of disks that fail and are well again
   */
  Keeper(
      Clock clock,
      Catalog catalog,
      Disks disks,
      Output.Opener opener,
      Counters counters,
      Consumer<Event> events) {
    this.clock = clock;
    this.catalog = catalog;
    this.disks = disks;
    this.counters = counters;
    this.events = events;
    this.deletion = new Deletion(catalog.index(), disks);
    this.diskKeepers =
        disks.all().stream().map(disk -> new DiskKeeper(disk, catalog, deletion, opener)).toList();
  }

  void start() {
    diskKeepers.forEach(DiskKeeper::start);
    thread.start();
  }

  /** Looks at the disks now: a stream met a fault. */
  void wake() {
    diskKeepers.forEach(DiskKeeper::wake);
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

  /** How far the index knows the files of a disk; empty if it does. */
  String progress(Disk disk) {
    return diskKeepers.get(disks.all().indexOf(disk)).progress();
  }

  private void run() {
    try {
      catalog.index().verify();
      while (!ending) {
        try {
          look();
        } catch (RuntimeException e) {
          log.error("looking after the recordings failed, trying again", e);
        }
        if (wakeUp.tryAcquire(ROUND_MS, TimeUnit.MILLISECONDS)) {
          wakeUp.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      log.warn("{} was interrupted", thread.getName());
    }
  }

  /** What all threads do in 5 s, one after the other: for tests. */
  void round() {
    diskKeepers.forEach(DiskKeeper::round);
    look();
    diskKeepers.forEach(DiskKeeper::round); // for an index that was made anew
  }

  private void look() {
    disks.all().forEach(Disk::noticeSilence);
    measure();
    if (catalog.index().isBroken()) {
      catalog.index().renew();
      diskKeepers.forEach(DiskKeeper::compareAgain);
    }
    checkClock();
    retentions.forEach(this::retain);
    disks.all().forEach(this::tell);
    if (Math.abs(clock.millis() - lastAliveMs) >= Duration.ofSeconds(30).toMillis()) {
      lastAliveMs = clock.millis();
      catalog.index().alive(lastAliveMs);
    }
  }

  /** A clock that jumps ahead by days makes everything old: nothing is deleted for that. */
  private void checkClock() {
    long now = clock.millis();
    if (lastLookMs != 0 && now - lastLookMs > MAX_STEP.toMillis()) {
      log.warn("the clock was set ahead: for an hour no recording is deleted for its age");
      trustedAtNs = System.nanoTime() + DISTRUST.toNanos();
    }
    lastLookMs = now;
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

  /** An event when a disk fails, and one when it is well again. */
  private void tell(Disk disk) {
    for (Disk.Change c = disk.nextChange(); c != null; c = disk.nextChange()) {
      boolean well = c.state() == Disk.State.OK;
      if (well ? failing.remove(disk) : failing.add(disk)) {
        String text = disk.root() + " is " + c.state().id();
        events.accept(
            new Event(
                clock.instant(),
                Event.Kind.DISK,
                well ? Event.Phase.ENDED : Event.Phase.BEGAN,
                Optional.empty(),
                c.detail().isEmpty() ? text : text + ": " + c.detail()));
      }
    }
  }

  private void retain(String camera, Camera.Retention retention) {
    List<UUID> there = disks.readable();
    List<Segment> goes = new ArrayList<>();
    if (retention.days().isPresent() || retention.gigabytes().isPresent()) {
      boolean trusted = System.nanoTime() - trustedAtNs >= 0;
      Duration age = Duration.ofDays(trusted ? retention.days().orElse(UNLIMITED) : UNLIMITED);
      long oldestMs = clock.millis() - age.toMillis();
      long tooMuch =
          retention.gigabytes().isPresent()
              ? catalog.index().sizeOf(camera, there)
                  - retention.gigabytes().getAsInt() * 1_000_000_000L
              : 0;
      for (Segment segment : catalog.index().oldestOf(camera, there, DELETED_AT_ONCE)) {
        if (segment.endMs() < oldestMs || tooMuch > 0) {
          goes.add(segment);
          tooMuch -= segment.sizeBytes();
        }
      }
    }
    deletion.delete(goes, "as the retention of " + camera + " says");
  }

  /** Deletes one segment. */
  void delete(Segment segment) throws IOException {
    deletion.delete(segment);
  }

  @Override
  public void close() {
    ending = true;
    diskKeepers.forEach(DiskKeeper::close);
    wake();
    try {
      thread.join(2000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    diskKeepers.forEach(keeper -> keeper.join(500));
  }
}

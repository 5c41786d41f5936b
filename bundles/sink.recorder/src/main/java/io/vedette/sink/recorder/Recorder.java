package io.vedette.sink.recorder;

import io.vedette.api.camera.Camera;
import io.vedette.api.event.Event;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamHub;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.Track;
import io.vedette.mp4.SegmentIdentity;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that runs while the recorder does: one {@link StreamThread} per stream of a camera,
 * the {@link Keeper}, the index, the disks. Thread-safe.
 */
final class Recorder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Recorder.class);

  /** How long the end may take: the process has 10 s between SIGTERM and its end. */
  private static final long CLOSE_MS = 8000;

  private final StreamHub hub;
  private final Shared shared;
  private final Keeper keeper;
  private final Map<StreamKey.Live, StreamThread> threads = new HashMap<>(); // guarded by this
  private final Map<String, EventWindow> events = new HashMap<>(); // by camera; guarded by this

  /** What all streams use. All of it is thread-safe. */
  record Shared(
      Clock clock,
      RecorderSettings settings,
      Catalog catalog,
      Disks disks,
      Output.Opener opener,
      WriteBuffers buffers,
      MemoryBudget budget,
      Counters counters,
      Runnable wakeKeeper,
      BooleanSupplier stopping) {

    /** Creates a segment file on the disk that is best for it now. */
    SegmentFile create(SegmentIdentity identity, List<Track> tracks) throws IOException {
      Disk disk =
          disks.choose().orElseThrow(() -> new IOException("no recordings folder is usable"));
      try {
        SegmentFile file =
            new SegmentFile(disk, identity, tracks, opener, buffers, settings.durability());
        catalog.claim(disk.id(), file.path());
        return file;
      } catch (IOException e) {
        disks.release(disk);
        disk.failed(e);
        throw e;
      }
    }
  }

  /**
   * Begins to record.
   *
   * @param stopping true once the whole system stops
   * @param events is told of disks that fail and are well again
   */
  Recorder(
      RecorderSettings settings,
      StreamHub hub,
      Clock clock,
      Output.Opener opener,
      Counters counters,
      BooleanSupplier stopping,
      Consumer<Event> events) {
    this.hub = hub;
    Index index = SqliteIndex.open(settings.home().resolve("index.db"));
    index.gaps().closeThoseOfLastLife();
    Catalog catalog = new Catalog(index);
    Disks disks = new Disks(settings, index);
    keeper = new Keeper(clock, catalog, disks, opener, counters, events);
    shared =
        new Shared(
            clock,
            settings,
            catalog,
            disks,
            opener,
            new WriteBuffers(),
            MemoryBudget.ofHeap(),
            counters,
            keeper::wake,
            stopping);
    keeper.start();
  }

  /** Answers about what this recorder recorded. */
  Store store() {
    return new Store(
        shared.catalog(),
        shared.disks(),
        keeper,
        shared.clock(),
        this::isRecording,
        this::writeOut,
        this::follow);
  }

  /** A camera is there or has changed. */
  synchronized void update(Camera camera) {
    keeper.retention(camera.id(), camera.retention());
    RecordPlan plan = RecordPlan.of(camera, eventsOf(camera), shared.settings().zone());
    for (Profile profile : Profile.values()) {
      StreamKey.Live stream = new StreamKey.Live(camera.id(), profile);
      Optional<RecordPlan> wanted = camera.records(profile) ? Optional.of(plan) : Optional.empty();
      StreamThread thread = threads.get(stream);
      if (thread == null || thread.isEnding()) {
        StreamThread next =
            new StreamThread(stream, shared, hub, wanted, Optional.ofNullable(thread));
        threads.put(stream, next);
        next.start();
      } else {
        thread.want(wanted);
      }
    }
  }

  // guarded by this
  private EventWindow eventsOf(Camera camera) {
    Duration before = camera.record().preRecord();
    Duration after = camera.record().postRecord();
    return events.compute(
        camera.id(),
        (id, old) -> old != null && old.has(before, after) ? old : new EventWindow(before, after));
  }

  /** Something happened. */
  synchronized void happened(Event event) {
    event.camera().map(events::get).ifPresent(window -> window.happened(event));
  }

  /** A camera is no more; its recordings stay. */
  synchronized void remove(String camera) {
    events.remove(camera);
    keeper.forget(camera);
    for (Profile profile : Profile.values()) {
      StreamThread thread = threads.get(new StreamKey.Live(camera, profile));
      if (thread != null) {
        thread.end(true);
      }
    }
  }

  /** True while units of the stream reach the disk. */
  synchronized boolean isRecording(StreamKey.Live stream) {
    StreamThread thread = threads.get(stream);
    return thread != null && thread.isRecording();
  }

  /** Writes what was received of a stream so far, so that it can be read. */
  private void writeOut(StreamKey.Live stream) {
    StreamThread thread;
    synchronized (this) {
      thread = threads.get(stream);
    }
    if (thread != null) {
      thread.writeOut();
    }
  }

  /** A reader of a stream waits at its end. */
  private synchronized void follow(StreamKey.Live stream) {
    StreamThread thread = threads.get(stream);
    if (thread != null) {
      thread.follow();
    }
  }

  /** Writes and closes everything; takes a few seconds at most. */
  @Override
  public void close() {
    List<StreamThread> ending;
    synchronized (this) {
      ending = new ArrayList<>(threads.values());
      threads.clear();
    }
    long deadline = System.nanoTime() + CLOSE_MS * 1_000_000;
    ending.forEach(thread -> thread.end(false));
    boolean all = true;
    for (StreamThread thread : ending) {
      all &= thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
    }
    if (!all) {
      log.error("some recordings were not closed within {} ms: the disk does not answer", CLOSE_MS);
    }
    keeper.close();
    shared.catalog().index().alive(shared.clock().millis());
    shared.catalog().index().close();
    shared.disks().close();
    log.info("all recordings are closed");
    log.debug("recorder ended: {}", shared.counters());
  }
}

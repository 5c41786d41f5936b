package io.vedette.sink.recorder;

import io.vedette.api.recording.TimelineSpan.Cause;
import io.vedette.api.stream.Cursor;
import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamHub;
import io.vedette.api.stream.StreamKey;
import io.vedette.api.stream.StreamStatus;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that records one stream. One per stream and not per disk: a blocking write or sync
 * then holds up nobody else, the stream's own log is the only queue (bounded, and it tells when it
 * was overrun), and the code is a straight loop. 64 such threads cost 64 small stacks and, at one
 * fragment per two seconds, next to no switches.
 */
final class StreamThread {
  private static final Logger log = LoggerFactory.getLogger(StreamThread.class);

  /** Longest wait for a unit: how soon a stop or a silent camera is noticed. */
  private static final Duration WAIT = Duration.ofMillis(250);

  /** Between attempts to open a stream that is not there. */
  private static final long REOPEN_MS = 500;

  /** Longest wait of a reader for what is not on the disk yet. */
  private static final long WRITE_OUT_NS = 1_000_000_000L;

  /** Longest sleep while nothing is to be recorded; a change ends it. */
  private static final long PARK_MS = 3_600_000;

  /** At the end: longest time for what is in the log and not yet read. */
  private static final long DRAIN_NS = 3_000_000_000L;

  private final StreamKey.Live stream;
  private final Recorder.Shared shared;
  private final StreamHub hub;
  private final StreamRecorder recorder;
  private final Gate gate;
  private final StreamThread predecessor; // null: none
  private final Thread thread;
  private final Semaphore changed = new Semaphore(0); // one of the three below
  private RecordPlan plan; // guarded by this; null: nothing is recorded
  private long writesAsked; // guarded by this
  private long writesDone; // guarded by this
  private boolean ending; // guarded by this
  private boolean removed; // guarded by this: the camera is gone, not the recorder

  /**
   * Not yet running.
   *
   * @param plan when it is recorded; empty: never
   * @param predecessor the thread that still ends the stream's former life, if there is one
   */
  StreamThread(
      StreamKey.Live stream,
      Recorder.Shared shared,
      StreamHub hub,
      Optional<RecordPlan> plan,
      Optional<StreamThread> predecessor) {
    this.stream = stream;
    this.shared = shared;
    this.hub = hub;
    this.plan = plan.orElse(null);
    this.predecessor = predecessor.orElse(null);
    this.recorder = new StreamRecorder(stream, shared);
    this.gate = new Gate(recorder, shared.budget());
    this.thread =
        new Thread(this::run, "recorder " + stream.camera() + " " + stream.profile().id());
  }

  void start() {
    thread.start();
  }

  /** Recording is switched on (then as the plan says) or off; takes effect soon. */
  synchronized void want(Optional<RecordPlan> next) {
    plan = next.orElse(null);
    changed.release();
  }

  /** What is in the log is written, the file closed, then the thread ends. */
  synchronized void end(boolean cameraRemoved) {
    ending = true;
    removed = cameraRemoved;
    changed.release();
  }

  /** Waits for the end; false if it did not come in time. */
  boolean join(long timeoutMs) {
    try {
      thread.join(timeoutMs);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  /**
   * Writes what was received before this call, so that it can be read; the fragment at hand ends
   * early for it. Called by readers' threads; returns when it is done, or after a second.
   */
  synchronized void writeOut() {
    long mine = ++writesAsked;
    long end = System.nanoTime() + WRITE_OUT_NS;
    try {
      while (writesDone < mine && end - System.nanoTime() > 0) {
        wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized long writesAsked() {
    return writesAsked;
  }

  private synchronized long writesDone() {
    return writesDone;
  }

  private synchronized void served(long asked) {
    writesDone = asked;
    notifyAll();
  }

  /** A reader waits at the end; costs nothing and waits for nobody. */
  void follow() {
    recorder.follow();
  }

  boolean isRecording() {
    return recorder.isRecording();
  }

  private synchronized Optional<RecordPlan> plan() {
    return Optional.ofNullable(plan);
  }

  private synchronized boolean isWanted() {
    return plan != null && !ending;
  }

  synchronized boolean isEnding() {
    return ending;
  }

  private synchronized boolean isRemoved() {
    return removed;
  }

  private void run() {
    try {
      if (predecessor != null) {
        predecessor.thread.join();
      }
      recorder.resume(Newest.of(stream, shared));
      boolean last = false;
      while (!last) {
        last = isEnding(); // and once more, for what came since
        Optional<RecordPlan> plan = plan();
        if (plan.isPresent()) {
          recordFenced(plan.get());
        } else {
          gate.close();
          recorder.stop(Cause.DISABLED);
        }
        if (!last) {
          pause();
        }
      }
      if (isRemoved()) {
        recorder.stop(Cause.DISABLED);
      } else {
        recorder.close();
      }
    } catch (InterruptedException e) {
      log.warn("{} was interrupted", thread.getName());
    }
  }

  private void pause() throws InterruptedException {
    long waitMs = isWanted() ? REOPEN_MS : PARK_MS;
    if (changed.tryAcquire(waitMs, TimeUnit.MILLISECONDS)) {
      changed.drainPermits();
    }
  }

  /** Whatever goes wrong, this stream is tried again and no other suffers. */
  private void recordFenced(RecordPlan plan) throws InterruptedException {
    try {
      record(plan);
    } catch (RuntimeException e) {
      log.error("recording of {} failed, beginning a new segment", stream.path(), e);
      recorder.giveUp();
    }
  }

  private void record(RecordPlan first) throws InterruptedException {
    RecordPlan latest = first;
    Optional<Cursor> opened = hub.read(stream, StreamHub.Start.OLDEST);
    if (opened.isEmpty()) {
      recorder.idle();
      recorder.absent(isCameraLive());
      return;
    }
    recorder.expect();
    try (Cursor cursor = opened.get()) {
      while (isWanted() && !cursor.isEnded()) {
        LogEntry entry = next(cursor);
        latest = plan().orElse(latest);
        if (entry == null) {
          gate.idle(latest);
        } else {
          gate.accept(entry, latest);
        }
      }
      drain(cursor, latest);
      if (cursor.isEnded()) {
        recorder.ended();
      }
    }
  }

  /** The next entry; whoever waits for what was received is served when none is left. */
  private LogEntry next(Cursor cursor) throws InterruptedException {
    long asked = writesAsked(); // before the log is looked at
    LogEntry entry = cursor.poll();
    if (entry != null) {
      return entry;
    }
    if (asked > writesDone()) {
      recorder.writeOut();
      served(asked);
    }
    return cursor.next(WAIT);
  }

  /** True if the camera delivers one of its streams. */
  private boolean isCameraLive() {
    return Arrays.stream(Profile.values())
        .map(profile -> hub.status(new StreamKey.Live(stream.camera(), profile)))
        .anyMatch(s -> s.isPresent() && s.get().state() == StreamStatus.State.LIVE);
  }

  /** What came before the end was told is recorded, too. */
  private void drain(Cursor cursor, RecordPlan latest) {
    long deadline = System.nanoTime() + DRAIN_NS;
    LogEntry entry = cursor.poll();
    while (entry != null && System.nanoTime() < deadline) {
      gate.accept(entry, latest);
      entry = cursor.poll();
    }
  }
}

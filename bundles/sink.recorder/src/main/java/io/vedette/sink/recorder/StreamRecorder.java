package io.vedette.sink.recorder;

import io.vedette.api.recording.TimelineSpan.Cause;
import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.Run;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.AccessUnit;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the entries of one stream into segments, and whatever goes wrong into gaps with a cause.
 * Knows no cursor and waits for nothing; used by the stream's thread, but for {@link #isRecording}
 * and {@link #follow}.
 *
 * <p>A segment ends before 60 s at a key picture, and at once with its run, at lost units, when the
 * parameter sets or the media time change abruptly, and when its disk fails. What that disk may
 * have lost and what comes meanwhile waits in memory and goes to the next disk that is well, or the
 * same when it is well again: nothing is lost unless that takes longer than memory lasts.
 */
final class StreamRecorder {
  private static final Logger log = LoggerFactory.getLogger(StreamRecorder.class);

  /** A larger step from picture to picture is a jump of the camera's clock or a stall. */
  private static final long MAX_PICTURE_TICKS = 5 * 90_000;

  /** Without a unit for so long the camera counts as offline, whatever its connection says. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private static final long FRAGMENT_TICKS = RecorderSettings.FRAGMENT.toMillis() * 90;

  /** While somebody reads at the end: what happened is to be replayable within 2 s. */
  private static final long FOLLOWED_TICKS = 1 * 90_000;

  /** Who follows a recording asks again several times a second. */
  private static final Duration FOLLOWING = Duration.ofSeconds(5);

  /** Between attempts to write where no disk is well. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** A run that ends so soon before recording is switched off was ended for that. */
  private static final Duration ENDING = Duration.ofSeconds(10);

  private final StreamKey.Live stream;
  private final Recorder.Shared shared;
  private final GapLog gaps;
  private final SegmentWriter writer;
  private final SeenUnits seen = new SeenUnits();
  private final GopBuffer unwritten; // waits for a disk
  private boolean diskFailed; // everything goes to unwritten
  private boolean again; // the next segment begins with what a disk lost
  private Instant retryAt = Instant.EPOCH;
  private Run run; // of the newest unit

  private Instant lastUnit = Instant.EPOCH;
  private volatile Instant followedUntil = Instant.EPOCH;

  StreamRecorder(StreamKey.Live stream, Recorder.Shared shared) {
    this.stream = stream;
    this.shared = shared;
    this.gaps = new GapLog(stream, shared.catalog().index(), shared.stopping());
    this.writer = new SegmentWriter(stream, shared, gaps);
    this.unwritten = new GopBuffer(RecorderSettings.HELD_BYTES, shared.budget());
  }

  /**
   * Continues where a former life of the recorder, or of the camera, ended; one of {@link #expect},
   * {@link #absent} and {@link #stop} follows.
   *
   * @param newest the newest segment of the stream, already brought to its end
   */
  void resume(Optional<Segment> newest) {
    if (newest.isPresent()) {
      writer.resume(newest.get().endMs());
      seen.former(newest.get().run(), newest.get().endDts());
    }
    gaps.resume(writer.reachedMs(), clock().millis());
  }

  private Clock clock() {
    return shared.clock();
  }

  private String name() {
    return stream.camera() + " " + stream.profile().id();
  }

  /** True while units reach the disk. */
  boolean isRecording() {
    return writer.isRecording();
  }

  /** The next entry of the stream. */
  void accept(LogEntry entry) {
    if (entry instanceof LogEntry.Unit unit) {
      if (!seen.isNew(unit)) {
        return;
      }
      lastUnit = clock().instant();
    }
    if (diskFailed) {
      unwritten.add(entry);
      tryAgain();
    } else {
      record(entry);
    }
  }

  private void record(LogEntry entry) {
    if (entry instanceof LogEntry.Unit unit) {
      unit(unit);
    } else if (entry instanceof LogEntry.Gap gap) {
      lost(gap);
    } else if (entry instanceof LogEntry.RunEnded) {
      end(Cause.CAMERA_OFFLINE);
    }
    if (diskFailed) {
      unwritten.add(entry);
    }
  }

  private void lost(LogEntry.Gap gap) {
    boolean tooSlow = gap.cause() == LogEntry.Cause.READER_TOO_SLOW;
    if (tooSlow) {
      log.error("{}: the disk is too slow, {} units were not recorded", name(), gap.units());
    }
    end(tooSlow ? Cause.DISK_ERROR : Cause.CAMERA_OFFLINE);
  }

  private void unit(LogEntry.Unit entry) {
    if (run == null || !run.id().equals(entry.run().id())) {
      end(Cause.CAMERA_OFFLINE);
      writer.forgetSound();
    }
    if (diskFailed) {
      return;
    }
    run = entry.run();
    if (entry.unit().track().isVideo()) {
      writer.observe(run, entry.unit());
      picture(entry);
    } else if (writer.segment() != null) {
      writer.add(entry);
    }
  }

  private void picture(LogEntry.Unit entry) {
    if (writer.segment() != null) {
      closeBefore(entry.unit());
    }
    if (diskFailed) {
      return;
    }
    if (writer.segment() != null) {
      writer.add(entry);
    } else if (entry.unit().randomAccess()) {
      writer.begin(entry, again);
      again = false;
    } else if (writer.pausesForKey()) {
      gaps.begin(writer.reachedMs(), Cause.CAMERA_OFFLINE); // new parameter sets, no key picture
    }
  }

  /** Ends the fragment, and maybe the segment, if this picture does not belong to it. */
  private void closeBefore(AccessUnit unit) {
    OpenSegment segment = writer.segment();
    long step = unit.dts() - segment.newestDts();
    if (step < 0 || step > MAX_PICTURE_TICKS) {
      end(Cause.CAMERA_OFFLINE);
      writer.restartClock(unit);
    } else if (!unit.track().equals(segment.video())) {
      finishBefore(unit);
    } else if (unit.randomAccess()) {
      if (flush(unit.dts(), true) && (segment.isFullBefore(unit) || writer.isClockSet())) {
        finishBefore(unit);
      }
    } else if (step + segment.pendingTicks() >= fragmentTicks(segment)
        || segment.pendingBytes() >= RecorderSettings.FRAGMENT_BYTES) {
      flush(unit.dts(), false);
    }
  }

  /** The first fragment is never short: by it the clock sees a burst at the start of a run. */
  private long fragmentTicks(OpenSegment segment) {
    boolean followed = segment.file() != null && clock().instant().isBefore(followedUntil);
    return followed ? FOLLOWED_TICKS : FRAGMENT_TICKS;
  }

  /** Somebody has read all there is and waits for more. */
  void follow() {
    followedUntil = clock().instant().plus(FOLLOWING);
  }

  /**
   * The next segment begins with this picture. After a short silence what waited is written, so
   * that nobody can say any more that its last picture lasted until this one.
   */
  private void finishBefore(AccessUnit unit) {
    OpenSegment ending = writer.segment();
    if (finish(unit.dts()) && unit.dts() - ending.endDts() > Timeline.DRIFT_MS * 90) {
      gaps.begin(writer.reachedMs(), Cause.CAMERA_OFFLINE);
    }
  }

  private boolean flush(long following, boolean gopEnds) {
    return writer.flush(following, gopEnds) || failed();
  }

  private boolean finish(long following) {
    return writer.finish(following) || failed();
  }

  /** The disk failed: from now on units wait. */
  private boolean failed() {
    diskFailed = true;
    retryAt = clock().instant();
    if (!shared.disks().isAnyUsable()) {
      retryAt = retryAt.plus(RETRY);
    }
    writer.takeUnsafe().forEach(unwritten::add);
    return false;
  }

  /** Writes what waits if a disk is well. */
  private void tryAgain() {
    if (clock().instant().isBefore(retryAt) || !shared.disks().isAnyUsable()) {
      return;
    }
    diskFailed = false;
    again = true;
    for (LogEntry entry : unwritten.take()) {
      if (diskFailed) {
        unwritten.add(entry);
      } else {
        record(entry);
      }
    }
  }

  /** Nothing came for a while: writes what waits, and notices that the camera is silent. */
  void idle() {
    if (diskFailed) {
      tryAgain();
    }
    Instant now = clock().instant();
    if (writer.segment() == null) {
      return;
    }
    if (now.isAfter(lastUnit.plus(SILENCE))) {
      log.warn("{}: nothing came for {} s", name(), SILENCE.toSeconds());
      end(Cause.CAMERA_OFFLINE);
    } else if (now.isAfter(lastUnit.plus(RecorderSettings.FRAGMENT))) {
      flush(-1, false);
    }
  }

  /** Writes what waits for the end of its fragment: somebody wants to read it now. */
  void writeOut() {
    if (diskFailed) {
      tryAgain();
    }
    if (writer.segment() != null) {
      flush(-1, false);
    }
  }

  /** Units come and none is wanted; does nothing while a segment is open. */
  void waits(Cause cause) {
    if (writer.segment() == null && !diskFailed) {
      gaps.begin(clock().millis(), cause);
    }
  }

  /** The same for {@link #SILENCE}, while nothing is wanted: the camera counts as offline. */
  void endIfSilentSince(Instant newest) {
    if (writer.segment() == null && clock().instant().isAfter(newest.plus(SILENCE))) {
      gaps.begin(newest.toEpochMilli(), Cause.CAMERA_OFFLINE);
    }
  }

  /** Units are expected from now on. */
  void expect() {
    waits(Cause.CAMERA_OFFLINE);
  }

  /**
   * There is no such stream now. One that the camera never had, or does not have while it delivers
   * its other one, is not missing.
   */
  void absent(boolean cameraIsLive) {
    boolean neverRecorded = writer.reachedMs() == Long.MIN_VALUE;
    waits(cameraIsLive || neverRecorded ? Cause.DISABLED : Cause.CAMERA_OFFLINE);
  }

  /** The stream is no more; it may come again. */
  void ended() {
    end(Cause.CAMERA_OFFLINE);
  }

  /** After a fault in our own code: keeps what is on the disk and begins anew. */
  void giveUp() {
    if (writer.segment() != null) {
      writer.fail(new IOException("internal error"), false);
    }
    forgetUnwritten();
  }

  private void forgetUnwritten() {
    writer.takeUnsafe();
    unwritten.clear();
    diskFailed = false;
    again = false;
  }

  /** From now on nothing is to be recorded; further units may follow later. */
  void stop(Cause cause) {
    boolean was = writer.isRecording();
    boolean whole = finishAll();
    gaps.correct(clock().instant().minus(ENDING).toEpochMilli(), Cause.CAMERA_OFFLINE, cause);
    gaps.begin(was && whole ? writer.reachedMs() : clock().millis(), cause);
  }

  /** Ends the segment in good order. The next life will say how long the recorder was away. */
  void close() {
    finishAll();
  }

  /** The last chance to write what waits; false if some is lost. */
  private boolean finishAll() {
    boolean whole = !diskFailed && finish(-1);
    for (int tries = shared.disks().all().size(); !whole && tries > 0; tries--) {
      retryAt = Instant.EPOCH;
      tryAgain();
      whole = !diskFailed && finish(-1);
    }
    forgetUnwritten();
    return whole;
  }

  /** The segment ends and nothing follows at once. A fault of the disk remains the reason. */
  private void end(Cause cause) {
    if (writer.segment() != null) {
      if (finish(-1)) {
        gaps.begin(writer.reachedMs(), cause);
      }
    } else {
      waits(cause);
    }
  }
}

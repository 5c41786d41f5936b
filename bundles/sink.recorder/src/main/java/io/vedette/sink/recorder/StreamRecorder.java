package io.vedette.sink.recorder;

import io.vedette.api.recording.TimelineSpan.Cause;
import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.Run;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import io.vedette.mp4.SegmentIdentity;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the entries of one stream into segments, and whatever goes wrong into gaps with a cause.
 * Knows no cursor and waits for nothing; used by the stream's thread, but for {@link #isRecording}.
 *
 * <p>A segment ends before 60 s at a key picture, and at once with its run, at lost units, when the
 * parameter sets or the media time change abruptly, and when its disk fails. After a fault of the
 * disk units are dropped, in memory nothing piles up, and every 5 s a new segment is tried.
 */
final class StreamRecorder {
  private static final Logger log = LoggerFactory.getLogger(StreamRecorder.class);

  /** A larger step from picture to picture is a jump of the camera's clock or a stall. */
  private static final long MAX_PICTURE_TICKS = 5 * 90_000;

  /** Without a unit for so long the camera counts as offline, whatever its connection says. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private static final long FRAGMENT_TICKS = RecorderSettings.FRAGMENT.toMillis() * 90;

  /** Runs that a stream's log can still hold, generously. */
  private static final int MAX_RUNS = 64;

  private static final Duration RETRY = Duration.ofSeconds(5);

  /** A run that ends so soon before recording is switched off was ended for that. */
  private static final Duration ENDING = Duration.ofSeconds(10);

  private final StreamKey.Live stream;
  private final Recorder.Shared shared;
  private final GapLog gaps;
  private final RunClock runClock = new RunClock();
  private OpenSegment segment; // null: none
  private Run run; // of the newest unit

  /** Newest unit of the newest runs: units come again when a cursor was opened anew. */
  private final Map<UUID, Long> lastSequences =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Long> eldest) {
          return size() > MAX_RUNS;
        }
      };

  private long soundSince = Long.MAX_VALUE; // see OpenSegment
  private long reachedMs = Long.MIN_VALUE; // wall time after the newest picture on disk
  private long mayOverlapFromMs; // wall time of that picture: a next segment must begin after it
  private UUID knownRun; // of the newest segment of a former life
  private long knownEndDts; // its end
  private Instant lastUnit = Instant.EPOCH;
  private Instant retryAt = Instant.EPOCH;
  private volatile boolean recording;

  StreamRecorder(StreamKey.Live stream, Recorder.Shared shared) {
    this.stream = stream;
    this.shared = shared;
    this.gaps = new GapLog(stream, shared.catalog().index(), shared.stopping());
  }

  /**
   * Continues where a former life of the recorder, or of the camera, ended; one of {@link #expect},
   * {@link #absent} and {@link #stop} follows.
   *
   * @param newest the newest segment of the stream, already brought to its end
   */
  void resume(Optional<Segment> newest) {
    long nowMs = clock().millis();
    if (newest.isPresent()) {
      reachedMs = newest.get().endMs();
      knownRun = newest.get().run();
      knownEndDts = newest.get().endDts();
    }
    GapTable known = shared.catalog().index().gaps();
    Optional<Index.Gap> lasting = known.lasting(stream);
    if (lasting.isPresent()) {
      gaps.adopt(lasting.get());
      return;
    }
    long knownMs = Math.max(reachedMs, known.newestEnd(stream).orElse(Long.MIN_VALUE));
    if (knownMs != Long.MIN_VALUE && knownMs < nowMs) {
      gaps.begin(knownMs, Cause.RECORDER_DOWN);
    }
  }

  private Clock clock() {
    return shared.clock();
  }

  /** True while units reach the disk. */
  boolean isRecording() {
    return recording;
  }

  /** The next entry of the stream. */
  void accept(LogEntry entry) {
    if (entry instanceof LogEntry.Unit unit) {
      accept(unit);
    } else if (entry instanceof LogEntry.Gap gap) {
      lost(gap);
    } else if (entry instanceof LogEntry.RunEnded) {
      end(Cause.CAMERA_OFFLINE);
    }
  }

  private void lost(LogEntry.Gap gap) {
    boolean tooSlow = gap.cause() == LogEntry.Cause.READER_TOO_SLOW;
    if (tooSlow) {
      log.error("{}: the disk is too slow, {} units were not recorded", name(), gap.units());
    }
    end(tooSlow ? Cause.DISK_ERROR : Cause.CAMERA_OFFLINE);
  }

  private String name() {
    return stream.camera() + " " + stream.profile().id();
  }

  private void accept(LogEntry.Unit entry) {
    AccessUnit unit = entry.unit();
    UUID id = entry.run().id();
    if (entry.sequence() <= lastSequences.getOrDefault(id, -1L)
        || (id.equals(knownRun) && runTicks(unit) < knownEndDts)) {
      return; // recorded before
    }
    lastSequences.put(id, entry.sequence());
    lastUnit = clock().instant();
    if (run == null || !run.id().equals(id)) {
      end(Cause.CAMERA_OFFLINE);
      soundSince = Long.MAX_VALUE;
    }
    run = entry.run();
    if (unit.track().isVideo()) {
      runClock.observe(run, unit);
      picture(unit);
    } else if (segment != null) {
      segment.addSound(unit);
    }
  }

  private static long runTicks(AccessUnit unit) {
    return unit.dts() * 90_000 / unit.track().clockRate();
  }

  private void picture(AccessUnit unit) {
    if (segment != null) {
      closeBefore(unit);
    }
    if (segment != null) {
      segment.addPicture(unit);
    } else if (unit.randomAccess() && !clock().instant().isBefore(retryAt)) {
      List<Track> audio = run.tracks().stream().filter(t -> !t.isVideo()).toList();
      long since = Math.min(soundSince, unit.dts());
      segment = new OpenSegment(run, unit, audio, since, shared.counters());
    } else if (recording) {
      recording = false;
      gaps.begin(reachedMs, Cause.CAMERA_OFFLINE); // new parameter sets without a key picture
    }
  }

  /** Ends the fragment, and maybe the segment, if this picture does not belong to it. */
  private void closeBefore(AccessUnit unit) {
    long step = unit.dts() - segment.newestDts();
    if (step < 0 || step > MAX_PICTURE_TICKS) {
      end(Cause.CAMERA_OFFLINE);
      runClock.restart(unit);
      soundSince = Long.MAX_VALUE;
    } else if (!unit.track().equals(segment.video())) {
      finish(unit.dts());
    } else if (unit.randomAccess()) {
      flush(unit.dts());
      if (segment != null && segment.isFullBefore(unit)) {
        finish(unit.dts());
      }
    } else if (step + segment.pendingTicks() >= FRAGMENT_TICKS
        || segment.pendingBytes() >= RecorderSettings.FRAGMENT_BYTES) {
      flush(unit.dts());
    }
  }

  /** Nothing came for a while: writes what waits, and notices that the camera is silent. */
  void idle() {
    Instant now = clock().instant();
    if (segment == null) {
      return;
    }
    if (now.isAfter(lastUnit.plus(SILENCE))) {
      log.warn("{}: nothing came for {} s", name(), SILENCE.toSeconds());
      end(Cause.CAMERA_OFFLINE);
    } else if (now.isAfter(lastUnit.plus(RecorderSettings.FRAGMENT))) {
      flush(-1);
    }
  }

  /** Writes what waits for the end of its fragment: somebody wants to read it now. */
  void writeOut() {
    if (segment != null) {
      flush(-1);
    }
  }

  /** Units come and none is wanted; does nothing while a segment is open. */
  void waits(Cause cause) {
    if (segment == null && retryAt.equals(Instant.EPOCH)) {
      gaps.begin(clock().millis(), cause);
    }
  }

  /** The same for {@link #SILENCE}, while nothing is wanted: the camera counts as offline. */
  void endIfSilentSince(Instant newest) {
    if (segment == null && clock().instant().isAfter(newest.plus(SILENCE))) {
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
    boolean neverRecorded = reachedMs == Long.MIN_VALUE;
    if (cameraIsLive || neverRecorded) {
      gaps.begin(clock().millis(), Cause.DISABLED);
    } else {
      expect();
    }
  }

  /** The stream is no more; it may come again. */
  void ended() {
    end(Cause.CAMERA_OFFLINE);
  }

  /** After a fault in our own code: keeps what is on the disk and begins anew. */
  void giveUp() {
    if (segment != null) {
      failed(new IOException("internal error"), false);
    }
  }

  /** From now on nothing is to be recorded; further units may follow later. */
  void stop(Cause cause) {
    boolean was = recording;
    finish(-1);
    gaps.correct(clock().instant().minus(ENDING).toEpochMilli(), Cause.CAMERA_OFFLINE, cause);
    gaps.begin(was ? reachedMs : clock().millis(), cause);
    retryAt = Instant.EPOCH;
  }

  /** Ends the segment in good order. The next life will say how long the recorder was away. */
  void close() {
    finish(-1);
  }

  /** The segment ends and nothing follows at once. A fault of the disk remains the reason. */
  private void end(Cause cause) {
    if (segment != null) {
      if (finish(-1)) {
        gaps.begin(reachedMs, cause);
      }
    } else if (retryAt.equals(Instant.EPOCH)) {
      gaps.begin(clock().millis(), cause);
    }
  }

  private void flush(long following) {
    if (!segment.hasPending()) {
      return;
    }
    boolean first = segment.file() == null;
    try {
      segment.flush(following, this::makeFile);
      Segment now = segment.file().segment();
      shared.catalog().grown(now);
      reachedMs = now.endMs();
      if (first) {
        started(now);
      }
    } catch (IOException e) {
      failed(e, true);
    }
  }

  private SegmentFile makeFile(OpenSegment open) throws IOException {
    long start = runClock.anchor(open.startDts(), recording ? mayOverlapFromMs : reachedMs);
    SegmentIdentity identity =
        new SegmentIdentity(
            stream.camera(),
            stream.profile().id(),
            open.run().id(),
            Instant.ofEpochMilli(start),
            open.startDts(),
            gaps.upTo(start));
    return shared.create(identity, open.tracks());
  }

  private void started(Segment now) {
    gaps.end(now.startMs());
    if (!recording) {
      log.info("{}: recording", name());
    }
    recording = true;
    retryAt = Instant.EPOCH;
  }

  /**
   * Ends the segment in good order.
   *
   * @param following run time of the picture that follows at once; negative if none does
   * @return false if the disk failed
   */
  private boolean finish(long following) {
    if (segment == null) {
      return true;
    }
    flush(following);
    if (segment == null) {
      return false;
    }
    try {
      shared.catalog().finished(segment.file().finish());
      soundSince = segment.soundEnd();
      mayOverlapFromMs = reachedMs - segment.pictureTicks() / 90 + 1;
      segment = null;
      recording = following >= 0;
      return true;
    } catch (IOException e) {
      failed(e, true);
      return false;
    }
  }

  /** The disk failed: what was written stays, the rest of the segment is lost and told. */
  private void failed(IOException e, boolean ofDisk) {
    SegmentFile file = segment.file();
    long lostFromMs = recording ? reachedMs : segment.receivedMs();
    if (file != null) {
      if (ofDisk) {
        file.disk().failed(e);
      }
      file.abandon();
      if (file.isVisible()) {
        shared.catalog().finished(file.segment());
      } else {
        shared.catalog().unclaim(file.disk().id(), file.path());
      }
    }
    segment = null;
    recording = false;
    soundSince = Long.MAX_VALUE;
    boolean another = shared.disks().choose().isPresent();
    retryAt = another ? clock().instant() : clock().instant().plus(RETRY);
    gaps.begin(lostFromMs, shared.disks().fault());
    shared.wakeKeeper().run();
  }
}

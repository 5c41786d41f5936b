package io.vedette.sink.recorder;

import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.Run;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import io.vedette.mp4.SegmentIdentity;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segment of one stream that is written now, if there is one: begins it, ends it, and says how
 * far the disk has come. Keeps in memory what a fault of the disk would cost: everything since the
 * key picture before the newest sync. Used by the stream's thread, but for {@link #isRecording}.
 */
final class SegmentWriter {
  private static final Logger log = LoggerFactory.getLogger(SegmentWriter.class);

  private final StreamKey.Live stream;
  private final Recorder.Shared shared;
  private final GapLog gaps;
  private final RunClock runClock = new RunClock();
  private final GopBuffer unsafe; // of the segment, maybe not on the disk
  private OpenSegment segment; // null: none
  private boolean again; // the segment begins with units that a disk lost
  private Segment failed; // the newest that a fault ended; null: none
  private long soundSince = Long.MAX_VALUE; // see OpenSegment
  private long reachedMs = Long.MIN_VALUE; // wall time after the newest picture on disk
  private long mayOverlapFromMs; // wall time of that picture: a next segment must begin after it
  private volatile boolean recording;

  SegmentWriter(StreamKey.Live stream, Recorder.Shared shared, GapLog gaps) {
    this.stream = stream;
    this.shared = shared;
    this.gaps = gaps;
    this.unsafe = new GopBuffer(RecorderSettings.HELD_BYTES, shared.budget());
  }

  /** A former life reached this wall time. */
  void resume(long endMs) {
    reachedMs = endMs;
  }

  /** Wall time after the newest picture on disk; the least long if there is none. */
  long reachedMs() {
    return reachedMs;
  }

  /** True while units reach the disk. */
  boolean isRecording() {
    return recording;
  }

  /** The open segment; null if there is none. */
  OpenSegment segment() {
    return segment;
  }

  /** A picture came; all are told, in order, before they are written. */
  void observe(Run run, AccessUnit video) {
    runClock.observe(run, video);
  }

  /** True if our clock was set: another segment should begin, with the new time. */
  boolean isClockSet() {
    return runClock.isSet();
  }

  /** Media time jumped within the run. */
  void restartClock(AccessUnit video) {
    runClock.restart(video);
    forgetSound();
  }

  /** What comes has nothing to do with what came: its sound begins with its picture. */
  void forgetSound() {
    soundSince = Long.MAX_VALUE;
  }

  /**
   * Begins a segment with a key picture.
   *
   * @param rewritten the picture came before a disk failed and goes to another now
   */
  void begin(LogEntry.Unit key, boolean rewritten) {
    List<Track> audio = key.run().tracks().stream().filter(t -> !t.isVideo()).toList();
    long since = Math.min(soundSince, key.unit().dts());
    segment = new OpenSegment(key.run(), key.unit(), audio, since, shared.counters());
    again = rewritten;
    unsafe.clear();
    unsafe.add(key);
  }

  /** Adds a unit to the open segment. */
  void add(LogEntry.Unit unit) {
    if (unit.unit().track().isVideo()) {
      segment.addPicture(unit.unit());
    } else {
      segment.addSound(unit.unit());
    }
    unsafe.add(unit);
  }

  /** Units come but none can be written until the next key picture. */
  boolean pausesForKey() {
    boolean was = recording;
    recording = false;
    return was;
  }

  /**
   * Writes what waits as a fragment.
   *
   * @param following run time of the picture that comes next; negative if it is not known
   * @param gopEnds true if that is a key picture
   * @return false if the disk failed
   */
  boolean flush(long following, boolean gopEnds) {
    if (!segment.hasPending()) {
      return true;
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
      if (segment.file().isSynced()) {
        dropSafe(gopEnds);
      }
      return true;
    } catch (IOException e) {
      fail(e, true);
      return false;
    }
  }

  /** Everything is on the disk; but a segment that begins anew needs the GOP from its begin on. */
  private void dropSafe(boolean gopEnds) {
    if (gopEnds) {
      unsafe.clear();
    }
    while (unsafe.secondKey().isPresent()) {
      unsafe.dropGop();
    }
  }

  private SegmentFile makeFile(OpenSegment open) throws IOException {
    long start = begin(open);
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

  /** Wall time of the first picture: what is written again keeps the times it was given. */
  private long begin(OpenSegment open) {
    if (!again) {
      return runClock.anchor(open.startDts(), recording ? mayOverlapFromMs : reachedMs);
    }
    if (failed != null
        && failed.run().equals(open.run().id())
        && failed.startDts() <= open.startDts()
        && open.startDts() <= failed.endDts()) {
      long laterMs = (open.startDts() - failed.startDts()) / 90;
      // At least 1: no two segments of a stream have the same start.
      long startMs = failed.startMs() + Math.max(1, laterMs);
      if (Math.abs(open.receivedMs() - startMs) <= RunClock.STEP_MS) {
        return startMs;
      }
    }
    return runClock.anchor(open.startDts(), Long.MIN_VALUE);
  }

  private void started(Segment now) {
    gaps.end(now.startMs());
    if (!recording) {
      log.info("{} {}: recording", stream.camera(), stream.profile().id());
    }
    recording = true;
  }

  /**
   * Ends the segment in good order, if there is one.
   *
   * @param following run time of the picture that follows at once; negative if none does
   * @return false if the disk failed
   */
  boolean finish(long following) {
    if (segment == null) {
      return true;
    }
    if (!flush(following, true)) {
      return false;
    }
    try {
      if (segment.file() != null) {
        shared.catalog().finished(segment.file().finish());
        shared.disks().release(segment.file().disk());
        soundSince = segment.soundEnd();
        mayOverlapFromMs = reachedMs - segment.pictureTicks() / 90 + 1;
      }
      segment = null;
      unsafe.clear();
      recording = following >= 0;
      return true;
    } catch (IOException e) {
      fail(e, true);
      return false;
    }
  }

  /** The segment ends with what was written; {@link #takeUnsafe} gives what may be lost. */
  void fail(IOException e, boolean ofDisk) {
    SegmentFile file = segment.file();
    long lostFromMs = recording ? reachedMs : segment.receivedMs();
    if (file != null) {
      if (ofDisk) {
        file.disk().failed(e);
      }
      file.abandon();
      if (file.isVisible()) {
        failed = file.segment();
        shared.catalog().finished(failed);
        file.disk().leftUnfinished(file.path());
      } else {
        shared.catalog().unclaim(file.disk().id(), file.path());
      }
      shared.disks().release(file.disk());
    }
    segment = null;
    recording = false;
    soundSince = Long.MAX_VALUE;
    gaps.begin(lostFromMs, shared.disks().fault());
    shared.wakeKeeper().run();
  }

  /** What the newest segment held that may not be on its disk, from a key picture on. */
  List<LogEntry> takeUnsafe() {
    return unsafe.take();
  }
}

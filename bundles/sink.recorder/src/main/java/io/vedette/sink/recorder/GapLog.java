package io.vedette.sink.recorder;

import io.vedette.api.recording.TimelineSpan.Cause;
import io.vedette.api.stream.StreamKey;
import io.vedette.mp4.SegmentIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Why one stream is not being recorded, from the end of its last segment to the start of its next.
 * Each change goes to the index at once; the next segment carries all of it, so that an index
 * rebuilt from files knows it too. Used by one thread.
 */
final class GapLog {
  private final StreamKey.Live stream;
  private final Index index;
  private final BooleanSupplier stopping;
  private final List<SegmentIdentity.Gap> closed = new ArrayList<>();
  private long openFrom;
  private Cause open; // null: recording

  /**
   * Of a stream.
   *
   * @param stopping true once the whole system stops: what ends then ends because of that, which
   *     the next life will tell
   */
  GapLog(StreamKey.Live stream, Index index, BooleanSupplier stopping) {
    this.stream = stream;
    this.index = index;
    this.stopping = stopping;
  }

  /**
   * Continues: a gap that was begun in this life of the recorder goes on (the camera is back); else
   * the recorder was down since what is known ends.
   *
   * @param recordedMs end of the newest segment; the least long if there is none
   */
  void resume(long recordedMs, long nowMs) {
    Optional<Index.Gap> lasting = index.gaps().lasting(stream);
    if (lasting.isPresent()) {
      open = lasting.get().cause();
      openFrom = lasting.get().fromMs();
      return;
    }
    long knownMs = Math.max(recordedMs, index.gaps().newestEnd(stream).orElse(Long.MIN_VALUE));
    if (knownMs != Long.MIN_VALUE && knownMs < nowMs) {
      begin(knownMs, Cause.RECORDER_DOWN);
    }
  }

  /** A gap that began after this time turns out to have another cause. */
  void correct(long sinceMs, Cause wrong, Cause right) {
    if (open == wrong && openFrom >= sinceMs && !stopping.getAsBoolean()) {
      open = right;
      index.gaps().open(stream, openFrom, right);
    }
  }

  /** From now on nothing is recorded, for this reason. Repeated or later reasons may follow. */
  void begin(long fromMs, Cause cause) {
    if (cause == open || stopping.getAsBoolean()) {
      return;
    }
    long from = fromMs;
    if (open != null) {
      from = Math.max(from, openFrom);
      close(from);
    }
    open = cause;
    openFrom = from;
    index.gaps().open(stream, from, cause);
  }

  private void close(long toMs) {
    if (toMs > openFrom) {
      closed.add(gap(toMs));
      if (closed.size() > SegmentIdentity.MAX_GAPS) {
        closed.remove(0);
      }
    }
    index.gaps().close(stream, openFrom, toMs);
  }

  private SegmentIdentity.Gap gap(long toMs) {
    return new SegmentIdentity.Gap(
        Instant.ofEpochMilli(openFrom), Instant.ofEpochMilli(toMs), open.id());
  }

  /** What is missing if a segment begins at this time. */
  List<SegmentIdentity.Gap> upTo(long startMs) {
    List<SegmentIdentity.Gap> gaps = new ArrayList<>(closed);
    if (open != null && startMs > openFrom) {
      gaps.add(gap(startMs));
    }
    return gaps;
  }

  /** Recording goes on: a segment that begins at this time is on the disk. */
  void end(long startMs) {
    if (open != null) {
      close(startMs);
      open = null;
    }
    closed.clear();
  }
}

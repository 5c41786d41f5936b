package io.vedette.sink.recorder;

import io.vedette.api.recording.TimelineSpan;
import io.vedette.api.recording.TimelineSpan.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lays segments and gaps of one stream over a range so that every millisecond is in exactly one
 * span. Pure; recorded wins over gap.
 */
final class Timeline {
  /**
   * Holes up to this between segments of one run are corrections of drift: see {@link RunClock}.
   */
  static final long DRIFT_MS = 100;

  /**
   * Longest hole that a camera's clock can leave between two segments where no picture is missing:
   * a greater leap of timestamps is believed by no driver. More is our own clock that was set.
   */
  private static final long LEAP_MS = 10_000;

  private final long toMs;
  private final List<Index.Gap> gaps;
  private final Cause unknown;
  private final List<TimelineSpan> spans = new ArrayList<>();
  private long atMs; // everything before is in a span

  private Timeline(long fromMs, long toMs, List<Index.Gap> gaps, Cause unknown) {
    this.atMs = fromMs;
    this.toMs = toMs;
    this.gaps = gaps;
    this.unknown = unknown;
  }

  /**
   * Spans of a range.
   *
   * @param segments that overlap it, by start; they may overlap each other
   * @param gaps that overlap it, by start
   * @param firstMs begin of what is known of the stream: before it recording was disabled
   * @param nowMs after it, too
   * @param unknown cause of what neither a segment nor a gap tells
   */
  static List<TimelineSpan> of(
      long fromMs,
      long toMs,
      List<Segment> segments,
      List<Index.Gap> gaps,
      long firstMs,
      long nowMs,
      Cause unknown) {
    if (fromMs >= toMs) {
      return List.of();
    }
    Timeline timeline = new Timeline(fromMs, toMs, gaps, unknown);
    timeline.add(Math.min(firstMs, nowMs), Optional.of(Cause.DISABLED));
    Segment before = null;
    for (Segment segment : segments) {
      if (before != null && isUnbroken(before, segment)) {
        timeline.add(segment.startMs(), Optional.empty());
      } else {
        timeline.hole(segment.startMs());
      }
      timeline.add(segment.endMs(), Optional.empty());
      before = segment;
    }
    timeline.hole(Math.max(nowMs, firstMs));
    timeline.add(toMs, Optional.of(Cause.DISABLED));
    return timeline.spans;
  }

  /** True if no picture is missing between two segments, whatever their times say. */
  private static boolean isUnbroken(Segment before, Segment next) {
    long holeMs = next.startMs() - before.endMs();
    boolean nextPicture = next.startDts() == before.endDts();
    return before.run().equals(next.run()) && holeMs <= (nextPicture ? LEAP_MS : DRIFT_MS);
  }

  /** Fills up to a time with the gaps that are known, and between them with the unknown. */
  private void hole(long untilMs) {
    for (Index.Gap gap : gaps) {
      if (gap.fromMs() < untilMs && gap.toMs() > atMs) {
        add(Math.min(gap.fromMs(), untilMs), Optional.of(unknown));
        add(Math.min(gap.toMs(), untilMs), Optional.of(gap.cause()));
      }
    }
    add(untilMs, Optional.of(unknown));
  }

  /** Everything not yet told up to a time is of this kind. */
  private void add(long untilMs, Optional<Cause> gap) {
    long until = Math.min(untilMs, toMs);
    if (until <= atMs) {
      return;
    }
    Instant from = Instant.ofEpochMilli(atMs);
    if (!spans.isEmpty() && spans.get(spans.size() - 1).gap().equals(gap)) {
      from = spans.remove(spans.size() - 1).from();
    }
    spans.add(new TimelineSpan(from, Instant.ofEpochMilli(until), gap));
    atMs = until;
  }
}

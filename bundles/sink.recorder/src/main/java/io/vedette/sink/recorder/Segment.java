package io.vedette.sink.recorder;

import io.vedette.api.stream.StreamKey;
import java.util.Objects;
import java.util.UUID;

/**
 * One file, as the index knows it; a file that still grows as it was after its newest fragment.
 *
 * @param disk id of the folder it lies in
 * @param path in that folder, with slashes: {@code front-door/main/2026/11/25/101530250.mp4}
 * @param startMs wall time of its first picture, ms since the epoch
 * @param endMs wall time after its last picture
 * @param run the connection that delivered it
 * @param startDts decoding time of the first picture, ticks since the run began
 * @param endDts the same after the last picture
 * @param sizeBytes of the file
 * @param tracks codecs and parameter sets in short: equal if and only if those are
 * @param keys its key pictures
 */
record Segment(
    StreamKey.Live stream,
    UUID disk,
    String path,
    long startMs,
    long endMs,
    UUID run,
    long startDts,
    long endDts,
    long sizeBytes,
    String tracks,
    KeyTable keys) {
  Segment {
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(disk, "disk");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(keys, "keys");
  }

  /** Rounding; and a millisecond for each time that one begin is written again. */
  static final long SAME_TIME_MS = 20;

  /**
   * True if the next one goes on where this ends, or before: it tells the times of a run as this
   * does. After a fault of a disk it may then begin with pictures that this has, too.
   */
  boolean isContinuedBy(Segment next) {
    long expectedMs = startMs + (next.startDts - startDts) / 90;
    return run.equals(next.run)
        && next.startDts >= startDts
        && Math.abs(next.startMs - expectedMs) <= SAME_TIME_MS;
  }

  /**
   * The segment as if what is on its way to the disk were there: for the timeline, where the newest
   * two seconds of a healthy recording are not to look like a gap.
   */
  Segment until(long nowMs) {
    return new Segment(
        stream,
        disk,
        path,
        startMs,
        Math.max(endMs, nowMs),
        run,
        startDts,
        endDts,
        sizeBytes,
        tracks,
        keys);
  }
}

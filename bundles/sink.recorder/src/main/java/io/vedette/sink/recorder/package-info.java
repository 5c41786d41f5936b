/**
 * Records live streams into MP4 segments and gives back what was recorded.
 *
 * <p>A unit's way in: {@link StreamThread} (cursor) → {@link StreamRecorder} (which segment) →
 * {@link OpenSegment} (fragments) → {@link SegmentFile} (bytes) on a {@link Disk}. Beside it {@link
 * GapLog} keeps why nothing is recorded, {@link RunClock} when a picture was taken. A question's
 * way out: {@link RecorderComponent} → {@link Catalog} ({@link SqliteIndex} and the files that grow
 * now) → {@link Timeline}, {@link RangeFile} or {@link SegmentsReader}. The {@link Keeper} thread
 * compares index and files, frees space and looks after the disks.
 *
 * <p>What is promised and why it is done so: docs/design/recording.md.
 */
package io.vedette.sink.recorder;

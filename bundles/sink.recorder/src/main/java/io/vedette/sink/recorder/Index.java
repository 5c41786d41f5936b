package io.vedette.sink.recorder;

import io.vedette.api.recording.TimelineSpan.Cause;
import io.vedette.api.stream.StreamKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A cache of what the files say, for quick answers. Thread-safe. A fault of the index is never a
 * fault of its callers: answers are then empty until it was made anew from the files.
 */
interface Index extends AutoCloseable {
  /** A stretch without recording; {@code toMs} is {@link Long#MAX_VALUE} while it lasts. */
  record Gap(long fromMs, long toMs, Cause cause) {}

  /** Adds or replaces the row of a file. */
  void put(Segment segment);

  /** Does all changes of the work in one commit. */
  void together(Runnable changes);

  /** Removes the row of a file that is no more; its time becomes a gap of cause DELETED. */
  void deleted(Segment segment);

  /** Removes the row of a file that cannot be read any more; its time becomes DISK_ERROR. */
  void broken(Segment segment);

  /** Segments that overlap the range, by start; without their keys. */
  List<Segment> between(StreamKey.Live stream, long fromMs, long toMs);

  /** The segment with the latest start at or before. */
  Optional<Segment> atOrBefore(StreamKey.Live stream, long ms);

  /** The segment with the earliest start after. */
  Optional<Segment> after(StreamKey.Live stream, long ms);

  /** Oldest segments of a disk by start, at most so many. */
  List<Segment> oldestOn(UUID disk, int count);

  /** Oldest segments of a camera on these disks by start, at most so many. */
  List<Segment> oldestOf(String camera, List<UUID> disks, int count);

  /** Bytes of all files of a camera on these disks. */
  long sizeOf(String camera, List<UUID> disks);

  /** All streams that have segments or gaps. */
  List<StreamKey.Live> streams();

  /** Paths with this prefix on a disk, with the size the index knows. */
  Map<String, Long> sizes(UUID disk, String prefix);

  /** Folders of a disk in which the index knows files. */
  List<String> folders(UUID disk);

  /** The row of a file. */
  Optional<Segment> find(UUID disk, String path);

  /** Stretches without recording. */
  GapTable gaps();

  /** The recorder lives: told every half minute, so that a crash can be dated. */
  void alive(long nowMs);

  /** What is remembered of a folder under its path. */
  Optional<String> disk(String path);

  void putDisk(String path, String value);

  /** Looks for damage, which then makes it broken; takes a second for a large index. */
  void verify();

  /** True if it failed and must be made anew. */
  boolean isBroken();

  /** Puts a broken index aside and begins an empty one. */
  void renew();

  @Override
  void close();
}

package io.vedette.sink.recorder;

import io.vedette.api.stream.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** All segments of all streams: those in the index and those that grow now. Thread-safe. */
final class Catalog {
  private final Index index;
  private final Map<StreamKey.Live, Segment> growing = new ConcurrentHashMap<>();
  private final Set<FileName> claimed = ConcurrentHashMap.newKeySet();

  private record FileName(UUID disk, String path) {}

  Catalog(Index index) {
    this.index = index;
  }

  Index index() {
    return index;
  }

  /** A file belongs to a writer from now on, even before it has its name. */
  void claim(UUID disk, String path) {
    claimed.add(new FileName(disk, path));
  }

  /** The writer gave the file up before it had a name. */
  void unclaim(UUID disk, String path) {
    claimed.remove(new FileName(disk, path));
  }

  /** A file has grown by a fragment. */
  void grown(Segment segment) {
    growing.put(segment.stream(), segment);
  }

  /** A file grows no more; called when file and directory are durable. */
  void finished(Segment segment) {
    index.put(segment);
    growing.remove(segment.stream());
    unclaim(segment.disk(), segment.path());
  }

  Optional<Segment> growing(StreamKey.Live stream) {
    return Optional.ofNullable(growing.get(stream));
  }

  /** True if the file belongs to a writer: nobody else may change it. */
  boolean isGrowing(UUID disk, String path) {
    return claimed.contains(new FileName(disk, path));
  }

  /** Segments that overlap the range, by start; without keys. */
  List<Segment> between(StreamKey.Live stream, long fromMs, long toMs) {
    // First what grows: if it ends meanwhile, it is found in the index.
    Optional<Segment> now = growing(stream).filter(s -> s.startMs() < toMs && s.endMs() > fromMs);
    List<Segment> segments = new ArrayList<>(index.between(stream, fromMs, toMs));
    if (now.isPresent() && segments.stream().noneMatch(s -> isSameFile(s, now.get()))) {
      segments.add(now.get());
    }
    return segments;
  }

  private static boolean isSameFile(Segment a, Segment b) {
    return a.path().equals(b.path()) && a.disk().equals(b.disk());
  }

  /** The segment with the latest start at or before. */
  Optional<Segment> atOrBefore(StreamKey.Live stream, long ms) {
    Optional<Segment> now = growing(stream).filter(s -> s.startMs() <= ms);
    return now.isPresent() ? now : index.atOrBefore(stream, ms);
  }

  /** The segment with the earliest start after. */
  Optional<Segment> after(StreamKey.Live stream, long ms) {
    Optional<Segment> now = growing(stream).filter(s -> s.startMs() > ms);
    Optional<Segment> closed = index.after(stream, ms);
    return closed.isPresent() ? closed : now;
  }

  /** The newest state of a segment: it may have grown, or ended. */
  Optional<Segment> again(Segment segment) {
    Optional<Segment> now = growing(segment.stream()).filter(s -> isSameFile(s, segment));
    return now.isPresent() ? now : index.find(segment.disk(), segment.path());
  }
}

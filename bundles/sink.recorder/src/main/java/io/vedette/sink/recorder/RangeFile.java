package io.vedette.sink.recorder;

import io.vedette.api.recording.RangeException;
import io.vedette.api.recording.RecordedFile;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.MalformedMediaException;
import io.vedette.mp4.MovieBuilder;
import io.vedette.mp4.SegmentReader;
import io.vedette.mp4.StoredFragment;
import io.vedette.mp4.VirtualFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One MP4 of a range of a stream. Segments follow one another without their gaps: a gap costs no
 * time in the file, so that it plays through.
 */
final class RangeFile implements RecordedFile {
  private static final Logger log = LoggerFactory.getLogger(RangeFile.class);

  /** More would need tables of some 30 MB in memory. */
  static final Duration LONGEST = Duration.ofHours(24);

  private final VirtualFile file;
  private final Instant from;
  private final Instant to;
  private final String etag;

  private RangeFile(VirtualFile file, long fromMs, long toMs) {
    this.file = file;
    this.from = Instant.ofEpochMilli(fromMs);
    this.to = Instant.ofEpochMilli(toMs);
    this.etag = file.etag();
  }

  /**
   * Reads the headers of all segments in the range.
   *
   * @return empty if nothing was recorded in it
   * @throws RangeException if it is too long
   */
  static Optional<RecordedFile> of(
      Catalog catalog, Disks disks, StreamKey.Live stream, Instant from, Instant to)
      throws RangeException, IOException {
    if (!from.isBefore(to)) {
      throw new RangeException("from " + from + " is not before to " + to);
    }
    if (Duration.between(from, to).compareTo(LONGEST) > 0) {
      throw new RangeException(
          "the range is longer than " + LONGEST.toHours() + " h: ask for parts of it");
    }
    long fromMs = from.toEpochMilli();
    long toMs = to.toEpochMilli();
    List<Segment> segments = catalog.between(stream, fromMs, toMs);
    if (segments.isEmpty()) {
      return Optional.empty();
    }
    boolean tracksChange = segments.stream().map(Segment::tracks).distinct().count() > 1;
    Assembly assembly = new Assembly(fromMs, tracksChange);
    List<Segment> inRow = withoutThoseToldByOthers(segments);
    for (int i = 0; i < inRow.size(); i++) {
      Segment segment = inRow.get(i);
      Optional<Segment> now = catalog.again(segment); // with its keys
      if (now.isPresent()) {
        boolean cut = i + 1 < inRow.size() && isToldAgain(segment, inRow.get(i + 1));
        long untilMs = cut ? inRow.get(i + 1).startMs() - Segment.SAME_TIME_MS : toMs;
        assembly.add(disks.resolve(segment), now.get().keys(), Math.min(toMs, untilMs));
      }
    }
    return assembly.finish();
  }

  /** Without segments all of which a former one has, too: their disk failed soon. */
  private static List<Segment> withoutThoseToldByOthers(List<Segment> segments) {
    List<Segment> kept = new ArrayList<>();
    for (Segment segment : segments) {
      Segment before = kept.isEmpty() ? segment : kept.get(kept.size() - 1);
      if (kept.isEmpty() || !isToldAgain(before, segment) || segment.endDts() > before.endDts()) {
        kept.add(segment);
      }
    }
    return kept;
  }

  /** True if the end of a segment was written again, from a key picture on, to another disk. */
  private static boolean isToldAgain(Segment segment, Segment next) {
    return segment.isContinuedBy(next) && next.startDts() < segment.endDts();
  }

  /** Puts fragments in a row. */
  private static final class Assembly {
    private final long fromMs;
    private final MovieBuilder builder;
    private long ticks; // length so far, 1/90000 s
    private long startMs;
    private long endMs;

    Assembly(long fromMs, boolean tracksChange) {
      this.fromMs = fromMs;
      this.builder = new MovieBuilder(tracksChange);
    }

    /** Fragments of one segment, from the key at or before the range to the key after it. */
    void add(Path path, KeyTable keys, long toMs) throws IOException {
      try {
        addIfSound(path, keys, toMs);
      } catch (NoSuchFileException e) {
        log.debug("{} was deleted this moment", path);
      } catch (MalformedMediaException e) {
        log.warn("left out of a download: {}: {}", path, e.getMessage());
      }
    }

    private void addIfSound(Path path, KeyTable keys, long toMs)
        throws IOException, MalformedMediaException {
      int first = keys.atOrBefore(fromMs).orElse(0);
      int after = keys.atOrAfter(toMs).orElse(keys.size());
      if (first >= keys.size() || after <= first) {
        return;
      }
      long endOffset = after < keys.size() ? keys.offset(after) : Long.MAX_VALUE;
      try (FileChannel channel = FileChannel.open(path)) {
        SegmentReader reader = new SegmentReader(channel);
        if (builder.sizeBytes() == 0) {
          startMs = keys.wallMs(first);
        }
        addFragments(reader.between(keys.offset(first), endOffset), path, keys.wallMs(first));
      }
    }

    private void addFragments(List<StoredFragment> fragments, Path path, long wallMs) {
      long firstDts = -1;
      long endDts = 0;
      for (StoredFragment fragment : fragments) {
        for (StoredFragment.StoredSample sample : fragment.samples()) {
          if (sample.track().isVideo()) {
            firstDts = firstDts < 0 ? sample.dts() : firstDts;
            endDts = sample.dts() + sample.duration();
          }
        }
        builder.add(path, fragment, ticks - Math.max(0, firstDts));
      }
      if (firstDts >= 0) {
        ticks += endDts - firstDts;
        endMs = Math.max(endMs, wallMs + (endDts - firstDts) / 90);
      }
    }

    Optional<RecordedFile> finish() {
      if (builder.sizeBytes() == 0) {
        return Optional.empty();
      }
      return Optional.of(new RangeFile(builder.build(), startMs, endMs));
    }
  }

  @Override
  public long sizeBytes() {
    return file.sizeBytes();
  }

  @Override
  public String etag() {
    return etag;
  }

  @Override
  public Instant from() {
    return from;
  }

  @Override
  public Instant to() {
    return to;
  }

  @Override
  public void write(long position, long count, WritableByteChannel target) throws IOException {
    file.write(position, count, target);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // It was open for reading: nothing is lost.
    }
  }
}

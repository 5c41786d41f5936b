package io.vedette.sink.recorder;

import io.vedette.api.recording.RecordingReader;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.AccessUnit;
import io.vedette.media.MalformedMediaException;
import io.vedette.mp4.SegmentReader;
import io.vedette.mp4.StoredFragment;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads a stream's units by wall time, from segment to segment. Key pictures are found in the key
 * tables alone. Where the clock was set back and two segments tell the same time, the one that
 * starts later counts from its start on.
 */
final class SegmentsReader implements RecordingReader {
  private final Catalog catalog;
  private final Disks disks;
  private final StreamKey.Live stream;
  private final Runnable atEnd;
  private Segment lookedAt; // newest answer of the catalog: questions come in clusters; may be null
  private Segment open; // null: none
  private FileChannel channel;
  private SegmentReader reader;
  private List<StoredFragment.StoredSample> samples = List.of(); // of one fragment, by time
  private int nextSample;
  private long firstDts = -1; // of video, in the open file
  private final Map<Integer, Long> given = new HashMap<>(); // newest run time by track
  private Map<Integer, Long> givenBefore =
      Map.of(); // the same before this file; not to be repeated

  /**
   * @param atEnd called whenever all there is of a recording that grows was read
   */
  SegmentsReader(Catalog catalog, Disks disks, StreamKey.Live stream, Runnable atEnd) {
    this.atEnd = atEnd;
    this.catalog = catalog;
    this.disks = disks;
    this.stream = stream;
  }

  @Override
  public Optional<Instant> keyAtOrBefore(Instant at) {
    long ms = at.toEpochMilli();
    Optional<Segment> segment = segmentAt(ms);
    if (segment.isEmpty()) {
      return Optional.empty();
    }
    KeyTable keys = segment.get().keys();
    OptionalInt index = keys.atOrBefore(ms);
    return index.isEmpty()
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(keys.wallMs(index.getAsInt())));
  }

  @Override
  public Optional<Instant> keyAtOrAfter(Instant at) {
    long ms = at.toEpochMilli();
    Optional<Segment> segment = segmentAt(ms);
    if (segment.isPresent()) {
      OptionalInt index = segment.get().keys().atOrAfter(ms);
      if (index.isPresent()) {
        return Optional.of(Instant.ofEpochMilli(segment.get().keys().wallMs(index.getAsInt())));
      }
    }
    Optional<Segment> next = catalog.after(stream, ms);
    next.ifPresent(s -> lookedAt = s);
    return next.map(s -> Instant.ofEpochMilli(s.startMs()));
  }

  /** The segment that was begun last at a time; what was found last is tried first. */
  private Optional<Segment> segmentAt(long ms) {
    Segment last = lookedAt;
    if (last != null && last.startMs() <= ms && ms < last.endMs() && !isGrowing(last)) {
      return Optional.of(last);
    }
    Optional<Segment> found = catalog.atOrBefore(stream, ms);
    lookedAt = found.orElse(null);
    return found;
  }

  private boolean isGrowing(Segment segment) {
    return catalog.isGrowing(segment.disk(), segment.path());
  }

  @Override
  public boolean seek(Instant key) throws IOException {
    long ms = key.toEpochMilli();
    Optional<Segment> segment = segmentAt(ms);
    OptionalInt index =
        segment.isPresent() ? segment.get().keys().atOrBefore(ms) : OptionalInt.empty();
    if (index.isEmpty() || segment.get().keys().wallMs(index.getAsInt()) != ms) {
      return false;
    }
    try {
      open(segment.get());
      given.clear();
      givenBefore = Map.of();
      reader.seek(segment.get().keys().offset(index.getAsInt()));
      return readFragment(true);
    } catch (NoSuchFileException e) {
      lookedAt = null;
      closeFile();
      return false;
    }
  }

  private void open(Segment segment) throws IOException {
    if (open != null && open.path().equals(segment.path()) && open.disk().equals(segment.disk())) {
      return;
    }
    closeFile();
    channel = FileChannel.open(disks.resolve(segment));
    try {
      reader = new SegmentReader(channel);
      Optional<StoredFragment> first = reader.next();
      firstDts = -1;
      for (StoredFragment.StoredSample sample :
          first.map(StoredFragment::samples).orElse(List.of())) {
        if (sample.track().isVideo() && firstDts < 0) {
          firstDts = sample.dts();
        }
      }
      first.ifPresent(f -> reader.seek(f.offset()));
      open = segment;
    } catch (MalformedMediaException e) {
      throw new IOException(segment.path() + ": " + e.getMessage(), e);
    } finally {
      if (open == null) {
        closeFile();
      }
    }
  }

  /**
   * Reads the headers of the next fragment.
   *
   * @param fromKey leave out what comes before its key picture: sound
   */
  private boolean readFragment(boolean fromKey) throws IOException {
    samples = List.of();
    nextSample = 0;
    try {
      Optional<StoredFragment> next = reader.next();
      if (next.isEmpty()) {
        return false;
      }
      List<StoredFragment.StoredSample> sorted = new ArrayList<>(next.get().samples());
      sorted.sort(Comparator.comparingLong(SegmentsReader::fileMicros));
      samples = sorted;
      while (fromKey
          && nextSample < sorted.size()
          && !(sorted.get(nextSample).track().isVideo() && sorted.get(nextSample).sync())) {
        nextSample++;
      }
      return nextSample < sorted.size();
    } catch (MalformedMediaException e) {
      throw new IOException(open.path() + ": " + e.getMessage(), e);
    }
  }

  private static long fileMicros(StoredFragment.StoredSample sample) {
    return sample.dts() * 1_000_000 / sample.track().clockRate();
  }

  @Override
  public Optional<AccessUnit> next() throws IOException {
    if (open == null && !openAfter(Long.MIN_VALUE)) {
      return Optional.empty();
    }
    StoredFragment.StoredSample sample = null;
    while (sample == null) {
      while (nextSample >= samples.size()) {
        if (!readFragment(false) && !openNextSegment()) {
          return Optional.empty();
        }
      }
      sample = samples.get(nextSample++);
      if (runDts(sample) <= givenBefore.getOrDefault(sample.track().id(), Long.MIN_VALUE)) {
        sample = null; // a disk failed, and this was written again to another
      }
    }
    given.put(sample.track().id(), runDts(sample));
    return Optional.of(unit(sample));
  }

  /** Time since the run began, in ticks of the track: as the unit had it when it came. */
  private long runDts(StoredFragment.StoredSample sample) {
    long origin = reader.identity().mediaStart() - Math.max(0, firstDts);
    return sample.dts() + origin * sample.track().clockRate() / 90_000;
  }

  private AccessUnit unit(StoredFragment.StoredSample sample) throws IOException {
    long ticks = sample.dts() * 90_000 / sample.track().clockRate();
    Instant wall = Instant.ofEpochMilli(SegmentLayout.wallMs(reader.identity(), firstDts, ticks));
    return new AccessUnit(
        sample.track(),
        sample.dts(),
        sample.dts() + sample.compositionOffset(),
        wall,
        sample.sync(),
        reader.payload(sample));
  }

  /** Goes on to the next segment, once the open one has ended and was read to its end. */
  private boolean openNextSegment() throws IOException {
    if (isGrowing(open)) {
      atEnd.run();
      return false;
    }
    // It may have grown between the last look at it and its end.
    return readFragment(false) || openAfter(open.startMs());
  }

  private boolean openAfter(long ms) throws IOException {
    Segment before = open;
    Optional<Segment> next = catalog.after(stream, ms);
    while (next.isPresent()) {
      try {
        open(next.get());
        if (before == null || !before.isContinuedBy(next.get())) {
          given.clear();
        }
        givenBefore = Map.copyOf(given);
        return true;
      } catch (NoSuchFileException e) {
        next = catalog.after(stream, next.get().startMs()); // deleted this moment
      }
    }
    return false;
  }

  private void closeFile() throws IOException {
    open = null;
    reader = null;
    samples = List.of();
    nextSample = 0;
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }

  @Override
  public void close() {
    try {
      closeFile();
    } catch (IOException e) {
      // It was open for reading: nothing is lost.
    }
  }
}

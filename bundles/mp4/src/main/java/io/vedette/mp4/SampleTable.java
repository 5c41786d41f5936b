package io.vedette.mp4;

import io.vedette.media.Track;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Samples of one track of an ordinary MP4, kept in the form of stbl (ISO/IEC 14496-12 8.6, 8.7):
 * run lengths and one size per sample, 4 to 6 bytes each, so that a day of video fits in memory.
 * Used by one thread.
 */
public final class SampleTable {
  private final Track track;
  private final Consumer<BoxWriter> entry;
  private final IntList sizes = new IntList();
  private final IntList durations = new IntList(); // runs
  private final IntList compositions = new IntList(); // runs
  private final IntList syncSamples = new IntList(); // numbers from 1
  private final IntList chunkSamples = new IntList();
  private long[] chunkOffsets = new long[64];
  private boolean oneSize = true;
  private boolean composed; // some composition offset is not 0
  private long firstDts = -1;
  private long lastDts;
  private long lastDuration;
  private long nextOffset = -1;

  /** For samples as they are recorded. */
  public SampleTable(Track track) {
    this(track, w -> SampleEntries.entry(w, track));
  }

  /** For samples in another form, which the sample entry tells. */
  SampleTable(Track track, Consumer<BoxWriter> entry) {
    this.track = track;
    this.entry = entry;
  }

  Track track() {
    return track;
  }

  /**
   * Adds the next sample.
   *
   * @param offset of its bytes, from the place that {@link Movie} is later told
   * @param dts from 0; one that goes back is raised to that of the sample before
   * @param duration holds for the last sample only: otherwise the next one's dts tells
   */
  public void add(
      long offset, int size, long dts, long duration, int compositionOffset, boolean sync) {
    long at = firstDts < 0 ? dts : Math.max(dts, lastDts);
    if (firstDts < 0) {
      firstDts = at;
    } else {
      durations.addRun((int) (at - lastDts));
    }
    lastDts = at;
    lastDuration = duration;
    oneSize &= sizes.size() == 0 || sizes.get(0) == size;
    sizes.add(size);
    compositions.addRun(compositionOffset);
    composed |= compositionOffset != 0;
    if (sync) {
      syncSamples.add(sizes.size());
    }
    if (offset == nextOffset) {
      int chunk = chunkSamples.size() - 1;
      chunkSamples.set(chunk, chunkSamples.get(chunk) + 1);
    } else {
      addChunk(offset);
    }
    nextOffset = offset + size;
  }

  private void addChunk(long offset) {
    if (chunkSamples.size() == chunkOffsets.length) {
      chunkOffsets = Arrays.copyOf(chunkOffsets, chunkOffsets.length * 2);
    }
    chunkOffsets[chunkSamples.size()] = offset;
    chunkSamples.add(1);
  }

  public boolean isEmpty() {
    return sizes.size() == 0;
  }

  /** Ticks before the first sample. */
  long firstDts() {
    return firstDts;
  }

  /** Ticks from the first sample to the end of the last. */
  long duration() {
    return lastDts - firstDts + lastDuration;
  }

  /** Sum of both in ticks of the movie. */
  long movieDuration() {
    return movieTicks(firstDts) + movieTicks(duration());
  }

  private long movieTicks(long ticks) {
    return ticks * MovieBoxes.MOVIE_TIMESCALE / track.clockRate();
  }

  /**
   * Writes the track.
   *
   * @param dataOffset what to add to the offsets of the samples
   */
  void trak(BoxWriter w, long dataOffset) {
    Optional<Consumer<BoxWriter>> edits =
        firstDts > 0 ? Optional.of(this::emptyEdit) : Optional.empty();
    MovieBoxes.trak(
        w, track, movieDuration(), duration(), edits, entry, b -> tables(b, dataOffset));
  }

  /** The track starts later than the movie (ISO/IEC 14496-12 8.6.6). */
  private void emptyEdit(BoxWriter w) {
    w.box(
        "edts",
        () ->
            w.fullBox(
                "elst",
                1,
                0,
                () -> {
                  w.u32(2);
                  w.u64(movieTicks(firstDts)).u64(-1).u32(0x00010000);
                  w.u64(movieTicks(duration())).u64(0).u32(0x00010000);
                }));
  }

  private void tables(BoxWriter w, long dataOffset) {
    w.fullBox("stts", 0, 0, () -> runs(w, durations, Optional.of((int) lastDuration)));
    if (composed) {
      w.fullBox("ctts", 1, 0, () -> runs(w, compositions, Optional.empty()));
    }
    if (syncSamples.size() < sizes.size()) {
      w.fullBox("stss", 0, 0, () -> list(w, syncSamples));
    }
    w.fullBox("stsc", 0, 0, () -> samplesPerChunk(w));
    w.fullBox("stsz", 0, 0, () -> sizes(w));
    int chunks = chunkSamples.size();
    if (dataOffset + nextOffset > 0xffff_ffffL) {
      w.fullBox(
          "co64",
          0,
          0,
          () -> {
            w.u32(chunks);
            for (int i = 0; i < chunks; i++) {
              w.u64(dataOffset + chunkOffsets[i]);
            }
          });
    } else {
      w.fullBox(
          "stco",
          0,
          0,
          () -> {
            w.u32(chunks);
            for (int i = 0; i < chunks; i++) {
              w.u32(dataOffset + chunkOffsets[i]);
            }
          });
    }
  }

  /** One size for all samples, as G.711 has, or a list. */
  private void sizes(BoxWriter w) {
    if (oneSize) {
      w.u32(sizes.get(0)).u32(sizes.size());
    } else {
      list(w.u32(0), sizes);
    }
  }

  /** Run-length entries; {@code last} is one more value. */
  private static void runs(BoxWriter w, IntList runs, Optional<Integer> last) {
    w.u32(runs.size() / 2 + (last.isPresent() ? 1 : 0));
    for (int i = 0; i < runs.size(); i++) {
      w.u32(runs.get(i));
    }
    last.ifPresent(value -> w.u32(1).u32(value));
  }

  private static void list(BoxWriter w, IntList values) {
    w.u32(values.size());
    for (int i = 0; i < values.size(); i++) {
      w.u32(values.get(i));
    }
  }

  private void samplesPerChunk(BoxWriter w) {
    int countAt = w.position();
    w.u32(0);
    int entries = 0;
    for (int i = 0; i < chunkSamples.size(); i++) {
      if (i == 0 || chunkSamples.get(i) != chunkSamples.get(i - 1)) {
        w.u32(i + 1).u32(chunkSamples.get(i)).u32(1);
        entries++;
      }
    }
    w.patchU32(countAt, entries);
  }
}

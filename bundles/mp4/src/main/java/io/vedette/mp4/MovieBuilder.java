package io.vedette.mp4;

import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one ordinary MP4 out of fragments of segment files: moov in front with all sample tables,
 * payloads as slices. Nothing of the payloads is read. Used by one thread.
 */
public final class MovieBuilder {
  private static final List<String> BRANDS = List.of("isom", "iso2", "avc1", "mp41");

  private final Map<Integer, SampleTable> tables = new HashMap<>();
  private final List<SampleTable> ordered;
  private final VirtualFile.Slices slices = new VirtualFile.Slices();

  /** For tracks that all fragments share. */
  public MovieBuilder(List<Track> tracks) {
    ordered = tracks.stream().map(SampleTable::new).toList();
    ordered.forEach(table -> tables.put(table.track().id(), table));
  }

  /**
   * Adds a fragment.
   *
   * @param shiftTicks what to add to its times, in 1/90000 s. Samples that then lie before 0 (audio
   *     that belongs to pictures before the first) are left out
   */
  public void add(Path file, StoredFragment fragment, long shiftTicks) {
    long length = fragment.end() - fragment.dataOffset();
    long base = slices.add(file, fragment.dataOffset(), length) - fragment.dataOffset();
    for (StoredFragment.StoredSample sample : fragment.samples()) {
      SampleTable table = tables.get(sample.track().id());
      long shift = shiftTicks * sample.track().clockRate() / MovieBoxes.MOVIE_TIMESCALE;
      long dts = sample.dts() + shift;
      if (table != null && dts >= 0) {
        table.add(
            base + sample.offset(),
            sample.size(),
            dts,
            sample.duration(),
            sample.compositionOffset(),
            sample.sync());
      }
    }
  }

  /** Bytes of payload so far. */
  public long sizeBytes() {
    return slices.size();
  }

  /** The file; the builder must not be used after this. */
  public VirtualFile build() {
    long total = slices.size();
    boolean large = total + 16 > 0xffff_ffffL;
    BoxWriter head = new BoxWriter(64);
    MovieBoxes.ftyp(head, "isom", BRANDS);
    int mdatHeader = large ? 16 : 8;
    // The size of moov must be known to tell the offsets that stand in it. It changes only if they
    // pass 4 GiB by its own size, so the second round is the last.
    long dataOffset = (long) head.position() + mdatHeader;
    ByteBuffer moov = Movie.moov(ordered, dataOffset);
    for (int round = 0; round < 2; round++) {
      moov = Movie.moov(ordered, dataOffset + moov.remaining());
    }
    head.bytes(moov);
    if (large) {
      head.u32(1).ascii("mdat").u64(total + 16);
    } else {
      head.u32(total + 8).ascii("mdat");
    }
    return new VirtualFile(head.finish(), slices.list());
  }
}

package io.vedette.mp4;

import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.util.List;

/** The moov of an ordinary MP4: every sample in tables, no fragments. */
public final class Movie {
  private Movie() {}

  /**
   * Bytes of the box, position 0. Their number depends on the tables and on whether offsets pass 4
   * GiB, not on {@code dataOffset} otherwise.
   *
   * @param tables those without samples are left out
   * @param dataOffset where in the file the tables' offsets count from
   */
  public static ByteBuffer moov(List<SampleTable> tables, long dataOffset) {
    List<SampleTable> filled = tables.stream().filter(t -> !t.isEmpty()).toList();
    List<Track> tracks = filled.stream().map(SampleTable::track).toList();
    long duration = filled.stream().mapToLong(SampleTable::movieDuration).max().orElse(0);
    BoxWriter w = new BoxWriter(16 << 10);
    w.box(
        "moov",
        () -> {
          MovieBoxes.mvhd(w, duration, tracks);
          filled.forEach(table -> table.trak(w, dataOffset));
        });
    return w.finish();
  }
}

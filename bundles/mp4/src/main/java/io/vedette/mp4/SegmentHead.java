package io.vedette.mp4;

import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The first bytes of a segment file: ftyp, identity, placeholder, moov without samples. The
 * placeholder is a {@code free} box of 16 bytes. When the segment is finished, {@link #mdatHeader}
 * goes over it: everything up to the final moov then is media data to a player, and the file an
 * ordinary MP4 ("hybrid", as OBS and ffmpeg's hybrid_fragmented do). It lies in one sector, so that
 * it is overwritten as a whole or not at all.
 *
 * @param bytes position 0
 * @param placeholder offset of the placeholder
 */
public record SegmentHead(ByteBuffer bytes, int placeholder) {
  /** Length of the placeholder: the header of an mdat with a 64-bit size. */
  public static final int PLACEHOLDER_BYTES = 16;

  /** Lays out the head of a segment. */
  public static SegmentHead of(SegmentIdentity identity, List<Track> tracks) {
    BoxWriter w = new BoxWriter(2048);
    InitSegment.ftyp(w);
    identity.write(w, PLACEHOLDER_BYTES);
    int placeholder = w.position();
    w.box("free", () -> w.zeros(PLACEHOLDER_BYTES - 8));
    InitSegment.moov(w, tracks);
    return new SegmentHead(w.finish(), placeholder);
  }

  /**
   * What is written over the placeholder when the final moov is safely on disk.
   *
   * @param end offset of the final moov
   */
  public static ByteBuffer mdatHeader(long placeholder, long end) {
    BoxWriter w = new BoxWriter(PLACEHOLDER_BYTES);
    return w.u32(1).ascii("mdat").u64(end - placeholder).finish();
  }
}

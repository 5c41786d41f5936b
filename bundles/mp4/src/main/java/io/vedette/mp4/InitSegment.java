package io.vedette.mp4;

import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The head of a fragmented file or of a Media Source stream: ftyp and a moov without samples
 * (ISO/IEC 14496-12 8.8; Media Source Extensions byte stream format ISO BMFF).
 */
public final class InitSegment {
  private InitSegment() {}

  /**
   * Bytes of the init segment, big-endian, position 0. For browsers give the video track alone:
   * they refuse G.711.
   *
   * @param tracks one sample entry each; ids differ
   */
  public static ByteBuffer of(List<Track> tracks) {
    BoxWriter w = new BoxWriter(1024);
    ftyp(w);
    moov(w, tracks);
    return w.finish();
  }

  static void ftyp(BoxWriter w) {
    MovieBoxes.ftyp(w, "iso6", List.of("iso6", "iso5", "avc1", "mp41"));
  }

  static void moov(BoxWriter w, List<Track> tracks) {
    w.box(
        "moov",
        () -> {
          MovieBoxes.mvhd(w, 0, tracks);
          tracks.forEach(
              track ->
                  MovieBoxes.trak(
                      w,
                      track,
                      0,
                      0,
                      Optional.empty(),
                      b -> SampleEntries.entry(b, track),
                      InitSegment::emptyTables));
          w.box("mvex", () -> tracks.forEach(track -> trex(w, track)));
        });
  }

  /** The mandatory tables of stbl; samples stand in fragments. */
  private static void emptyTables(BoxWriter w) {
    w.fullBox("stts", 0, 0, () -> w.u32(0));
    w.fullBox("stsc", 0, 0, () -> w.u32(0));
    w.fullBox("stsz", 0, 0, () -> w.u32(0).u32(0));
    w.fullBox("stco", 0, 0, () -> w.u32(0));
  }

  /** Defaults are not used: each tfhd brings its own, so a fragment can be read alone. */
  private static void trex(BoxWriter w, Track track) {
    w.fullBox("trex", 0, 0, () -> w.u32(MovieBoxes.trackId(track)).u32(1).u32(0).u32(0).u32(0));
  }
}

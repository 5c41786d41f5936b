package io.vedette.mp4;

import io.vedette.media.Track;
import io.vedette.media.VideoConfig;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Boxes of moov that a fragmented and an ordinary file have in common (ISO/IEC 14496-12 8.2 to
 * 8.5). They differ in durations and sample tables, which the caller writes.
 */
final class MovieBoxes {
  /** Ticks per second of mvhd, tkhd and elst. */
  static final int MOVIE_TIMESCALE = 90_000;

  private MovieBoxes() {}

  /** track_ID must not be 0, a Track's id may. */
  static int trackId(Track track) {
    return track.id() + 1;
  }

  static void ftyp(BoxWriter w, String major, List<String> compatible) {
    w.box(
        "ftyp",
        () -> {
          w.ascii(major).u32(0x200);
          compatible.forEach(w::ascii);
        });
  }

  static void mvhd(BoxWriter w, long duration, List<Track> tracks) {
    int nextTrackId = tracks.stream().mapToInt(MovieBoxes::trackId).max().orElse(0) + 1;
    w.fullBox(
        "mvhd",
        1,
        0,
        () -> {
          w.u64(0).u64(0).u32(MOVIE_TIMESCALE).u64(duration);
          w.u32(0x00010000).u16(0x0100).zeros(10); // rate 1, volume 1
          matrix(w);
          w.zeros(24).u32(nextTrackId);
        });
  }

  private static void matrix(BoxWriter w) {
    w.u32(0x00010000).zeros(12).u32(0x00010000).zeros(12).u32(0x40000000);
  }

  /**
   * One track.
   *
   * @param movieDuration in {@link #MOVIE_TIMESCALE} ticks, edits included; 0 in an init segment
   * @param mediaDuration in ticks of the track; 0 in an init segment
   * @param edits writes the edts box
   * @param entry writes the only sample entry
   * @param tables writes the content of stbl after stsd
   */
  static void trak(
      BoxWriter w,
      Track track,
      long movieDuration,
      long mediaDuration,
      Optional<Consumer<BoxWriter>> edits,
      Consumer<BoxWriter> entry,
      Consumer<BoxWriter> tables) {
    w.box(
        "trak",
        () -> {
          tkhd(w, track, movieDuration);
          edits.ifPresent(e -> e.accept(w));
          w.box(
              "mdia",
              () -> {
                mdhd(w, track, mediaDuration);
                hdlr(w, track);
                minf(w, track, entry, tables);
              });
        });
  }

  private static void tkhd(BoxWriter w, Track track, long duration) {
    int width = track.config() instanceof VideoConfig video ? video.width() : 0;
    int height = track.config() instanceof VideoConfig video ? video.height() : 0;
    w.fullBox(
        "tkhd",
        1,
        3, // enabled, in movie
        () -> {
          w.u64(0).u64(0).u32(trackId(track)).u32(0).u64(duration);
          w.zeros(8).u16(0).u16(0); // layer, alternate_group
          w.u16(track.isVideo() ? 0 : 0x0100).u16(0); // volume
          matrix(w);
          w.u32((long) width << 16).u32((long) height << 16);
        });
  }

  private static void mdhd(BoxWriter w, Track track, long duration) {
    w.fullBox(
        "mdhd",
        1,
        0,
        () -> w.u64(0).u64(0).u32(track.clockRate()).u64(duration).u16(0x55c4).u16(0)); // "und"
  }

  private static void hdlr(BoxWriter w, Track track) {
    w.fullBox(
        "hdlr",
        0,
        0,
        () -> w.u32(0).ascii(track.isVideo() ? "vide" : "soun").zeros(12).ascii("Vedette\0"));
  }

  private static void minf(
      BoxWriter w, Track track, Consumer<BoxWriter> entry, Consumer<BoxWriter> tables) {
    w.box(
        "minf",
        () -> {
          if (track.isVideo()) {
            w.fullBox("vmhd", 0, 1, () -> w.zeros(8));
          } else {
            w.fullBox("smhd", 0, 0, () -> w.zeros(4));
          }
          w.box(
              "dinf",
              () -> w.fullBox("dref", 0, 0, () -> w.u32(1).fullBox("url ", 0, 1, () -> {})));
          w.box(
              "stbl",
              () -> {
                w.fullBox("stsd", 0, 0, () -> entry.accept(w.u32(1)));
                tables.accept(w);
              });
        });
  }
}

package io.vedette.mp4;

import io.vedette.media.MalformedMediaException;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads the final moov that {@link Movie} wrote, back into the fragments it was made of: their
 * headers still lie between the samples, so where two samples do not touch, a fragment begins. One
 * read instead of one per fragment, which on a hard disk is one seek instead of thirty.
 */
final class MovieParser {
  /** 40 minutes of pictures and sound; a longer moov is not worth its memory. */
  private static final int MAX_SAMPLES = 1 << 18;

  /** A moof and the header of its mdat are longer than this. */
  private static final int MIN_HEADER_BYTES = 16;

  private static final int TRAK = Boxes.type("trak");

  private final long mediaStart;
  private final long mediaEnd;
  private final List<StoredFragment.StoredSample> samples = new ArrayList<>();

  private MovieParser(long mediaStart, long mediaEnd) {
    this.mediaStart = mediaStart;
    this.mediaEnd = mediaEnd;
  }

  /**
   * All fragments, in order.
   *
   * @param tracks of the head
   * @param moov content of the box
   * @param mediaStart offset of the first fragment
   * @param mediaEnd offset after the last
   * @throws MalformedMediaException if a table is impossible or points outside of the media
   */
  static List<StoredFragment> fragments(
      List<Track> tracks, ByteBuffer moov, long mediaStart, long mediaEnd)
      throws MalformedMediaException {
    MovieParser parser = new MovieParser(mediaStart, mediaEnd);
    for (Boxes.Box box : Boxes.list(moov)) {
      if (box.type() == TRAK) {
        int id = TrackParser.id(box.child("tkhd"));
        Optional<Track> track = tracks.stream().filter(t -> t.id() == id).findFirst();
        parser.trak(
            box,
            track.orElseThrow(() -> new MalformedMediaException("moov with unknown track " + id)));
      }
    }
    parser.samples.sort(Comparator.comparingLong(StoredFragment.StoredSample::offset));
    return parser.split();
  }

  private void trak(Boxes.Box trak, Track track) throws MalformedMediaException {
    List<Boxes.Box> stbl = trak.child("mdia").child("minf").child("stbl").children();
    Sizes sizes = new Sizes(Boxes.child(stbl, "stsz"));
    Chunks chunks = new Chunks(stbl);
    Runs durations = new Runs(Boxes.child(stbl, "stts").afterFlags(4));
    Optional<Boxes.Box> ctts = Boxes.find(stbl, "ctts");
    Runs compositions = ctts.isPresent() ? new Runs(ctts.get().afterFlags(4)) : Runs.ZERO;
    Optional<Boxes.Box> stss = Boxes.find(stbl, "stss");
    ByteBuffer syncs = stss.isPresent() ? stss.get().afterFlags(4) : null; // null: all are sync
    if (syncs != null) {
      syncs.getInt();
    }
    if (sizes.count + (long) samples.size() > MAX_SAMPLES) {
      throw new MalformedMediaException("moov of " + sizes.count + " samples");
    }
    int nextSync = syncs == null ? 0 : next(syncs);
    long dts = start(trak, track);
    for (int i = 0; i < sizes.count; i++) {
      int size = sizes.next();
      long offset = chunks.next(size);
      if (offset < mediaStart || size <= 0 || size > mediaEnd - offset) {
        throw new MalformedMediaException(
            "sample of " + size + " bytes at " + offset + " in media up to " + mediaEnd);
      }
      boolean sync = syncs == null || i + 1 == nextSync;
      if (sync && syncs != null) {
        nextSync = next(syncs);
      }
      int duration = durations.next();
      samples.add(
          new StoredFragment.StoredSample(
              track, dts, compositions.next(), duration, sync, offset, size));
      dts += duration;
    }
  }

  private static int next(ByteBuffer numbers) {
    return numbers.remaining() >= 4 ? numbers.getInt() : 0;
  }

  /** Ticks before the first sample: the length of the empty edit, if there is one. */
  private static long start(Boxes.Box trak, Track track) throws MalformedMediaException {
    Optional<Boxes.Box> edts = Boxes.find(trak.children(), "edts");
    if (edts.isEmpty()) {
      return 0;
    }
    long movieTicks = edts.get().child("elst").afterFlags(24).getLong(4);
    if (movieTicks < 0 || movieTicks > Integer.MAX_VALUE) {
      throw new MalformedMediaException("empty edit of " + movieTicks + " ticks");
    }
    // It was rounded down when it was written.
    return -Math.floorDiv(-movieTicks * track.clockRate(), MovieBoxes.MOVIE_TIMESCALE);
  }

  private List<StoredFragment> split() throws MalformedMediaException {
    List<StoredFragment> fragments = new ArrayList<>();
    int from = 0;
    long offset = mediaStart;
    for (int i = 1; i <= samples.size(); i++) {
      StoredFragment.StoredSample last = samples.get(i - 1);
      long end = last.offset() + last.size();
      long hole = i == samples.size() ? MIN_HEADER_BYTES : samples.get(i).offset() - end;
      if (hole < 0 || (hole > 0 && hole < MIN_HEADER_BYTES)) {
        throw new MalformedMediaException("samples that overlap at byte " + end);
      }
      if (hole > 0) {
        long data = samples.get(from).offset();
        fragments.add(new StoredFragment(offset, data, end, List.copyOf(samples.subList(from, i))));
        from = i;
        offset = end;
      }
    }
    return fragments;
  }

  /** stsz (8.7.3.2). */
  private static final class Sizes {
    final int count;
    private final int all; // 0: each has its own
    private final ByteBuffer in;

    Sizes(Boxes.Box stsz) throws MalformedMediaException {
      in = stsz.afterFlags(8);
      all = in.getInt();
      count = in.getInt();
      if (count < 0 || (all == 0 && count > in.remaining() / 4)) {
        throw new MalformedMediaException("stsz of " + count + " samples");
      }
    }

    int next() {
      return all == 0 ? in.getInt() : all;
    }
  }

  /** Pairs of count and value: stts and ctts (8.6.1). */
  private static final class Runs {
    static final Runs ZERO = new Runs();

    private final ByteBuffer in;
    private int left;
    private int value;

    private Runs() {
      in = ByteBuffer.allocate(0);
    }

    Runs(ByteBuffer in) {
      this.in = in;
      in.getInt();
    }

    /** The last value goes on if the table is too short. */
    int next() {
      while (left <= 0 && in.remaining() >= 8) {
        left = in.getInt();
        value = in.getInt();
      }
      left--;
      return value;
    }
  }

  /** Where samples lie: stsc and stco or co64 (8.7.4, 8.7.5). */
  private static final class Chunks {
    private final ByteBuffer runs; // first chunk, samples per chunk, description
    private final ByteBuffer offsets;
    private final boolean wide;
    private int chunk;
    private int perChunk;
    private int left;
    private long at;

    Chunks(List<Boxes.Box> stbl) throws MalformedMediaException {
      runs = Boxes.child(stbl, "stsc").afterFlags(4);
      runs.getInt();
      Optional<Boxes.Box> co64 = Boxes.find(stbl, "co64");
      wide = co64.isPresent();
      offsets = (wide ? co64.get() : Boxes.child(stbl, "stco")).afterFlags(4);
      offsets.getInt();
    }

    /** Offset of the next sample. */
    long next(int size) throws MalformedMediaException {
      if (left == 0) {
        Boxes.need(offsets, wide ? 8 : 4, "stco");
        at = wide ? offsets.getLong() : offsets.getInt() & 0xffff_ffffL;
        chunk++;
        if (runs.remaining() >= 12 && runs.getInt(runs.position()) == chunk) {
          runs.getInt();
          perChunk = runs.getInt();
          runs.getInt();
        }
        left = perChunk;
        if (left <= 0) {
          throw new MalformedMediaException("chunk of " + left + " samples");
        }
      }
      left--;
      long offset = at;
      at += size;
      return offset;
    }
  }
}

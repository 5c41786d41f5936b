package io.vedette.mp4;

import io.vedette.media.MalformedMediaException;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a moof that {@link Fragment} wrote, with every form of tfhd and trun that has offsets from
 * the start of the moof. Each sample is checked to lie in the mdat behind.
 */
final class FragmentParser {
  /** A fragment has at most 2 s; a thousand pictures per second and 8000 audio packets fit. */
  static final int MAX_SAMPLES = 20_000;

  /** Largest picture that is believed: an IDR of 16K raw would not be larger. */
  static final int MAX_SAMPLE_BYTES = 64 << 20;

  private static final int TRAF = Boxes.type("traf");
  private static final int TRUN = Boxes.type("trun");

  private final List<Track> tracks;
  private final long moofOffset;
  private final long dataOffset;
  private final long end;
  private final List<StoredFragment.StoredSample> samples = new ArrayList<>();

  private FragmentParser(List<Track> tracks, long moofOffset, long dataOffset, long end) {
    this.tracks = tracks;
    this.moofOffset = moofOffset;
    this.dataOffset = dataOffset;
    this.end = end;
  }

  /**
   * Parses one fragment.
   *
   * @param moof content of the box
   * @param moofOffset of the box in the file
   * @param dataOffset of the first byte in mdat
   * @param end offset after mdat
   */
  static StoredFragment parse(
      List<Track> tracks, ByteBuffer moof, long moofOffset, long dataOffset, long end)
      throws MalformedMediaException {
    FragmentParser parser = new FragmentParser(tracks, moofOffset, dataOffset, end);
    for (Boxes.Box box : Boxes.list(moof)) {
      if (box.type() == TRAF) {
        parser.traf(box);
      }
    }
    if (parser.samples.isEmpty()) {
      throw new MalformedMediaException("fragment without samples at byte " + moofOffset);
    }
    return new StoredFragment(moofOffset, dataOffset, end, List.copyOf(parser.samples));
  }

  private void traf(Boxes.Box traf) throws MalformedMediaException {
    List<Boxes.Box> children = traf.children();
    Boxes.Box tfhd = Boxes.child(children, "tfhd");
    ByteBuffer in = tfhd.afterFlags(4);
    int flags = tfhd.flags();
    int id = in.getInt() - 1;
    Track track =
        tracks.stream()
            .filter(t -> t.id() == id)
            .findFirst()
            .orElseThrow(() -> new MalformedMediaException("fragment of unknown track " + id));
    if ((flags & 0x020000) == 0 || (flags & 0x01) != 0) {
      throw new MalformedMediaException("fragment with offsets from elsewhere than its moof");
    }
    if ((flags & 0x02) != 0) {
      optional(in, true);
    }
    long duration = optional(in, (flags & 0x08) != 0);
    long size = optional(in, (flags & 0x10) != 0);
    long sampleFlags = optional(in, (flags & 0x20) != 0);
    Boxes.Box tfdt = Boxes.child(children, "tfdt");
    long dts =
        tfdt.afterFlags(4).remaining() >= 8 && tfdt.version() == 1
            ? tfdt.afterFlags(8).getLong()
            : tfdt.afterFlags(4).getInt() & 0xffff_ffffL;
    if (dts < 0 || dts > Long.MAX_VALUE / 2) {
      throw new MalformedMediaException("tfdt " + dts);
    }
    for (Boxes.Box box : children) {
      if (box.type() == TRUN) {
        dts = trun(box, track, dts, duration, size, sampleFlags);
      }
    }
  }

  private long trun(
      Boxes.Box trun, Track track, long firstDts, long duration, long size, long sampleFlags)
      throws MalformedMediaException {
    ByteBuffer in = trun.afterFlags(8);
    int flags = trun.flags();
    long count = in.getInt() & 0xffff_ffffL;
    if (count + samples.size() > MAX_SAMPLES || (flags & 0x01) == 0) {
      throw new MalformedMediaException("trun of " + count + " samples, flags " + flags);
    }
    long offset = moofOffset + in.getInt();
    boolean firstFlags = (flags & 0x04) != 0;
    long first = optional(in, firstFlags);
    long dts = firstDts;
    for (int i = 0; i < count; i++) {
      long thisDuration = (flags & 0x100) != 0 ? optional(in, true) : duration;
      long thisSize = (flags & 0x200) != 0 ? optional(in, true) : size;
      long thisFlags = (flags & 0x400) != 0 ? optional(in, true) : sampleFlags;
      int composition = (flags & 0x800) != 0 ? (int) optional(in, true) : 0;
      if (i == 0 && firstFlags) {
        thisFlags = first;
      }
      long room = Math.min(end - offset, MAX_SAMPLE_BYTES);
      if (offset < dataOffset || thisSize <= 0 || thisSize > room) {
        throw new MalformedMediaException(
            "sample of " + thisSize + " bytes at " + offset + " in an mdat up to " + end);
      }
      boolean sync = (thisFlags & 0x10000) == 0;
      samples.add(
          new StoredFragment.StoredSample(
              track, dts, composition, thisDuration, sync, offset, (int) thisSize));
      offset += thisSize;
      dts += thisDuration;
    }
    return dts;
  }

  private static long optional(ByteBuffer in, boolean present) throws MalformedMediaException {
    if (!present) {
      return 0;
    }
    Boxes.need(in, 4, "tfhd or trun");
    return in.getInt() & 0xffff_ffffL;
  }
}

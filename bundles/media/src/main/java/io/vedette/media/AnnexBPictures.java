package io.vedette.media;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One H.264 track whose pictures come whole, each as a byte stream with start codes (ISO/IEC
 * 14496-10 annex B): recorders' own protocols. Used by one thread.
 *
 * <p>Nothing comes out before the first IDR picture with parameter sets, and nothing after {@link
 * #lost} up to the next one.
 */
public final class AnnexBPictures {
  private static final int CLOCK_RATE = 90_000;

  private final int trackId;
  private final H264ParameterSets sets = new H264ParameterSets(Optional.empty());
  private Track track; // null until parameter sets are known
  private boolean needIdr = true;

  /**
   * @param trackId id of the tracks this makes
   */
  public AnnexBPictures(int trackId) {
    this.trackId = trackId;
  }

  /**
   * A picture as the house carries it.
   *
   * @param track with the parameter sets in force
   * @param randomAccess an IDR picture
   * @param payload NAL units with 4-byte lengths, without parameter sets; a copy
   */
  public record Picture(Track track, boolean randomAccess, ByteBuffer payload) {}

  /** The newest track; empty before the first parameter sets. */
  public Optional<Track> track() {
    return Optional.ofNullable(track);
  }

  /** A picture is missing before the next one. */
  public void lost() {
    needIdr = true;
  }

  /**
   * Takes the bytes of one picture, which it does not keep or move.
   *
   * @return empty if they hold no picture, or one that cannot be decoded without those before it
   * @throws MalformedMediaException if they are not H.264 with start codes
   */
  public Optional<Picture> add(ByteBuffer annexB) throws MalformedMediaException {
    if (!beginsWithStartCode(annexB)) {
      throw new MalformedMediaException("not a byte stream with start codes");
    }
    List<ByteBuffer> kept = new ArrayList<>(4);
    boolean slice = false;
    boolean idr = false;
    for (ByteBuffer unit : NalUnits.splitAnnexB(annexB)) {
      byte header = unit.get(0);
      int type = NalUnits.h264Type(header);
      if (header < 0) { // forbidden_zero_bit
        throw new MalformedMediaException(
            "not H.264: a unit begins with 0x%02x".formatted(header & 0xff));
      }
      if (NalUnits.isSlice(type)) {
        slice = true;
        idr |= type == NalUnits.IDR;
        kept.add(unit);
      } else if (type == NalUnits.SEI) {
        kept.add(unit);
      } else if (type == NalUnits.SPS) {
        sets.sps(unit);
      } else if (type == NalUnits.PPS) {
        sets.pps(unit);
      }
    }
    if (idr) {
      beginGroup();
    }
    return slice && !needIdr
        ? Optional.of(new Picture(track, idr, NalUnits.join(kept)))
        : Optional.empty();
  }

  private void beginGroup() {
    Optional<H264Config> config = sets.current();
    if (config.isPresent()) {
      if (track == null || !track.config().equals(config.get())) {
        track = new Track(trackId, CLOCK_RATE, config.get());
      }
      needIdr = false;
    }
  }

  /** True for 00 00 01 and 00 00 00 01. */
  public static boolean beginsWithStartCode(ByteBuffer bytes) {
    int at = bytes.position();
    if (bytes.remaining() < 4 || bytes.get(at) != 0 || bytes.get(at + 1) != 0) {
      return false;
    }
    return bytes.get(at + 2) == 1 || bytes.get(at + 2) == 0 && bytes.get(at + 3) == 1;
  }
}

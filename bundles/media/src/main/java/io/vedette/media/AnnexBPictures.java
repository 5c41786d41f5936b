package io.vedette.media;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One video track whose pictures come whole, each as a byte stream with start codes (ISO/IEC
 * 14496-10 and 23008-2 annex B): recorders' own protocols. Used by one thread.
 *
 * <p>Whether they are H.264 or H.265 is told by the parameter sets, since recorders name codecs
 * wrongly or not at all; it may change. Nothing comes out before the first key picture with
 * parameter sets, and nothing after {@link #lost} up to the next one.
 */
public final class AnnexBPictures {
  private static final int CLOCK_RATE = 90_000;

  private static final int H265_VPS = 0x40; // type 32 of layer 0
  private static final int H265_SPS = 0x42; // type 33
  private static final int FIRST_LAYER = 0x01; // second byte: sets have temporal id 0

  private final int trackId;
  private PictureSyntax syntax; // null until parameter sets came
  private Track track; // null until parameter sets are known
  private boolean needKey = true;
  private boolean skipLeading; // decoding began at the newest key picture

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
   * @param randomAccess decoding can start here
   * @param payload NAL units with 4-byte lengths, without parameter sets; a copy
   */
  public record Picture(Track track, boolean randomAccess, ByteBuffer payload) {}

  /** The newest track; empty before the first parameter sets. */
  public Optional<Track> track() {
    return Optional.ofNullable(track);
  }

  /** A picture is missing before the next one. */
  public void lost() {
    needKey = true;
  }

  /**
   * Takes the bytes of one picture, which it does not keep or move.
   *
   * @return empty if they hold no picture, or one that cannot be decoded without those before it
   * @throws MalformedMediaException if they are not NAL units with start codes
   */
  public Optional<Picture> add(ByteBuffer annexB) throws MalformedMediaException {
    if (!beginsWithStartCode(annexB)) {
      throw new MalformedMediaException("not a byte stream with start codes");
    }
    List<ByteBuffer> units = NalUnits.splitAnnexB(annexB);
    recognise(units);
    if (syntax == null) {
      return Optional.empty();
    }
    List<ByteBuffer> kept = new ArrayList<>(4);
    boolean slice = false;
    boolean key = false;
    boolean leading = false;
    for (ByteBuffer unit : units) {
      switch (syntax.part(unit)) {
        case KEY_SLICE -> {
          key = true;
          slice = true;
          kept.add(unit);
        }
        case LEADING_SLICE -> {
          leading = true;
          slice = true;
          kept.add(unit);
        }
        case SLICE -> {
          slice = true;
          kept.add(unit);
        }
        case SUPPLEMENT -> kept.add(unit);
        case PARAMETER_SET -> syntax.parameterSet(unit);
        case DELIMITER, OTHER -> {}
      }
    }
    if (key) {
      beginGroup();
    }
    return slice && !needKey && !(leading && skipLeading)
        ? Optional.of(new Picture(track, key, NalUnits.join(kept)))
        : Optional.empty();
  }

  private void recognise(List<ByteBuffer> units) throws MalformedMediaException {
    for (ByteBuffer unit : units) {
      int first = unit.get(0);
      if (first < 0) { // forbidden_zero_bit
        throw new MalformedMediaException(
            "neither H.264 nor H.265: a unit begins with 0x%02x".formatted(first & 0xff));
      }
      // An SPS of H.264 is odd: in H.265 of a layer that no camera has. Types 0 and 2, which the
      // bytes of H.265 would be there, are in no H.264 stream of a camera.
      boolean h265 =
          (first == H265_VPS || first == H265_SPS)
              && unit.remaining() > 1
              && unit.get(1) == FIRST_LAYER;
      if (h265 && !(syntax instanceof H265Syntax)) {
        begin(new H265Syntax(Optional.empty()));
      } else if (NalUnits.h264Type(unit.get(0)) == NalUnits.SPS
          && !(syntax instanceof H264Syntax)) {
        begin(new H264Syntax(Optional.empty()));
      }
    }
  }

  private void begin(PictureSyntax other) {
    syntax = other;
    needKey = true;
  }

  private void beginGroup() {
    Optional<VideoConfig> config = syntax.config();
    if (config.isPresent()) {
      skipLeading = needKey;
      if (track == null || !track.config().equals(config.get())) {
        track = new Track(trackId, CLOCK_RATE, config.get());
      }
      needKey = false;
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

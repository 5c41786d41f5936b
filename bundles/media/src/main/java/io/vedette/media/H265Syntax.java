package io.vedette.media;

import java.nio.ByteBuffer;
import java.util.Optional;

/** NAL units of H.265 (ISO/IEC 23008-2 7.4.2.2, table 7-1). Only the base layer counts. */
public final class H265Syntax implements PictureSyntax {
  /** The last type of a slice of the base layer that is not reserved: CRA. */
  private static final int LAST_SLICE = 21;

  private final ParameterSets sets;

  /**
   * @param known sets from before the stream, for instance of an SDP
   */
  public H265Syntax(Optional<H265Config> known) {
    sets = new ParameterSets(H265Config::of, known.map(config -> config));
    known.ifPresent(config -> config.sets().forEach(this::parameterSet));
  }

  @Override
  public Part part(ByteBuffer unit) {
    if (!H265Nal.isBaseLayer(unit)) {
      return Part.OTHER;
    }
    int type = H265Nal.type(unit.get(unit.position()));
    if (type <= LAST_SLICE) {
      return slicePart(type);
    }
    return switch (type) {
      // An end of sequence changes how a CRA picture after it is decoded, so it stays.
      case H265Nal.PREFIX_SEI, H265Nal.SUFFIX_SEI, H265Nal.END_OF_SEQUENCE -> Part.SUPPLEMENT;
      case H265Nal.VPS, H265Nal.SPS, H265Nal.PPS -> Part.PARAMETER_SET;
      case H265Nal.ACCESS_UNIT_DELIMITER -> Part.DELIMITER;
      default -> Part.OTHER; // filler, what is reserved, and what RTP or other specs use
    };
  }

  private static Part slicePart(int type) {
    if (H265Nal.isRandomAccess(type)) {
      return Part.KEY_SLICE;
    }
    if (type == H265Nal.RASL_N || type == H265Nal.RASL_R) {
      return Part.LEADING_SLICE;
    }
    return type <= H265Nal.RASL_R ? Part.SLICE : Part.OTHER;
  }

  /**
   * Whether a picture is reordered is not read from its slices: B slices of cameras mostly refer
   * backward alone. The SPS has to say how many may be.
   */
  @Override
  public Slice slice(ByteBuffer unit) throws MalformedMediaException {
    if (unit.remaining() <= H265Nal.HEADER_BYTES) {
      throw new MalformedMediaException("H.265 slice of " + unit.remaining() + " bytes");
    }
    boolean first = unit.get(unit.position() + H265Nal.HEADER_BYTES) < 0;
    boolean key = H265Nal.isRandomAccess(H265Nal.type(unit.get(unit.position())));
    boolean mayBe =
        sets.current().map(config -> config.reorderFrames().orElse(0) > 0).orElse(false);
    return new Slice(first, mayBe && !key);
  }

  @Override
  public void parameterSet(ByteBuffer unit) {
    int type = H265Nal.type(unit.get(unit.position()));
    int id = type == H265Nal.PPS ? ParameterSets.golombId(unit, H265Nal.HEADER_BYTES) : 0;
    sets.put(type, id, unit);
  }

  @Override
  public Optional<VideoConfig> config() {
    return sets.current();
  }
}

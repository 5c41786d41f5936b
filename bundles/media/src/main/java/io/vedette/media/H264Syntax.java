package io.vedette.media;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** NAL units of H.264 (ISO/IEC 14496-10 7.4.1). */
public final class H264Syntax implements PictureSyntax {
  private final ParameterSets sets;
  private final RecoveryPoints recoveryPoints = new RecoveryPoints();

  /**
   * @param known sets from before the stream, for instance of an SDP
   */
  public H264Syntax(Optional<H264Config> known) {
    sets = new ParameterSets(H264Syntax::config, known.map(config -> config));
    known.ifPresent(
        config -> {
          parameterSet(config.sps());
          config.pps().forEach(this::parameterSet);
        });
  }

  private static VideoConfig config(List<ByteBuffer> sets) throws MalformedMediaException {
    return H264Config.of(sets.get(0), sets.subList(1, sets.size())); // SPS is 7, PPS 8
  }

  @Override
  public Part part(ByteBuffer unit) {
    return switch (NalUnits.h264Type(unit.get(unit.position()))) {
      case NalUnits.IDR -> {
        recoveryPoints.idr();
        yield Part.KEY_SLICE;
      }
      case 1, 2, 3, 4 -> recoveryPoints.slice(unit) ? Part.KEY_SLICE : Part.SLICE;
      case NalUnits.SEI -> {
        recoveryPoints.supplement(unit);
        yield Part.SUPPLEMENT;
      }
      case NalUnits.SPS, NalUnits.PPS -> Part.PARAMETER_SET;
      case NalUnits.ACCESS_UNIT_DELIMITER -> Part.DELIMITER;
      default -> Part.OTHER; // filler, ends, SVC and MVC
    };
  }

  @Override
  public Slice slice(ByteBuffer unit) throws MalformedMediaException {
    NalUnits.SliceHeader header = NalUnits.sliceHeader(unit);
    return new Slice(header.firstMacroblock() == 0, header.isB());
  }

  @Override
  public void parameterSet(ByteBuffer unit) {
    int type = NalUnits.h264Type(unit.get(unit.position()));
    sets.put(type, type == NalUnits.PPS ? ParameterSets.golombId(unit, 1) : 0, unit);
  }

  @Override
  public Optional<VideoConfig> config() {
    return sets.current();
  }
}

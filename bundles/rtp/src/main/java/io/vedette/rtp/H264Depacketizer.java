package io.vedette.rtp;

import io.vedette.media.H264Config;
import io.vedette.media.H264Syntax;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * H.264 (RFC 6184, packetization modes 0 and 1): single NAL units (5.6), STAP-A (5.7.1), FU-A (5.8)
 * → NAL units, which {@link PictureAssembler} joins to pictures. Interleaved packets (mode 2) were
 * never seen from a camera and are dropped.
 *
 * <p>Where cameras deviate:
 *
 * <ul>
 *   <li>FU-A with start and end both set is a whole NAL unit; the type given in later fragments is
 *       ignored (Tiandy changes it); a missing end bit is made up for when the next unit, the
 *       marker or the next timestamp comes and no packet was lost.
 *   <li>A STAP-A whose sizes do not fit is taken up to the first that does not.
 *   <li>Annex B start codes inside a payload split it (V380 and other cheap ones), see {@link
 *       PictureAssembler}.
 * </ul>
 */
public final class H264Depacketizer extends NalDepacketizer {
  private static final int STAP_A = 24;
  private static final int FU_A = 28;
  private static final int FU_START = 0x80;
  private static final int FU_END = 0x40;

  /**
   * @param trackId id of the tracks this makes
   * @param known parameter sets of the SDP; those in the stream replace them
   */
  public H264Depacketizer(int trackId, Optional<H264Config> known) {
    super(new PictureAssembler(trackId, new H264Syntax(known)));
  }

  @Override
  void payload(ByteBuffer payload) {
    int type = payload.get(0) & 0x1f;
    if (type < STAP_A) { // 0 is no type, but how a payload with a leading start code begins
      assembler.nalUnit(payload);
    } else if (type == STAP_A) {
      aggregate(payload.position(1), 0, 0);
    } else if (type == FU_A) {
      fragment(payload);
    }
  }

  /** {@code | F NRI 28 | S E R type | bytes |} */
  private void fragment(ByteBuffer payload) {
    if (payload.remaining() < 2) {
      return;
    }
    int indicator = payload.get(0);
    int header = payload.get(1);
    if ((header & FU_START) != 0) {
      assembler.beginNalUnit((byte) (indicator & 0xe0 | header & 0x1f));
    }
    assembler.append(payload.position(2));
    if ((header & FU_END) != 0) {
      assembler.endNalUnit();
    }
  }
}

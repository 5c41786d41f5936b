package io.vedette.rtp;

import io.vedette.media.H265Config;
import io.vedette.media.H265Nal;
import io.vedette.media.H265Syntax;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * H.265 (RFC 7798): single NAL units (4.4.1), aggregation packets (4.4.2), fragments (4.4.3) → NAL
 * units, which {@link PictureAssembler} joins to pictures. PACI packets (4.4.4) were never seen
 * from a camera and are dropped.
 *
 * <p>Where cameras deviate: as of {@link H264Depacketizer}. OpenIPC sends a whole NAL unit as a
 * fragment with start and end both set.
 */
public final class H265Depacketizer extends NalDepacketizer {
  private static final int AGGREGATION = 48;
  private static final int FRAGMENT = 49;
  private static final int FU_START = 0x80;
  private static final int FU_END = 0x40;

  private final boolean numbered;

  /**
   * @param trackId id of the tracks this makes
   * @param known parameter sets of the SDP; those in the stream replace them
   * @param numbered packets carry decoding order numbers (sprop-max-don-diff above 0). They are
   *     stepped over: the packets of cameras come in decoding order
   */
  public H265Depacketizer(int trackId, Optional<H265Config> known, boolean numbered) {
    super(new PictureAssembler(trackId, new H265Syntax(known)));
    this.numbered = numbered;
  }

  @Override
  void payload(ByteBuffer payload) {
    int type = H265Nal.type(payload.get(0));
    if (type == AGGREGATION) {
      ByteBuffer units = payload.position(Math.min(H265Nal.HEADER_BYTES, payload.limit()));
      aggregate(units, numbered ? 2 : 0, numbered ? 1 : 0); // DONL, then DONDs
    } else if (type == FRAGMENT) {
      fragment(payload);
    } else if (type < AGGREGATION) {
      single(payload);
    }
  }

  /** {@code | header 16 | DONL 16? | bytes |} */
  private void single(ByteBuffer payload) {
    if (!numbered) {
      assembler.nalUnit(payload);
    } else if (payload.remaining() > 4) {
      assembler.beginNalUnit(payload.get(0));
      assembler.append(payload.slice(1, 1));
      assembler.append(payload.position(4));
      assembler.endNalUnit();
    }
  }

  /** {@code | F 49 layer TID, 16 | S E type | DONL 16, at the start? | bytes |} */
  private void fragment(ByteBuffer payload) {
    if (payload.remaining() < 3) {
      return;
    }
    int first = payload.get(0);
    int header = payload.get(2);
    boolean start = (header & FU_START) != 0;
    if (start) {
      assembler.beginNalUnit((byte) (first & 0x81 | (header & 0x3f) << 1));
      assembler.append(payload.slice(1, 1));
    }
    int bytesAt = start && numbered ? 5 : 3;
    if (payload.remaining() >= bytesAt) {
      assembler.append(payload.position(bytesAt));
    }
    if ((header & FU_END) != 0) {
      assembler.endNalUnit();
    }
  }
}

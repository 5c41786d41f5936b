package io.vedette.rtp;

import io.vedette.media.H265Nal;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * H.265 (RFC 7798, without decoding order numbers): single NAL units (4.4.1), fragments (4.4.3), an
 * aggregation packet (4.4.2) for parameter sets.
 */
public final class H265Packetizer extends NalPacketizer {
  private static final int AGGREGATION = 48;
  private static final int FRAGMENT = 49;

  /**
   * @param maxPayloadBytes of a payload, RTP header not counted; at least 16
   */
  public H265Packetizer(int maxPayloadBytes) {
    super(maxPayloadBytes, H265Nal.HEADER_BYTES);
  }

  /** Layer 0 and the lowest temporal id, which parameter sets have (7.4.2.2). */
  @Override
  void writeAggregationHeader(ByteBuffer out, List<ByteBuffer> units) {
    out.put((byte) (AGGREGATION << 1)).put((byte) 1);
  }

  @Override
  void writeFragmentHeader(ByteBuffer out, ByteBuffer unit, int flags) {
    int first = unit.get(unit.position());
    out.put((byte) (first & 0x81 | FRAGMENT << 1)).put(unit.get(unit.position() + 1));
    out.put((byte) (flags | H265Nal.type((byte) first)));
  }
}

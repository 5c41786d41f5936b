package io.vedette.rtp;

import io.vedette.media.NalUnits;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * H.264 (RFC 6184, packetization-mode 1): single NAL units (5.6), FU-A (5.8), STAP-A (5.7.1) for
 * parameter sets.
 */
public final class H264Packetizer extends NalPacketizer {
  private static final int STAP_A = 24;
  private static final int FU_A = 28;

  /**
   * @param maxPayloadBytes of a payload, RTP header not counted; at least 16
   */
  public H264Packetizer(int maxPayloadBytes) {
    super(maxPayloadBytes, 1);
  }

  @Override
  void writeAggregationHeader(ByteBuffer out, List<ByteBuffer> units) {
    int refIdc = units.stream().mapToInt(unit -> NalUnits.refIdc(unit.get(0))).max().orElse(0);
    out.put((byte) (refIdc << 5 | STAP_A));
  }

  @Override
  void writeFragmentHeader(ByteBuffer out, ByteBuffer unit, int flags) {
    int header = unit.get(unit.position());
    out.put((byte) (header & 0xe0 | FU_A)).put((byte) (flags | header & 0x1f));
  }
}

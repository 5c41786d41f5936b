package io.vedette.rtp;

import io.vedette.media.H264Config;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * H.264 (RFC 6184, packetization modes 0 and 1): single NAL units (5.6), STAP-A (5.7.1), FU-A (5.8)
 * → NAL units, which {@link H264Assembler} joins to pictures. Interleaved packets (mode 2) were
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
 *       H264Assembler}.
 * </ul>
 */
public final class H264Depacketizer implements Depacketizer {
  private static final int STAP_A = 24;
  private static final int FU_A = 28;
  private static final int FU_START = 0x80;
  private static final int FU_END = 0x40;

  private final H264Assembler assembler;

  /**
   * @param trackId id of the tracks this makes
   * @param known parameter sets of the SDP; those in the stream replace them
   */
  public H264Depacketizer(int trackId, Optional<H264Config> known) {
    assembler = new H264Assembler(trackId, known);
  }

  @Override
  public void push(RtpPacket packet, int lost, long nowNanos, Instant received) {
    if (lost > 0) {
      assembler.packetsLost();
    }
    assembler.packet(packet.timestamp(), nowNanos, received);
    ByteBuffer payload = packet.payload();
    if (payload.hasRemaining()) { // else a packet that only keeps a path open
      int type = payload.get(0) & 0x1f;
      if (type < STAP_A) { // 0 is no type, but how a payload with a leading start code begins
        assembler.nalUnit(payload);
      } else if (type == STAP_A) {
        aggregate(payload);
      } else if (type == FU_A) {
        fragment(payload);
      }
    }
    if (packet.marker()) {
      assembler.marker();
    }
  }

  /** {@code | header | size 16 | NAL unit | size 16 | NAL unit | …} */
  private void aggregate(ByteBuffer payload) {
    payload.position(1);
    while (payload.remaining() > 2) {
      int size = payload.getShort() & 0xffff;
      if (size == 0 || size > payload.remaining()) {
        assembler.damaged();
        return;
      }
      assembler.nalUnit(payload.slice(payload.position(), size));
      payload.position(payload.position() + size);
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

  @Override
  public RtpUnit pull() {
    return assembler.pull();
  }

  @Override
  public Optional<Track> track() {
    return assembler.track();
  }

  @Override
  public long lostUnits() {
    return assembler.lostUnits();
  }
}

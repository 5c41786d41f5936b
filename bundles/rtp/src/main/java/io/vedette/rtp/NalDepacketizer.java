package io.vedette.rtp;

import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/** What the payload formats of NAL units have in common; they differ in how packets are read. */
abstract sealed class NalDepacketizer implements Depacketizer
    permits H264Depacketizer, H265Depacketizer {
  final PictureAssembler assembler;

  NalDepacketizer(PictureAssembler assembler) {
    this.assembler = assembler;
  }

  /** Takes a payload, position 0, of at least one byte; may move it. */
  abstract void payload(ByteBuffer payload);

  @Override
  public final void push(RtpPacket packet, int lost, long nowNanos, Instant received) {
    if (lost > 0) {
      assembler.packetsLost();
    }
    assembler.packet(packet.timestamp(), nowNanos, received);
    ByteBuffer payload = packet.payload();
    if (payload.hasRemaining()) { // else a packet that only keeps a path open
      payload(payload);
    }
    if (packet.marker()) {
      assembler.marker();
    }
  }

  /**
   * Units of an aggregation packet: {@code | number | size 16 | NAL unit | number | size 16 | …}.
   *
   * @param firstNumberBytes length of the decoding order number before the first unit
   * @param numberBytes of those before the others
   */
  final void aggregate(ByteBuffer units, int firstNumberBytes, int numberBytes) {
    for (int skip = firstNumberBytes; units.remaining() > skip + 2; skip = numberBytes) {
      units.position(units.position() + skip);
      int size = units.getShort() & 0xffff;
      if (size == 0 || size > units.remaining()) {
        assembler.damaged();
        return;
      }
      assembler.nalUnit(units.slice(units.position(), size));
      units.position(units.position() + size);
    }
  }

  @Override
  public final RtpUnit pull() {
    return assembler.pull();
  }

  @Override
  public final Optional<Track> track() {
    return assembler.track();
  }

  @Override
  public final long lostUnits() {
    return assembler.lostUnits();
  }
}

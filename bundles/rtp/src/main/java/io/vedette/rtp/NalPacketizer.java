package io.vedette.rtp;

import io.vedette.media.AccessUnit;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.NalUnits;
import io.vedette.media.VideoConfig;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Access units → RTP payloads: a NAL unit that fits goes alone, a larger one in fragments. Before
 * each key picture go the parameter sets of its track, in one aggregation packet if they fit:
 * whoever joins there can decode.
 *
 * <p>Stateless; sequence numbers, timestamps and the marker (on the last payload) are the caller's.
 */
public abstract sealed class NalPacketizer permits H264Packetizer, H265Packetizer {
  /**
   * Default limit: with RTP header, SRTP tag, TURN and tunnel overhead it stays below an IPv6 path
   * of 1280 bytes.
   */
  public static final int DEFAULT_MAX_PAYLOAD_BYTES = 1180;

  /** Set in the last header byte of the first and of the last fragment, in either format. */
  private static final int FU_START = 0x80;

  private static final int FU_END = 0x40;

  private final int maxPayloadBytes;
  private final int headerBytes; // of a NAL unit, and of an aggregation packet

  NalPacketizer(int maxPayloadBytes, int headerBytes) {
    if (maxPayloadBytes < 16) {
      throw new IllegalArgumentException("maxPayloadBytes must be at least 16: " + maxPayloadBytes);
    }
    this.maxPayloadBytes = maxPayloadBytes;
    this.headerBytes = headerBytes;
  }

  /** The header of an aggregation packet of those units, {@code headerBytes} long. */
  abstract void writeAggregationHeader(ByteBuffer out, List<ByteBuffer> units);

  /** The header of a fragment of the unit, one byte longer than {@code headerBytes}. */
  abstract void writeFragmentHeader(ByteBuffer out, ByteBuffer unit, int flags);

  /**
   * Payloads of the unit in order, never empty; read-only, position 0. Payloads without a header of
   * their own are slices of the unit; the others share one array.
   *
   * @param unit of a track with the packetizer's codec
   * @throws MalformedMediaException if a length inside the unit does not fit
   */
  public final List<ByteBuffer> packetize(AccessUnit unit) throws MalformedMediaException {
    List<ByteBuffer> nalUnits = NalUnits.split(unit.payload());
    List<ByteBuffer> payloads = new ArrayList<>(nalUnits.size() + 2);
    if (unit.randomAccess() && unit.track().config() instanceof VideoConfig config) {
      addParameterSets(NalUnits.split(config.lengthPrefixed()), payloads);
    }
    for (ByteBuffer nalUnit : nalUnits) {
      add(nalUnit, payloads);
    }
    return payloads;
  }

  private void addParameterSets(List<ByteBuffer> sets, List<ByteBuffer> payloads) {
    int size = headerBytes + sets.stream().mapToInt(set -> 2 + set.remaining()).sum();
    if (size > maxPayloadBytes) {
      sets.forEach(set -> add(set, payloads));
      return;
    }
    ByteBuffer packet = ByteBuffer.allocate(size);
    writeAggregationHeader(packet, sets);
    sets.forEach(set -> packet.putShort((short) set.remaining()).put(set.duplicate()));
    payloads.add(packet.flip().asReadOnlyBuffer());
  }

  private void add(ByteBuffer nalUnit, List<ByteBuffer> payloads) {
    if (nalUnit.remaining() <= maxPayloadBytes) {
      payloads.add(nalUnit);
      return;
    }
    // All fragments in one array: header, bytes; header, bytes; …
    int perFragment = maxPayloadBytes - headerBytes - 1;
    int body =
        nalUnit.remaining() - headerBytes; // the NAL header travels in the fragments' headers
    int fragments = (body + perFragment - 1) / perFragment;
    // Even pieces rather than a short tail: a paced sender gets equal packets.
    int size = (body + fragments - 1) / fragments;
    ByteBuffer out = ByteBuffer.allocate(body + (headerBytes + 1) * fragments);
    ByteBuffer in = nalUnit.duplicate().position(nalUnit.position() + headerBytes);
    for (int end = in.limit(); in.position() < end; ) {
      int start = out.position();
      int length = Math.min(size, end - in.position());
      int flags = (start == 0 ? FU_START : 0) | (in.position() + length == end ? FU_END : 0);
      writeFragmentHeader(out, nalUnit, flags);
      out.put(in.limit(in.position() + length));
      in.limit(end);
      payloads.add(out.slice(start, headerBytes + 1 + length).asReadOnlyBuffer());
    }
  }
}

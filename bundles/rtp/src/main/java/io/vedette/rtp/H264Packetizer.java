package io.vedette.rtp;

import io.vedette.media.AccessUnit;
import io.vedette.media.H264Config;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.NalUnits;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Access units → RTP payloads of H.264 (RFC 6184, packetization-mode 1): a NAL unit that fits goes
 * alone (5.6), a larger one in FU-A fragments (5.8). Before each key picture go the parameter sets
 * of its track, in one STAP-A (5.7.1) if they fit: whoever joins there can decode.
 *
 * <p>Stateless; sequence numbers, timestamps and the marker (on the last payload) are the caller's.
 */
public final class H264Packetizer {
  /**
   * Default limit: with RTP header, SRTP tag, TURN and tunnel overhead it stays below an IPv6 path
   * of 1280 bytes.
   */
  public static final int DEFAULT_MAX_PAYLOAD_BYTES = 1180;

  private static final int STAP_A = 24;
  private static final int FU_A = 28;
  private static final int FU_START = 0x80;
  private static final int FU_END = 0x40;

  private final int maxPayloadBytes;

  /**
   * @param maxPayloadBytes of a payload, RTP header not counted; at least 16
   */
  public H264Packetizer(int maxPayloadBytes) {
    if (maxPayloadBytes < 16) {
      throw new IllegalArgumentException("maxPayloadBytes must be at least 16: " + maxPayloadBytes);
    }
    this.maxPayloadBytes = maxPayloadBytes;
  }

  /**
   * Payloads of the unit in order, never empty; read-only, position 0. Payloads without a header of
   * their own are slices of the unit; the others share one array.
   *
   * @param unit of an H.264 track
   * @throws MalformedMediaException if a length inside the unit does not fit
   */
  public List<ByteBuffer> packetize(AccessUnit unit) throws MalformedMediaException {
    List<ByteBuffer> nalUnits = NalUnits.split(unit.payload());
    List<ByteBuffer> payloads = new ArrayList<>(nalUnits.size() + 2);
    if (unit.randomAccess()) {
      addParameterSets((H264Config) unit.track().config(), payloads);
    }
    for (ByteBuffer nalUnit : nalUnits) {
      add(nalUnit, payloads);
    }
    return payloads;
  }

  private void addParameterSets(H264Config config, List<ByteBuffer> payloads) {
    List<ByteBuffer> sets = new ArrayList<>(config.pps());
    sets.add(0, config.sps());
    int size = 1;
    int refIdc = 0;
    for (ByteBuffer set : sets) {
      size += 2 + set.remaining();
      refIdc = Math.max(refIdc, NalUnits.refIdc(set.get(0)));
    }
    if (size > maxPayloadBytes) {
      sets.forEach(set -> add(set, payloads));
      return;
    }
    ByteBuffer stap = ByteBuffer.allocate(size).put((byte) (refIdc << 5 | STAP_A));
    sets.forEach(set -> stap.putShort((short) set.remaining()).put(set.duplicate()));
    payloads.add(stap.flip().asReadOnlyBuffer());
  }

  private void add(ByteBuffer nalUnit, List<ByteBuffer> payloads) {
    if (nalUnit.remaining() <= maxPayloadBytes) {
      payloads.add(nalUnit);
      return;
    }
    // All fragments in one array: header, header, bytes; header, header, bytes; …
    int perFragment = maxPayloadBytes - 2;
    int body = nalUnit.remaining() - 1; // the NAL header travels in the fragments' headers
    int fragments = (body + perFragment - 1) / perFragment;
    // Even pieces rather than a short tail: a paced sender gets equal packets.
    int size = (body + fragments - 1) / fragments;
    int header = nalUnit.get(nalUnit.position());
    ByteBuffer out = ByteBuffer.allocate(body + 2 * fragments);
    ByteBuffer in = nalUnit.duplicate().position(nalUnit.position() + 1);
    for (int end = in.limit(); in.position() < end; ) {
      int start = out.position();
      int length = Math.min(size, end - in.position());
      int flags = (start == 0 ? FU_START : 0) | (in.position() + length == end ? FU_END : 0);
      out.put((byte) (header & 0xe0 | FU_A)).put((byte) (flags | header & 0x1f));
      out.put(in.limit(in.position() + length));
      in.limit(end);
      payloads.add(out.slice(start, 2 + length).asReadOnlyBuffer());
    }
  }
}

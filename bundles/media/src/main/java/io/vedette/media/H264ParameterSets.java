package io.vedette.media;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Parameter sets as they come in, until an IDR picture puts them in force. Sets that repeat what is
 * known cost a comparison. One that cannot be parsed (VStarcam) changes nothing.
 */
public final class H264ParameterSets {
  /** Cameras have one or two; a flood of different ids is no camera. */
  private static final int MAX_PPS = 16;

  private ByteBuffer sps; // null: none yet
  private final Map<Integer, ByteBuffer> pps = new TreeMap<>(); // by pic_parameter_set_id
  private boolean changed;
  private Optional<H264Config> current;

  /**
   * @param known sets from before the stream, for instance of an SDP
   */
  public H264ParameterSets(Optional<H264Config> known) {
    current = known;
    known.ifPresent(
        config -> {
          sps = trimmed(config.sps());
          config.pps().forEach(set -> pps.put(id(set), trimmed(set)));
        });
  }

  /** Takes an SPS; the PPSs stay, since a camera may change the one without the other. */
  public void sps(ByteBuffer unit) {
    ByteBuffer set = trimmed(unit);
    if (!set.equals(sps)) {
      sps = copy(set);
      changed = true;
    }
  }

  /** Takes a PPS, which replaces the one with the same id. */
  public void pps(ByteBuffer unit) {
    ByteBuffer set = trimmed(unit);
    int id = id(set);
    if (!set.equals(pps.get(id)) && (pps.size() < MAX_PPS || pps.containsKey(id))) {
      pps.put(id, copy(set));
      changed = true;
    }
  }

  /** What holds for an IDR picture that comes now; empty while a set is missing. */
  public Optional<H264Config> current() {
    if (changed && sps != null && !pps.isEmpty()) {
      changed = false;
      try {
        List<ByteBuffer> sets = new ArrayList<>(pps.values());
        current = Optional.of(H264Config.of(sps, sets));
      } catch (MalformedMediaException unusable) {
        // Those from before are the better guess; without any the picture has to wait.
      }
    }
    return current;
  }

  /**
   * Without trailing zeros, which belong to the byte stream and not to the NAL unit; a Reolink
   * appends one in the SDP and none in the stream.
   */
  private static ByteBuffer trimmed(ByteBuffer unit) {
    int end = unit.limit();
    while (end > unit.position() + 1 && unit.get(end - 1) == 0) {
      end--;
    }
    return unit.slice(unit.position(), end - unit.position());
  }

  private static ByteBuffer copy(ByteBuffer unit) {
    return ByteBuffer.allocate(unit.remaining()).put(unit.duplicate()).flip();
  }

  /** pic_parameter_set_id: the Exp-Golomb code behind the header byte, 0 to 255; else -1. */
  private static int id(ByteBuffer pps) {
    int bits = 0;
    for (int i = 1; i < 4; i++) {
      bits = bits << 8 | (i < pps.remaining() ? pps.get(pps.position() + i) & 0xff : 0);
    }
    int zeros = Integer.numberOfLeadingZeros(bits) - 8;
    return zeros > 8 ? -1 : (bits >> 23 - 2 * zeros) - 1;
  }
}

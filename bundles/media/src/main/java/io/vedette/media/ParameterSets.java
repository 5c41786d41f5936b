package io.vedette.media;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Parameter sets as they come in, until a key picture puts them in force. Sets that repeat what is
 * known cost a comparison. Some that cannot be parsed (VStarcam) change nothing.
 */
final class ParameterSets {
  /** Cameras have two to four; a flood of different ids is no camera. */
  private static final int MAX_SETS = 18;

  /** Makes a configuration of what is there, in the order of types and ids. */
  interface Maker {
    VideoConfig of(List<ByteBuffer> sets) throws MalformedMediaException;
  }

  private record Key(int type, int id) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return type != other.type ? Integer.compare(type, other.type) : Integer.compare(id, other.id);
    }
  }

  private final Maker maker;
  private final Map<Key, ByteBuffer> sets = new TreeMap<>();
  private boolean changed;
  private Optional<VideoConfig> current;

  /**
   * @param known in force from the beginning; its sets have to be {@link #put}, too
   */
  ParameterSets(Maker maker, Optional<VideoConfig> known) {
    this.maker = maker;
    this.current = known;
  }

  /**
   * Takes a set, which replaces the one with the same type and id. The others stay, since a camera
   * may change one alone.
   */
  void put(int type, int id, ByteBuffer unit) {
    ByteBuffer set = trimmed(unit);
    Key key = new Key(type, id);
    ByteBuffer before = sets.get(key);
    if (!set.equals(before) && (before != null || sets.size() < MAX_SETS)) {
      sets.put(key, copy(set));
      changed = true;
    }
  }

  /** What holds for a key picture that comes now; empty while a set is missing. */
  Optional<VideoConfig> current() {
    if (changed) {
      changed = false;
      try {
        current = Optional.of(maker.of(new ArrayList<>(sets.values())));
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

  /** The Exp-Golomb code behind a PPS's header, 0 to 255: its id; else -1. */
  static int golombId(ByteBuffer pps, int headerBytes) {
    int bits = 0;
    for (int i = headerBytes; i < headerBytes + 3; i++) {
      bits = bits << 8 | (i < pps.remaining() ? pps.get(pps.position() + i) & 0xff : 0);
    }
    int zeros = Integer.numberOfLeadingZeros(bits) - 8;
    return zeros > 8 ? -1 : (bits >> 23 - 2 * zeros) - 1;
  }
}

package io.vedette.sink.webrtc;

/**
 * Packets as they were sent, ciphertext and all, to send them again on a NACK: at most 4096, and
 * those of the last second if they fit into 4 MiB. A step back in a replay sends some 1000 packets
 * in 0.3 s; what is older than a second a browser no longer wants. Grows as the stream needs: a
 * viewer of 0.5 Mbit/s has 128 kB, one of 4 Mbit/s 1 MB. Used by the sender's thread.
 */
final class ResendRing {
  /** Of a video stream. */
  static final int VIDEO_PACKETS = 4096;

  /** Of an audio stream: browsers do not ask for G.711 again. */
  static final int AUDIO_PACKETS = 16;

  private static final int FIRST_BYTES = 64 * 1024;

  private static final int MAX_PACKET_BYTES = 1500;
  private static final int MAX_BYTES = 4 * 1024 * 1024;
  private static final int KEEP_MS = 1000;

  /** A browser asks again after a round trip; asked twice within this, we send once. */
  private static final int REPEAT_MS = 10;

  private final ResendMemory memory;
  private final int packets; // a power of 2
  private byte[] bytes;
  private int end; // where the next packet goes
  private long oldest; // index of the oldest packet that is whole
  private long next; // index of the next packet; oldest == next: empty

  private final int[] offsets;
  private final short[] lengths;
  private final int[] firstSentMs;
  private final int[] lastSentMs;

  /**
   * @param first index (sequence number with roll-over) of the first packet
   * @param packets how many at most, a power of 2
   * @param memory to grow from; without any left, young packets make room too
   */
  ResendRing(long first, int packets, ResendMemory memory) {
    this.packets = packets;
    this.memory = memory;
    bytes = new byte[firstBytes()];
    offsets = new int[packets];
    lengths = new short[packets];
    firstSentMs = new int[packets];
    lastSentMs = new int[packets];
    oldest = first;
    next = first;
  }

  /**
   * Makes room for a packet of up to {@code size} bytes and gives its offset in {@link #bytes};
   * after writing it there, {@link #commit} keeps it.
   */
  int reserve(int size, int nowMs) {
    if (size > MAX_PACKET_BYTES) {
      throw new IllegalArgumentException("packet of " + size + " bytes");
    }
    while (!fits(size, nowMs)) {
      grow();
    }
    return end;
  }

  /** Frees the place for the packet; false if a packet that is too young would have to go. */
  private boolean fits(int size, int nowMs) {
    if (end + size > bytes.length) {
      while (oldest < next && offsets[slot(oldest)] >= end) {
        if (!evict(nowMs)) {
          return false;
        }
      }
      end = 0;
    }
    while (oldest < next && overlaps(slot(oldest), size)) {
      if (!evict(nowMs)) {
        return false;
      }
    }
    return true;
  }

  private boolean overlaps(int slot, int size) {
    return offsets[slot] < end + size && offsets[slot] + lengths[slot] > end;
  }

  private boolean evict(int nowMs) {
    boolean young = nowMs - firstSentMs[slot(oldest)] < KEEP_MS;
    if (young && bytes.length < MAX_BYTES && memory.take(bytes.length)) {
      return false; // the caller grows with what was taken
    }
    oldest++;
    return true;
  }

  private void grow() {
    byte[] larger = new byte[2 * bytes.length];
    int at = 0;
    for (long index = oldest; index < next; index++) {
      int slot = slot(index);
      System.arraycopy(bytes, offsets[slot], larger, at, lengths[slot]);
      offsets[slot] = at;
      at += lengths[slot];
    }
    bytes = larger;
    end = at;
  }

  /** The array that {@link #reserve} speaks of; another one after each call of it. */
  byte[] bytes() {
    return bytes;
  }

  /** Keeps the packet written at the reserved offset under the next index. */
  void commit(int length, int nowMs) {
    if (next - oldest == packets) {
      oldest++;
    }
    int slot = slot(next++);
    offsets[slot] = end;
    lengths[slot] = (short) length;
    firstSentMs[slot] = nowMs;
    lastSentMs[slot] = nowMs;
    end += length;
  }

  /**
   * Looks a packet up to send it again.
   *
   * @param sequence its 16-bit number
   * @return its slot for {@link #offset} and {@link #length}, or -1 if it is gone, was never sent,
   *     or was sent a moment ago
   */
  int find(int sequence, int nowMs) {
    long index = next - 1 + (short) (sequence - (int) (next - 1));
    if (index < oldest || index >= next) {
      return -1;
    }
    int slot = slot(index);
    if (nowMs - lastSentMs[slot] < REPEAT_MS) {
      return -1;
    }
    lastSentMs[slot] = nowMs;
    return slot;
  }

  int offset(int slot) {
    return offsets[slot];
  }

  int length(int slot) {
    return lengths[slot];
  }

  /** Gives its memory back; it must not be used any more. */
  void close() {
    memory.give(bytes.length - firstBytes());
    bytes = new byte[0];
  }

  /** Bytes of memory, for tests. */
  int capacity() {
    return bytes.length;
  }

  private int firstBytes() {
    return Math.min(FIRST_BYTES, packets * MAX_PACKET_BYTES);
  }

  private int slot(long index) {
    return (int) index & packets - 1;
  }
}

package io.vedette.sink.webrtc;

/**
 * Spreads the packets of one viewer: 13.5 kB per millisecond, at most a millisecond's worth at a
 * time. A key picture of 141 kB takes 10 ms so. Sent in one go, such a picture overflows the UDP
 * receive buffer of Firefox (208 kB): 484 packets lost in 5 s; at this rate none. Slower would only
 * add delay. Used by the sender's thread.
 */
final class Pacer {
  private static final double NS_PER_BYTE = 1e6 / 13_500;
  private static final long BURST_NS = 1_000_000;

  private long freeAtNs; // when all that was sent has had its time

  Pacer(long nowNs) {
    freeAtNs = nowNs;
  }

  /** True if a packet may go now. */
  boolean allows(long nowNs) {
    return freeAtNs - nowNs < BURST_NS;
  }

  /** Counts a packet. */
  void sent(int bytes, long nowNs) {
    long start = freeAtNs - nowNs > 0 ? freeAtNs : nowNs;
    freeAtNs = start + (long) (bytes * NS_PER_BYTE);
  }

  /** When to try again after {@link #allows} was false: a whole burst fits then. */
  long dueNs() {
    return freeAtNs;
  }
}

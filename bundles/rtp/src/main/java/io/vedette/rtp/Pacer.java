package io.vedette.rtp;

/**
 * Spreads the packets for one receiver: 13.5 kB per millisecond, at most a millisecond's worth at a
 * time. A key picture of 141 kB takes 10 ms so. Sent in one go, such a picture overflows the UDP
 * receive buffer of Firefox (208 kB): 484 packets lost in 5 s; at this rate none. Slower would only
 * add delay. Used by one thread.
 */
public final class Pacer {
  private static final double NS_PER_BYTE = 1e6 / 13_500;
  private static final long BURST_NS = 1_000_000;

  private long freeAtNs; // when all that was sent has had its time

  /**
   * @param nowNs a monotonic clock, as in all methods here
   */
  public Pacer(long nowNs) {
    freeAtNs = nowNs;
  }

  /** True if a packet may go now. */
  public boolean allows(long nowNs) {
    return freeAtNs - nowNs < BURST_NS;
  }

  /** Counts a packet. */
  public void sent(int bytes, long nowNs) {
    long start = freeAtNs - nowNs > 0 ? freeAtNs : nowNs;
    freeAtNs = start + (long) (bytes * NS_PER_BYTE);
  }

  /** When to try again after {@link #allows} was false: a whole burst fits then. */
  public long dueNs() {
    return freeAtNs;
  }
}

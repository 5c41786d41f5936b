package io.vedette.webrtc.srtp;

/** The newest 64 indices of one sender (RFC 3711 3.3.2): each is accepted once. */
final class ReplayWindow {
  private static final int SIZE = 64;

  private long newest = -1;
  private long seen; // bit n: index newest - n was accepted

  /** True if the index was accepted before, or is older than the window. */
  boolean isReplay(long index) {
    long age = newest - index;
    return newest >= 0 && age >= 0 && (age >= SIZE || (seen >>> age & 1) == 1);
  }

  /** Remembers an index whose packet was authentic. */
  void accept(long index) {
    long step = index - newest;
    if (newest < 0 || step >= SIZE) {
      seen = 1;
      newest = index;
    } else if (step > 0) {
      seen = seen << step | 1;
      newest = index;
    } else {
      seen |= 1L << -step;
    }
  }

  /** The highest index accepted, -1 before the first. */
  long newest() {
    return newest;
  }
}

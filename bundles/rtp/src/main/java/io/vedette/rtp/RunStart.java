package io.vedette.rtp;

/**
 * Where the tracks of one run have their common tick 0: at the first video unit. Shared by the
 * receivers of one session and used by its thread.
 */
public final class RunStart {
  private final long originNanos;
  private final LipSync lipSync = new LipSync();
  private boolean begun;
  private long ticks;
  private int clockRate;

  /**
   * @param originNanos monotonic time near the first packet, for instance that of the PLAY reply
   */
  public RunStart(long originNanos) {
    this.originNanos = originNanos;
  }

  long originNanos() {
    return originNanos;
  }

  LipSync lipSync() {
    return lipSync;
  }

  boolean hasBegun() {
    return begun;
  }

  void begin(long atTicks, int atClockRate) {
    begun = true;
    ticks = atTicks;
    clockRate = atClockRate;
  }

  /** Ticks from the origin to the start, of a track with that rate. */
  long ticks(int ofClockRate) {
    return ticks * ofClockRate / clockRate;
  }
}

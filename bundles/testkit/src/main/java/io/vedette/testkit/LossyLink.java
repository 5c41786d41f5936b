package io.vedette.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A datagram link that loses, doubles and reorders, the same way for the same seed. Used by one
 * thread.
 *
 * @param <P> kind of packet
 */
public final class LossyLink<P> {
  private final Random random;
  private final double loss;
  private final double duplication;
  private final double delay;
  private final List<P> late = new ArrayList<>(); // overtaken by the next packet that arrives

  /**
   * @param seed of all accidents
   * @param loss share of packets that never arrive, 0 to 1
   * @param duplication share that arrives twice
   * @param delay share that arrives after its successor
   */
  public LossyLink(long seed, double loss, double duplication, double delay) {
    this.random = new Random(seed);
    this.loss = loss;
    this.duplication = duplication;
    this.delay = delay;
  }

  /** Sends a packet; returns what arrives now, in order. */
  public List<P> send(P packet) {
    double loses = random.nextDouble();
    double doubles = random.nextDouble();
    double delays = random.nextDouble();
    if (loses < loss) {
      return List.of();
    }
    if (delays < delay) {
      late.add(packet);
      return List.of();
    }
    List<P> arrived = new ArrayList<>();
    arrived.add(packet);
    if (doubles < duplication) {
      arrived.add(packet);
    }
    arrived.addAll(late);
    late.clear();
    return arrived;
  }

  /** What is still under way at the end. */
  public List<P> drain() {
    List<P> rest = List.copyOf(late);
    late.clear();
    return rest;
  }
}

package io.vedette.rtp;

import java.time.Instant;

/**
 * Puts the packets of one sender back in order, as UDP needs it before {@link TrackReceiver}. Offer
 * a packet, then poll until null; poll also when {@link #dueNanos} has come. Used by one thread.
 *
 * <p>A packet that is next goes straight through, without a copy. One that is ahead is copied and
 * waits for those before it: at most {@link #MAX_WAIT_NANOS}, and not beyond {@link #MAX_PACKETS}
 * or {@link #MAX_BYTES}. Then what is missing is given up; the receiver sees the hole in the
 * numbers and counts it. Packets that came before, or after they were given up, are dropped.
 */
public final class RtpReorderQueue {
  /** Longer than a Wi-Fi link repeats a frame, short enough for a live picture (guess). */
  static final long MAX_WAIT_NANOS = 100_000_000L;

  /** Ahead of the first missing one: 100 ms of 30 Mbit/s. A power of two. */
  static final int MAX_PACKETS = 256;

  /** Some cameras (Tapo) send datagrams of 10 000 bytes, 64 KiB are possible. */
  static final int MAX_BYTES = 1024 * 1024;

  /** A jump forward of more is a sender that counts anew (RFC 3550 A.1). */
  private static final int MAX_DROPOUT = 3000;

  /** So far back a packet was given up or came twice; farther back the sender counts anew. */
  private static final int MAX_LATE = 2 * MAX_PACKETS;

  private final Held[] held = new Held[MAX_PACKETS]; // by sequence modulo size
  private int count; // of held
  private int bytes; // of held
  private boolean started;
  private long ssrc;
  private int next; // number expected next, 0 to 65535
  private int restart = -1; // number that would be next if the sender has begun to count anew
  private boolean flushing; // what is held goes out before `direct`, holes or not
  private RtpPacket direct; // goes out next, or last if flushing; the caller's bytes
  private long directNanos;
  private Instant directReceived = Instant.EPOCH;
  private long arrivedNanos;
  private Instant received = Instant.EPOCH;
  private long dropped;

  private record Held(RtpPacket packet, int bytes, long arrivedNanos, Instant received) {}

  /**
   * Takes a packet; its bytes must stay as they are until {@link #poll} has returned null.
   *
   * @param nowNanos monotonic time of its arrival
   * @param now wall time of its arrival
   */
  public void offer(RtpPacket packet, long nowNanos, Instant now) {
    int sequence = packet.sequence();
    int ahead = (short) (sequence - next);
    if (!started || packet.ssrc() != ssrc) {
      pass(packet, nowNanos, now);
    } else if (ahead < -MAX_LATE || ahead > MAX_DROPOUT) {
      if (sequence == restart) {
        pass(packet, nowNanos, now);
      } else {
        restart = sequence + 1 & 0xffff; // RFC 3550 A.1: two in a row, else it is a stray
        dropped++;
      }
    } else if (ahead < 0) {
      dropped++;
    } else if (ahead == 0) {
      direct(packet, nowNanos, now);
    } else if (ahead >= MAX_PACKETS || bytes + packet.sizeBytes() > MAX_BYTES) {
      pass(packet, nowNanos, now);
    } else {
      hold(packet, nowNanos, now);
    }
  }

  /** The packet begins a new count: what is held goes first. */
  private void pass(RtpPacket packet, long nowNanos, Instant now) {
    started = true;
    ssrc = packet.ssrc();
    flushing = count > 0;
    direct(packet, nowNanos, now);
  }

  private void direct(RtpPacket packet, long nowNanos, Instant now) {
    direct = packet;
    directNanos = nowNanos;
    directReceived = now;
    restart = -1;
  }

  private void hold(RtpPacket packet, long nowNanos, Instant now) {
    int slot = packet.sequence() % MAX_PACKETS;
    if (held[slot] != null) {
      dropped++;
      return;
    }
    held[slot] = new Held(packet.copy(), packet.sizeBytes(), nowNanos, now);
    count++;
    bytes += packet.sizeBytes();
  }

  /** The next packet in order, or null if there is none or it still waits for others. */
  public RtpPacket poll(long nowNanos) {
    if (direct != null && !flushing) {
      RtpPacket packet = direct;
      direct = null;
      next = packet.sequence() + 1 & 0xffff;
      arrivedNanos = directNanos;
      received = directReceived;
      return packet;
    }
    int lowest = lowest();
    if (lowest < 0) {
      return null;
    }
    if (!flushing && lowest != next && nowNanos - arrival(lowest) < MAX_WAIT_NANOS) {
      return null;
    }
    return take(lowest);
  }

  private RtpPacket take(int sequence) {
    Held first = held[sequence % MAX_PACKETS];
    held[sequence % MAX_PACKETS] = null;
    count--;
    bytes -= first.bytes;
    flushing &= count > 0;
    next = sequence + 1 & 0xffff;
    arrivedNanos = first.arrivedNanos;
    received = first.received;
    return first.packet;
  }

  private long arrival(int sequence) {
    return held[sequence % MAX_PACKETS].arrivedNanos;
  }

  /** Lowest number that is held, or -1. */
  private int lowest() {
    for (int ahead = 0; count > 0 && ahead < MAX_PACKETS; ahead++) {
      int sequence = next + ahead & 0xffff;
      if (held[sequence % MAX_PACKETS] != null) {
        return sequence;
      }
    }
    return -1;
  }

  /** Monotonic time of arrival of the packet that was polled last. */
  public long arrivedNanos() {
    return arrivedNanos;
  }

  /** Wall time of arrival of the packet that was polled last. */
  public Instant received() {
    return received;
  }

  /** Monotonic time at which {@link #poll} gives up waiting; {@link Long#MAX_VALUE}: none waits. */
  public long dueNanos() {
    int lowest = lowest();
    return lowest < 0 ? Long.MAX_VALUE : arrival(lowest) + MAX_WAIT_NANOS;
  }

  /** Packets that came twice, too late, or from nowhere in the series, so far. */
  public long droppedPackets() {
    return dropped;
  }
}

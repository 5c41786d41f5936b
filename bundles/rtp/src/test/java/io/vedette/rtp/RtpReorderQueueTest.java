package io.vedette.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtpReorderQueueTest {
  private static final long MILLI = 1_000_000L;

  private final RtpReorderQueue queue = new RtpReorderQueue();
  private final ByteBuffer wire = ByteBuffer.allocate(65_536); // used again for every packet
  private long nowNanos;
  private long ssrc = 7;

  /** Offers the packets in that order and gives what comes out. */
  private List<Integer> offer(int... sequences) throws Exception {
    List<Integer> out = new ArrayList<>();
    for (int sequence : sequences) {
      offer(sequence, 20, out);
    }
    return out;
  }

  private void offer(int sequence, int bytes, List<Integer> out) throws Exception {
    RtpPacket.writeHeader(wire.clear(), 0, false, 96, sequence, 0, ssrc);
    wire.putShort(12, (short) sequence).limit(bytes);
    queue.offer(RtpPacket.parse(wire), nowNanos, Instant.ofEpochSecond(0, nowNanos));
    out.addAll(poll());
  }

  private List<Integer> poll() {
    List<Integer> out = new ArrayList<>();
    for (RtpPacket p = queue.poll(nowNanos); p != null; p = queue.poll(nowNanos)) {
      assertThat(p.payload().getShort(0) & 0xffff).isEqualTo(p.sequence()); // its own bytes
      out.add(p.sequence());
    }
    return out;
  }

  private List<Integer> pass(long millis) {
    nowNanos += millis * MILLI;
    return poll();
  }

  @Test
  void inOrder_goesStraightThrough() throws Exception {
    assertThat(offer(65_534, 65_535, 0, 1)).containsExactly(65_534, 65_535, 0, 1);
    assertThat(queue.dueNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void overtaken_waitsForItsTurn() throws Exception {
    assertThat(offer(10, 12, 13)).containsExactly(10);
    assertThat(offer(11)).containsExactly(11, 12, 13);
    assertThat(offer(16, 15, 14)).containsExactly(14, 15, 16);
    assertThat(offer(18)).isEmpty();
    assertThat(queue.dueNanos()).isEqualTo(nowNanos + RtpReorderQueue.MAX_WAIT_NANOS);
  }

  @Test
  void overtakenAcrossTheWrap_waitsForItsTurn() throws Exception {
    assertThat(offer(65_534, 1, 0)).containsExactly(65_534);
    assertThat(offer(65_535)).containsExactly(65_535, 0, 1);
  }

  @Test
  void timesAreThoseOfArrival() throws Exception {
    offer(1);
    nowNanos = 5 * MILLI;
    offer(3);
    nowNanos = 9 * MILLI;
    RtpPacket.writeHeader(wire.clear(), 0, false, 96, 2, 0, ssrc);
    queue.offer(RtpPacket.parse(wire), nowNanos, Instant.ofEpochSecond(0, nowNanos));
    queue.poll(nowNanos);
    assertThat(queue.arrivedNanos()).isEqualTo(9 * MILLI);
    queue.poll(nowNanos);
    assertThat(queue.arrivedNanos()).isEqualTo(5 * MILLI);
    assertThat(queue.received()).isEqualTo(Instant.ofEpochSecond(0, 5 * MILLI));
  }

  @Test
  void lost_isGivenUpAfterTheWait() throws Exception {
    assertThat(offer(1, 3, 4, 6)).containsExactly(1);
    assertThat(pass(99)).isEmpty();
    assertThat(pass(1)).containsExactly(3, 4, 6);
    assertThat(offer(2, 5)).as("too late").isEmpty();
    assertThat(queue.droppedPackets()).isEqualTo(2);
    assertThat(offer(7)).containsExactly(7);
  }

  @Test
  void duplicates_areDropped() throws Exception {
    assertThat(offer(1, 1, 3, 3, 2, 2, 3)).containsExactly(1, 2, 3);
    assertThat(queue.droppedPackets()).isEqualTo(4);
  }

  @Test
  void window_isBoundedByPackets() throws Exception {
    offer(0);
    for (int i = 2; i < 2 + RtpReorderQueue.MAX_PACKETS - 1; i++) {
      assertThat(offer(i)).isEmpty();
    }
    assertThat(offer(257)).hasSize(RtpReorderQueue.MAX_PACKETS).startsWith(2).endsWith(257);
  }

  @Test
  void window_isBoundedByBytes() throws Exception {
    List<Integer> out = new ArrayList<>();
    offer(0);
    int fit = RtpReorderQueue.MAX_BYTES / 65_000;
    for (int i = 0; i < fit; i++) {
      offer(2 + i, 65_000, out);
    }
    assertThat(out).isEmpty();
    offer(2 + fit, 65_000, out);
    assertThat(out).hasSize(fit + 1);
  }

  @Test
  void senderThatCountsAnew_isFollowedFromItsSecondPacket() throws Exception {
    assertThat(offer(100, 102)).containsExactly(100);
    assertThat(offer(40_000)).isEmpty();
    assertThat(offer(40_001, 40_002)).containsExactly(102, 40_001, 40_002);
  }

  @Test
  void strayNumber_changesNothing() throws Exception {
    assertThat(offer(100, 40_000, 101, 30_000, 102)).containsExactly(100, 101, 102);
    assertThat(queue.droppedPackets()).isEqualTo(2);
  }

  @Test
  void otherSender_isFollowedAtOnce() throws Exception {
    assertThat(offer(100, 102)).containsExactly(100);
    ssrc = 8;
    assertThat(offer(5, 6)).containsExactly(102, 5, 6);
  }

  @Test
  void longLoss_isNoRestart() throws Exception {
    assertThat(offer(100, 2_000, 2_001)).containsExactly(100, 2_000, 2_001);
  }

  @Test
  void anyNumbers_comeOutRisingWithinBounds() throws Exception {
    Random random = new Random(5);
    List<Integer> out = new ArrayList<>();
    int sent = 0;
    for (int i = 0; i < 20_000; i++) {
      nowNanos += random.nextInt(3) * MILLI;
      int sequence = sent + random.nextInt(40) - 20 & 0xffff;
      sent += random.nextInt(3);
      offer(sequence, 20, out);
    }
    for (int i = 1; i < out.size(); i++) {
      assertThat((short) (out.get(i) - out.get(i - 1))).isPositive();
    }
    assertThat(out).hasSizeGreaterThan(10_000);
  }
}

package io.vedette.sink.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResendRingTest {
  private final Random random = new Random(9);
  private final ResendMemory memory = new ResendMemory(5 << 20);

  private byte[] put(ResendRing ring, int size, int nowMs) {
    byte[] packet = new byte[size];
    random.nextBytes(packet);
    int offset = ring.reserve(size + random.nextInt(40), nowMs);
    System.arraycopy(packet, 0, ring.bytes(), offset, size);
    ring.commit(size, nowMs);
    return packet;
  }

  private static byte[] find(ResendRing ring, int sequence, int nowMs) {
    int slot = ring.find(sequence, nowMs);
    if (slot < 0) {
      return null;
    }
    int offset = ring.offset(slot);
    return Arrays.copyOfRange(ring.bytes(), offset, offset + ring.length(slot));
  }

  @Test
  void givesBackEachPacketOfTheLastSecondThroughGrowthAndRollOver() {
    int first = 65_000;
    ResendRing ring = new ResendRing(first, ResendRing.VIDEO_PACKETS, memory);
    byte[][] sent = new byte[12_000][];
    for (int i = 0; i < sent.length; i++) {
      int nowMs = i; // 1000 packets a second
      sent[i] = put(ring, 100 + random.nextInt(1100), nowMs);
      int back = random.nextInt(Math.min(i + 1, 990));
      int asked = i - back;
      byte[] found = find(ring, first + asked & 0xffff, nowMs + 20);
      if (found != null) {
        assertThat(found).isEqualTo(sent[asked]);
      } else {
        assertThat(back).as("young, but just sent again").isLessThan(990);
      }
    }
    assertThat(ring.capacity()).isEqualTo(1024 * 1024);
  }

  @Test
  void slowStreamStaysSmall() {
    ResendRing ring = new ResendRing(0, ResendRing.VIDEO_PACKETS, memory);
    for (int i = 0; i < 2000; i++) {
      put(ring, 1000, i * 16); // 0.5 Mbit/s
    }
    assertThat(ring.capacity()).isEqualTo(64 * 1024);
  }

  @Test
  void knowsNothingOfPacketsThatAreGoneOrNeverWere() {
    ResendRing ring = new ResendRing(0, ResendRing.VIDEO_PACKETS, memory);
    assertThat(ring.find(0, 0)).isNegative();
    byte[] last = null;
    for (int i = 0; i < 10_000; i++) {
      last = put(ring, 1200, i * 10);
    }
    assertThat(find(ring, 0, 200_000)).isNull();
    assertThat(find(ring, 10_000, 200_000)).isNull();
    assertThat(find(ring, 9_999, 200_000)).isEqualTo(last);
    assertThat(find(ring, 9_999, 200_005)).as("asked again at once").isNull();
    assertThat(find(ring, 9_999, 200_010)).isEqualTo(last);
  }

  @Test
  void burstBeyondTheLimitForgetsTheOldest() {
    ResendRing ring = new ResendRing(0, ResendRing.VIDEO_PACKETS, memory);
    for (int i = 0; i < 8000; i++) {
      put(ring, 1200, 0);
    }
    assertThat(ring.capacity()).isEqualTo(4 * 1024 * 1024);
    assertThat(find(ring, 7999 - 3000, 100)).isNotNull();
    assertThat(find(ring, 7999 - 4100, 100)).isNull();
  }

  @Test
  void withoutMemoryItKeepsWhatItCanAndGivesBackWhatItTook() {
    ResendMemory little = new ResendMemory(200 * 1024);
    ResendRing ring = new ResendRing(0, ResendRing.VIDEO_PACKETS, little);
    byte[] last = null;
    for (int i = 0; i < 1000; i++) {
      last = put(ring, 1200, 0);
    }
    assertThat(ring.capacity()).isEqualTo(256 * 1024);
    assertThat(find(ring, 999, 100)).isEqualTo(last);
    assertThat(find(ring, 999 - 150, 100)).isNotNull();
    assertThat(little.take(64 * 1024)).isFalse();
    ring.close();
    assertThat(little.take(200 * 1024)).isTrue();
  }
}

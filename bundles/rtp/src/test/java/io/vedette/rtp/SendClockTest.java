package io.vedette.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.media.AccessUnit;
import io.vedette.media.G711Config;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SendClockTest {
  private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");

  private final SendClock clock = new SendClock();
  private final UUID first = UUID.randomUUID();
  private final UUID second = UUID.randomUUID();

  /**
   * A unit of a clock of 90 kHz for a picture or 8 kHz for sound; what is in it does not matter.
   */
  private static AccessUnit unit(int rate, long pts, Instant received) {
    Track track = new Track(0, rate, new G711Config(G711Config.Law.MU, 1));
    return new AccessUnit(track, pts, pts, received, true, ByteBuffer.allocate(1));
  }

  private static AccessUnit picture(long pts, Instant received) {
    return unit(90_000, pts, received);
  }

  private static AccessUnit sound(long pts, Instant received) {
    return unit(8000, pts, received);
  }

  @Test
  void firstRunKeepsItsTimes() {
    assertThat(clock.timestamp(first, picture(123_456, START))).isEqualTo(123_456);
    assertThat(clock.timestamp(first, sound(8000, START))).isEqualTo(8000);
  }

  @Test
  void pictureAndSoundOfAnotherRunMoveTogether() {
    clock.timestamp(first, picture(900_000, START)); // media time 10 s
    AccessUnit sound = sound(80, START.plusSeconds(5)); // 10 ms into the new run
    assertThat(clock.timestamp(second, sound)).isEqualTo(15 * 8000);
    AccessUnit picture = picture(1800, START.plusSeconds(5)); // 20 ms
    assertThat(clock.timestamp(second, picture)).isEqualTo(15 * 90_000 + 900);
  }

  @Test
  void risesEvenIfTheWallClockWasSetBack() {
    clock.timestamp(first, picture(900_000, START));
    AccessUnit picture = picture(0, START.minusSeconds(3600));
    assertThat(clock.timestamp(second, picture)).isEqualTo(903_600);
  }

  @Test
  void convertsWithoutOverflowForYears() {
    long tenYears = 10L * 365 * 86_400;
    assertThat(SendClock.nanos(tenYears * 90_000 + 1, 90_000))
        .isEqualTo(tenYears * 1_000_000_000 + 11_111);
    assertThat(SendClock.ticks(tenYears * 1_000_000_000 + 12_000, 90_000))
        .isEqualTo(tenYears * 90_000 + 1);
  }
}

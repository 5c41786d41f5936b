package io.vedette.sink.webrtc;

import static io.vedette.sink.webrtc.Pictures.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.stream.Run;
import io.vedette.media.AccessUnit;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MediaClockTest {
  private final MediaClock clock = new MediaClock(false);
  private final Run first = run();
  private final Run second = run();

  private static Run run() {
    return new Run(UUID.randomUUID(), START, List.of(Pictures.VIDEO, Pictures.AUDIO));
  }

  private static AccessUnit at(AccessUnit unit, Instant received) {
    return new AccessUnit(
        unit.track(), unit.dts(), unit.pts(), received, unit.randomAccess(), unit.payload());
  }

  @Test
  void firstRunKeepsItsTimes() {
    assertThat(clock.timestamp(first, Pictures.key(123_456, 10))).isEqualTo(123_456);
    assertThat(clock.timestamp(first, Pictures.sound(8000))).isEqualTo(8000);
  }

  @Test
  void pictureAndSoundOfAnotherRunMoveTogether() {
    clock.timestamp(first, at(Pictures.key(900_000, 10), START)); // media time 10 s
    AccessUnit sound = at(Pictures.sound(80), START.plusSeconds(5)); // 10 ms into the new run
    assertThat(clock.timestamp(second, sound)).isEqualTo(15 * 8000);
    AccessUnit picture = at(Pictures.key(1800, 10), START.plusSeconds(5)); // 20 ms
    assertThat(clock.timestamp(second, picture)).isEqualTo(15 * 90_000 + 900);
  }

  @Test
  void risesEvenIfTheWallClockWasSetBack() {
    clock.timestamp(first, at(Pictures.key(900_000, 10), START));
    AccessUnit picture = at(Pictures.key(0, 10), START.minusSeconds(3600));
    assertThat(clock.timestamp(second, picture)).isEqualTo(903_600);
  }

  @Test
  void replayKeepsItsTimesWhateverTheRun() {
    MediaClock replay = new MediaClock(true);
    replay.timestamp(first, Pictures.key(900_000, 10));
    assertThat(replay.timestamp(second, Pictures.key(7, 10))).isEqualTo(7);
  }

  @Test
  void convertsWithoutOverflowForYears() {
    long tenYears = 10L * 365 * 86_400;
    assertThat(MediaClock.nanos(tenYears * 90_000 + 1, 90_000))
        .isEqualTo(tenYears * 1_000_000_000 + 11_111);
    assertThat(MediaClock.ticks(tenYears * 1_000_000_000 + 12_000, 90_000))
        .isEqualTo(tenYears * 90_000 + 1);
  }
}

package io.vedette.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.stream.Profile;
import io.vedette.media.AccessUnit;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MediaLoopTest {
  private static final long LOOP_START = 1_790_000_000_000L / 16_000 * 16_000;

  @ParameterizedTest
  @EnumSource(Profile.class)
  void wallClockAloneChoosesThePicture(Profile profile) {
    Clip clip = Clip.of(Clip.Scene.STREET, profile);
    MediaLoop loop = MediaLoop.video(clip);
    long first = loop.firstFrom(LOOP_START);
    assertThat(loop.unit(first).payload()).isEqualTo(clip.units().get(0).payload());
    assertThat(loop.unit(first - 1).payload())
        .isEqualTo(clip.units().get(clip.units().size() - 1).payload());
    for (long number = first; number < first + 99; number++) {
      long due = loop.dueMillis(number);
      assertThat(loop.firstFrom(due)).isEqualTo(number);
      assertThat(loop.firstFrom(due + 1)).isEqualTo(number + 1);
      assertThat(loop.unit(number).dts() / 90).isEqualTo(due);
    }
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void viewersBeginAtKeyPicturesWhichComeEachTwoSeconds(Profile profile) {
    MediaLoop loop = MediaLoop.video(Clip.of(Clip.Scene.HALL, profile));
    long start = loop.firstStartFrom(LOOP_START + 1);
    assertThat(loop.dueMillis(start)).isEqualTo(LOOP_START + 2_000);
    assertThat(loop.unit(start).randomAccess()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void aLaterClipShowsTheSameLater(Profile profile) {
    Clip clip = Clip.of(Clip.Scene.HALL, profile);
    MediaLoop loop = MediaLoop.video(clip);
    MediaLoop later = MediaLoop.video(clip.later(Duration.ofMillis(600)));
    long start = later.firstStartFrom(LOOP_START + 1);
    assertThat(later.dueMillis(start)).isEqualTo(LOOP_START + 600);
    assertThat(later.unit(start).payload())
        .isEqualTo(loop.unit(loop.firstFrom(LOOP_START)).payload());
  }

  @Test
  void ticksOnTheSecondAndIsSilentBetween() {
    MediaLoop loop = MediaLoop.tick();
    long second = loop.firstFrom(LOOP_START);
    AccessUnit tick = loop.unit(second);
    AccessUnit silence = loop.unit(second + 25);
    assertThat(tick.sizeBytes()).isEqualTo(160);
    assertThat(loudest(tick)).isGreaterThan(300);
    assertThat(loudest(silence)).isLessThan(2);
    assertThat(loop.unit(second + 1).dts() - tick.dts()).isEqualTo(160);
  }

  /** G.711 A-law, expanded by the standard's table 1a. */
  private static int loudest(AccessUnit unit) {
    int loudest = 0;
    ByteBuffer bytes = unit.payload();
    while (bytes.hasRemaining()) {
      int code = bytes.get() ^ 0x55;
      int segment = code >> 4 & 7;
      int interval = code & 0xf;
      int value = segment == 0 ? 2 * interval + 1 : (interval + 16) * 2 + 1 << segment - 1;
      loudest = Math.max(loudest, value);
    }
    return loudest;
  }
}

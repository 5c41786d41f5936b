package io.vedette.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.stream.Profile;
import io.vedette.media.AccessUnit;
import io.vedette.media.NalUnits;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClipTest {
  @ParameterizedTest
  @CsvSource({
    "STREET, MAIN, 1920, 1080", "STREET, SUB, 640, 360", "HARBOUR, MAIN, 1920, 1080",
    "HARBOUR, SUB, 640, 360", "HALL, MAIN, 1920, 1080", "HALL, SUB, 640, 360",
    "MEADOW, MAIN, 1920, 1080", "MEADOW, SUB, 640, 360"
  })
  void loopsSixteenSecondsWithAKeyPictureEachTwo(
      Clip.Scene scene, Profile profile, int width, int height) throws Exception {
    Clip clip = Clip.of(scene, profile);
    assertThat(clip.config().width()).isEqualTo(width);
    assertThat(clip.config().height()).isEqualTo(height);
    assertThat(clip.units()).hasSize(16 * clip.fps());
    for (int n = 0; n < clip.units().size(); n++) {
      AccessUnit unit = clip.units().get(n);
      assertThat(unit.randomAccess()).as("picture %d", n).isEqualTo(n % (2 * clip.fps()) == 0);
      List<ByteBuffer> nalUnits = NalUnits.split(unit.payload());
      assertThat(nalUnits).hasSize(1);
      assertThat(NalUnits.sliceHeader(nalUnits.get(0)).isB()).isFalse();
    }
  }

  @Test
  void h265_isASubStreamLikeTheOthers() {
    Clip clip = Clip.h265();
    assertThat(clip.config()).hasToString("hvc1.1.6.L63.90 640x360");
    assertThat(clip.units()).hasSize(16 * 15);
    for (int n = 0; n < clip.units().size(); n++) {
      assertThat(clip.units().get(n).randomAccess()).as("picture %d", n).isEqualTo(n % 30 == 0);
    }
  }
}

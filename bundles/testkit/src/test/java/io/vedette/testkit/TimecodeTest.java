package io.vedette.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.stream.Profile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TimecodeTest {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;

  /** The format's definition, written a second time. */
  private static byte[] draw(int scene, int profile, int centiseconds) {
    int data = scene << 12 | profile << 11 | centiseconds;
    int check = ~(data ^ data >> 4 ^ data >> 8 ^ data >> 12) & 0xf;
    int code = 0b1010 << 20 | data << 4 | check;
    byte[] picture = new byte[WIDTH * HEIGHT];
    Arrays.fill(picture, (byte) 120);
    for (int block = 0; block < 24; block++) {
      byte luma = (byte) ((code >> 23 - block & 1) == 1 ? 235 : 16);
      for (int y = 0; y < 16; y++) {
        Arrays.fill(picture, y * WIDTH + block * 16, y * WIDTH + block * 16 + 16, luma);
      }
    }
    return picture;
  }

  private static Optional<Timecode> read(byte[] picture) {
    return Timecode.read(ByteBuffer.wrap(picture), WIDTH, HEIGHT);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 0", "4, 0, 1599", "15, 1, 1024", "0, 0, 733"})
  void readsWhatIsDrawn(int scene, int profile, int centiseconds) {
    Profile expected = profile == 1 ? Profile.MAIN : Profile.SUB;
    assertThat(read(draw(scene, profile, centiseconds)))
        .contains(new Timecode(scene, expected, centiseconds));
  }

  @Test
  void refusesATimeBeyondTheLoop() {
    assertThat(read(draw(1, 1, 1600))).isEmpty();
  }

  @Test
  void refusesBlackGreyAndNoise() {
    Random random = new Random(7);
    byte[] noise = new byte[WIDTH * HEIGHT];
    random.nextBytes(noise);
    byte[] grey = new byte[WIDTH * HEIGHT];
    Arrays.fill(grey, (byte) 128);
    assertThat(read(new byte[WIDTH * HEIGHT])).isEmpty();
    assertThat(read(grey)).isEmpty();
    assertThat(read(noise)).isEmpty();
  }

  @Test
  void refusesAnySingleWrongBlock() {
    for (int block = 0; block < 24; block++) {
      byte[] picture = draw(3, 1, 733);
      byte other = (byte) ((picture[block * 16] & 0xff) > 128 ? 16 : 235);
      for (int y = 0; y < 16; y++) {
        Arrays.fill(picture, y * WIDTH + block * 16, y * WIDTH + block * 16 + 16, other);
      }
      assertThat(read(picture)).as("block %d", block).isEmpty();
    }
  }

  @Test
  void distanceTakesTheShorterWayRoundTheLoop() {
    assertThat(Timecode.distance(100, 350)).isEqualTo(250);
    assertThat(Timecode.distance(1590, 10)).isEqualTo(20);
    assertThat(Timecode.distance(10, 1590)).isEqualTo(-20);
  }

  @Test
  void wallTimePredictsTheCode() {
    assertThat(Timecode.centisecondsAt(Instant.ofEpochMilli(16_000L * 1000 + 7_339)))
        .isEqualTo(733);
  }

  @ParameterizedTest
  @EnumSource(Clip.Scene.class)
  void everyPictureOfTheSubClipsIsReadable(Clip.Scene scene) throws Exception {
    assertEveryPicture(scene, Profile.SUB, 640);
  }

  @ParameterizedTest
  @EnumSource(Clip.Scene.class)
  void everyPictureOfTheMainClipsIsReadable(Clip.Scene scene) throws Exception {
    assertEveryPicture(scene, Profile.MAIN, 1920);
  }

  private static void assertEveryPicture(Clip.Scene scene, Profile profile, int width)
      throws Exception {
    String name = scene.name().toLowerCase(java.util.Locale.ROOT) + "-" + profile.id() + ".h264";
    Path file = Path.of(Clip.class.getResource("clips/" + name).toURI());
    List<Optional<Timecode>> pictures = DecodedPictures.timecodes(file.toString(), width);
    assertThat(pictures).hasSize(16 * Clip.fps(profile));
    for (int n = 0; n < pictures.size(); n++) {
      assertThat(pictures.get(n))
          .as("picture %d of %s", n, name)
          .contains(new Timecode(scene.number(), profile, n * 100 / Clip.fps(profile)));
    }
  }
}

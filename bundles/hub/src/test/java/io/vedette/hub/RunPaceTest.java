package io.vedette.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times of a camera whose clock is wrong, over a network that delays. */
class RunPaceTest {
  private static final long MS = 1_000_000;
  private static final int PICTURE_MS = 40;

  private final RunPace pace = new RunPace();
  private final Random random = new Random(20261130);
  private double newestMs = Double.NEGATIVE_INFINITY; // media time of the newest picture

  /** A picture; gives its media time in ms after it was put right. */
  private double picture(double stampMs, double arrivesMs) {
    AccessUnit kept = keep(Units.VIDEO, stampMs, arrivesMs);
    double ms = kept.dts() / 90.0;
    assertThat(ms).as("times never go back").isGreaterThanOrEqualTo(newestMs);
    newestMs = ms;
    return ms;
  }

  private AccessUnit keep(Track track, double stampMs, double arrivesMs) {
    long dts = Math.round(stampMs * track.clockRate() / 1000);
    return pace.keep(
        new AccessUnit(track, dts, dts, Units.START, true, ByteBuffer.allocate(1)),
        Math.round(arrivesMs * MS));
  }

  /** Largest error of media time, in ms, from a minute on and in all. */
  private double[] errors(double rate, double jitterMs, int seconds) {
    double worst = 0;
    double late = 0;
    for (int taken = 0; taken < seconds * 1000; taken += PICTURE_MS) {
      double delay = taken == 0 ? 0 : random.nextDouble() * jitterMs;
      double error = Math.abs(picture(taken * rate, taken + delay) - taken);
      worst = Math.max(worst, error);
      late = taken > 120_000 ? Math.max(late, error) : late;
    }
    return new double[] {late, worst};
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.9, 1.1, 0.95, 1.05, 0.97, 1.03, 0.99, 1.01, 1.001, 0.999, 0.9999})
  void clockThatIsWrong_isFollowed_beforeTheRecorderTakesItForAStep(double rate) {
    double[] errors = errors(rate, 60, 900);
    assertThat(errors[1]).as("ever, at %s", rate).isLessThan(1900);
    assertThat(errors[0]).as("later, at %s", rate).isLessThan(1400);
  }

  @Test
  void clockThatIsRight_leavesUnitsAsTheyAre_howeverTheNetworkDelays() {
    for (int taken = 0; taken < 900_000; taken += PICTURE_MS) {
      boolean held = taken % 60_000 > 52_000; // 8 s a minute, which come at once after it
      double arrives = held ? (taken / 60_000 + 1) * 60_000.0 : taken + random.nextDouble() * 150;
      assertThat(picture(taken, arrives)).isEqualTo(taken);
    }
  }

  @Test
  void groupThatTheCameraHadKept_isNoClockThatIsFast() {
    for (int stamp = 0; stamp < 300_000; stamp += PICTURE_MS) {
      assertThat(picture(stamp, Math.max(0, stamp - 3000))).isEqualTo(stamp);
    }
  }

  @Test
  void oldKeyPictureBeforeThoseOfNow_keepsItsTime() {
    picture(0, 0);
    assertThat(picture(4000, 40)).isEqualTo(4000);
  }

  @Test
  void leapOfTimestamps_isPlacedByArrival_inEachTrack() {
    for (int ms = 0; ms < 60_000; ms += PICTURE_MS) {
      int leapt = ms < 30_000 ? 0 : 8000;
      assertThat(picture(ms + leapt, ms)).isEqualTo(ms);
      long sound = keep(Units.AUDIO, ms + leapt, ms).dts() / 8;
      assertThat(sound).isEqualTo(ms);
    }
  }

  @Test
  void delayThatCameToStay_isLeftToTheReaders() {
    List<Double> moved = new ArrayList<>();
    for (int ms = 0; ms < 120_000; ms += PICTURE_MS) {
      moved.add(picture(ms, ms < 60_000 ? ms : ms + 5000) - ms);
    }
    assertThat(moved).containsOnly(0.0);
  }

  @Test
  void soundStaysBesideThePictures() {
    for (int ms = 0; ms < 120_000; ms += PICTURE_MS) {
      double picture = picture(ms * 0.9, ms);
      double sound = keep(Units.AUDIO, ms * 0.9, ms).dts() / 8.0;
      assertThat(sound).isCloseTo(picture, org.assertj.core.data.Offset.offset(1.0));
    }
  }
}

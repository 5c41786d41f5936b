package io.vedette.sink.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.stream.Run;
import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Wall time of a camera whose quartz drifts, over a network that delays. */
class RunClockTest {
  private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");
  private static final int PICTURE_MS = 40;
  private static final int SEGMENT = 60_000 / PICTURE_MS; // pictures

  private final RunClock clock = new RunClock();
  private final Run run = new Run(UUID.randomUUID(), START, List.of());
  private final Random random = new Random(20261125);
  private Track video;

  @BeforeEach
  void track() throws Exception {
    video = new TestCamera(new ManualClock(), "320x240").run().tracks().get(0);
  }

  /** A picture that arrives so many ms after it was taken, by our clock. */
  private void arrives(long number, double takenMs, double delayMs) {
    clock.observe(run, unit(number, takenMs + delayMs));
  }

  private AccessUnit unit(long number, double atMs) {
    long dts = number * PICTURE_MS * 90;
    Instant at = START.plusMillis(Math.round(atMs));
    return new AccessUnit(video, dts, dts, at, true, ByteBuffer.allocate(1));
  }

  /**
   * Lets a camera run for hours.
   *
   * @return largest error of a segment's start after the first half hour, ms
   */
  private double worstError(double ppm, double jitterMs, int minutes) {
    double worst = 0;
    long end = Long.MIN_VALUE; // of the segment before
    for (long number = 0; number < (long) minutes * SEGMENT; number++) {
      double taken = number * PICTURE_MS * (1 - ppm / 1e6);
      arrives(number, taken, 5 + random.nextDouble() * jitterMs);
      if (number % SEGMENT == SEGMENT / 2) { // the first fragment is written a little later
        long begin = number - SEGMENT / 2;
        long wall = clock.anchor(begin * PICTURE_MS * 90, end);
        assertThat(wall).isGreaterThanOrEqualTo(end);
        end = wall + 60_000 - PICTURE_MS + 1;
        double should = START.toEpochMilli() + begin * PICTURE_MS * (1 - ppm / 1e6);
        worst = number > 30L * SEGMENT ? Math.max(worst, Math.abs(wall - should)) : worst;
      }
    }
    return worst;
  }

  @Test
  void driftUpTo500Ppm_isFollowed_howeverTheNetworkDelays() {
    for (double ppm : new double[] {0, 20, -20, 100, -100, 450, -450}) {
      clock.restart(unit(0, 5));
      assertThat(worstError(ppm, 200, 240)).as("ppm %s", ppm).isLessThan(60);
    }
  }

  @Test
  void correction_isAtMost500Ppm_soThatNoPictureLastsNoticeablyLonger() {
    arrives(0, 0, 0);
    clock.anchor(0, Long.MIN_VALUE);
    for (long number = 1; number <= SEGMENT; number++) {
      arrives(
          number,
          (double) number * PICTURE_MS,
          1500); // the network became slow, the camera did not
    }
    long wall = clock.anchor((long) SEGMENT * PICTURE_MS * 90, Long.MIN_VALUE);
    assertThat(wall - START.toEpochMilli()).isBetween(60_000L, 60_030L);
  }

  @Test
  void picturesThatAreHeldBackForAWhile_areNotAClockThatWasSet() {
    arrives(0, 0, 0);
    clock.anchor(0, Long.MIN_VALUE);
    for (long number = 1; number < 2L * SEGMENT; number++) {
      boolean held = number > 1000 && number < 1200; // 8 s, which come at once after it
      arrives(number, (double) (held ? 1200 : number) * PICTURE_MS, 0);
      assertThat(clock.isSet()).isFalse();
    }
  }

  @Test
  void clockThatIsSet_isFollowedAtOnce() {
    for (long hours : new long[] {1, -1}) {
      clock.restart(unit(0, 0));
      clock.anchor(0, Long.MIN_VALUE);
      long stepMs = hours * 3_600_000;
      for (long number = 1; number <= SEGMENT; number++) {
        arrives(number, (double) number * PICTURE_MS, 0);
      }
      long dts = (long) SEGMENT * PICTURE_MS * 90;
      clock.anchor(dts, Long.MIN_VALUE);
      arrives(SEGMENT + 1, (SEGMENT + 1.0) * PICTURE_MS, (double) stepMs);
      long wall = clock.anchor((SEGMENT + 1L) * PICTURE_MS * 90, Long.MIN_VALUE);
      assertThat(wall - START.toEpochMilli()).isEqualTo((SEGMENT + 1L) * PICTURE_MS + stepMs);
    }
  }
}

package io.vedette.sink.replay;

import static io.vedette.sink.replay.MemoryRecording.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.replay.ReplayException;
import io.vedette.api.replay.Replays.Change;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamHub.StreamWriter;
import io.vedette.api.transcode.TranscodeException;
import io.vedette.media.AccessUnit;
import io.vedette.sink.replay.Ways.Choice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Groups of pictures in descending order, in a session driven by hand. */
class GroupsBackwardTest {
  private final MemoryRecording recording = new MemoryRecording();
  private final List<AccessUnit> sent = new ArrayList<>();
  private ReplaySession session;
  private long nowNs = 5_000_000_000L; // any origin

  private final StreamWriter writer =
      new StreamWriter() {
        @Override
        public void append(AccessUnit unit) {
          sent.add(unit);
        }

        @Override
        public void flush() {}

        @Override
        public int readers() {
          return 1;
        }

        @Override
        public void close() {}
      };

  /** A smooth replay that begins at that second. */
  private void start(double at, double rate) {
    CameraReplay camera = camera();
    ReplayClock clock = new ReplayClock(at(at), nowNs, rate, true);
    session =
        new ReplaySession("r", Map.of("a", camera), new Gaps(recording), clock, Optional.empty());
    change(Changes.smooth());
  }

  private CameraReplay camera() {
    try {
      Gaps gaps = new Gaps(recording);
      Ways ways = new Ways(new Material(recording), gaps, Optional::empty);
      Choice choice = ways.choose("a", Profile.SUB, Profile.SUB, T0, 1);
      return new CameraReplay(recording, new CameraWays(ways, gaps, "a", 1), choice, writer, nowNs);
    } catch (TranscodeException | ReplayException e) {
      throw new AssertionError(e);
    }
  }

  private void change(Change change) {
    session.change(change, Optional.empty(), Map.of(), nowNs);
  }

  private static Instant at(double seconds) {
    return T0.plusMillis(Math.round(seconds * 1000));
  }

  /** Lets time pass; recorded seconds of the pictures that were sent meanwhile. */
  private List<Double> pass(double seconds) {
    sent.clear();
    long endNs = nowNs + Math.round(seconds * 1e9);
    for (long waitNs = session.pump(nowNs); nowNs + waitNs < endNs; waitNs = session.pump(nowNs)) {
      nowNs += Math.max(waitNs, 1000);
    }
    nowNs = endNs;
    return sent.stream().map(u -> Duration.between(T0, u.received()).toMillis() / 1000.0).toList();
  }

  private static List<Double> pictures(double from, double to) {
    List<Double> times = new ArrayList<>();
    for (long n = Math.round(from * 25); n < Math.round(to * 25); n++) {
      times.add(n * 40 / 1000.0);
    }
    return times;
  }

  @Test
  void groupsComeDescending_picturesWithinOneForward_eachOnce() {
    recording.pictures(0, 20);
    start(10.98, -1);

    List<Double> all = pass(7);
    List<Double> expected = new ArrayList<>(pictures(10, 11));
    expected.addAll(pictures(8, 10));
    expected.addAll(pictures(6, 8));
    assertThat(all.subList(0, expected.size())).isEqualTo(expected);
    assertThat(sent.get(0).randomAccess()).isTrue();
    assertThat(session.state(nowNs).smooth()).isTrue();
  }

  @Test
  void twoGroupsComeAtOnce_theOthersInTwoThirdsOfTheirTime() {
    recording.pictures(0, 20);
    start(9.98, -1);

    assertThat(pass(1.4)).as("66 a second").hasSizeBetween(90, 94);
    assertThat(pass(0.6)).as("and then enough").hasSizeBetween(6, 10);
    assertThat(pass(1)).hasSizeBetween(36, 38);
    long first = sent.get(0).dts();
    assertThat(sent.get(10).dts() - first).as("90 kHz").isBetween(23_500L, 24_500L);
  }

  @Test
  void anotherSpeedWithinAGroup_picturesFollowEvenly() {
    recording.pictures(0, 60);
    start(41.98, -1);
    pass(2.5);

    change(Changes.rate(-2));
    assertThat(pass(0.4)).hasSizeBetween(25, 28);
    for (int i = 1; i < sent.size(); i++) {
      assertThat(sent.get(i).dts() - sent.get(i - 1).dts()).isBetween(1300L, 1500L);
    }
  }

  @Test
  void viewerNeverHasMoreThanTwoGroupsBeforeItsClock() {
    recording.pictures(0, 60);
    start(41.98, -1);
    for (int i = 0; i < 10; i++) {
      List<Double> times = pass(1);
      double clock = Duration.between(T0, session.state(nowNs).clock()).toMillis() / 1000.0;
      assertThat(times).allMatch(time -> time > clock - 4.1);
    }
  }

  @Test
  void acrossAGapItGoesOnAtTheOtherSide() {
    recording.pictures(0, 4).pictures(60, 64);
    start(61.98, -1);

    assertThat(pass(6)).contains(60.0, 2.0, 3.96);
    assertThat(session.state(nowNs).skippedGap()).isPresent();
    assertThat(session.state(nowNs).clock()).isBefore(at(4));
  }

  @Test
  void atTheBeginItStandsThere() {
    recording.pictures(0, 10);
    start(1.5, -1);

    pass(5);
    assertThat(session.state(nowNs).atEnd()).isTrue();
    assertThat(session.state(nowNs).clock()).isBetween(at(-0.3), at(0));
  }

  @Test
  void onlySlowlyBackward_andAsManyPicturesAsAScreenShows() {
    recording.pictures(0, 60);
    start(40, -4);
    assertThat(pass(3)).as("key pictures: 100 a second are too many").hasSizeLessThan(9);
    assertThat(session.state(nowNs).smooth()).isFalse();

    change(Changes.rate(-1));
    assertThat(pass(1)).hasSizeGreaterThan(20);
    change(Changes.rate(-8));
    assertThat(pass(2)).hasSizeLessThan(12);
    assertThat(session.state(nowNs).smooth()).isFalse();
    change(Changes.rate(1));
    double clock = Duration.between(T0, session.state(nowNs).clock()).toMillis() / 1000.0;
    List<Double> forward = pass(1);
    assertThat(forward).isSorted().last().matches(time -> time > clock + 0.9);
  }
}

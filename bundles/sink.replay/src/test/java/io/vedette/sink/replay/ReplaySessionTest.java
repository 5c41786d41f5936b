package io.vedette.sink.replay;

import static io.vedette.sink.replay.MemoryRecording.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.replay.ReplayException;
import io.vedette.api.replay.Replays.Change;
import io.vedette.api.replay.Replays.SkippedGap;
import io.vedette.api.replay.Replays.State;
import io.vedette.api.stream.Profile;
import io.vedette.api.transcode.TranscodeException;
import io.vedette.media.AccessUnit;
import io.vedette.sink.replay.Ways.Choice;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A session driven by hand: time moves only as pump asks for it. */
class ReplaySessionTest {
  private final MemoryRecording recording = new MemoryRecording();
  private final Map<String, Sent> sent = new LinkedHashMap<>();
  private ReplaySession session;
  private boolean playing = true; // from the beginning
  private long nowNs = 5_000_000_000L; // any origin

  private static Instant at(double seconds) {
    return T0.plusMillis(Math.round(seconds * 1000));
  }

  private Sent start(double at, double rate) {
    return start(at, rate, "a").get("a");
  }

  private Map<String, Sent> start(double at, double rate, String... names) {
    Map<String, CameraReplay> cameras = new LinkedHashMap<>();
    for (String name : names) {
      Sent writer = new Sent();
      sent.put(name, writer);
      cameras.put(name, replay(name, writer));
    }
    ReplayClock clock = new ReplayClock(at(at), nowNs, rate, playing);
    session = new ReplaySession("r", cameras, new Gaps(recording), clock, Optional.empty());
    return sent;
  }

  private CameraReplay replay(String name, Sent writer) {
    try {
      Gaps gaps = new Gaps(recording);
      Ways ways = new Ways(new Material(recording), gaps, Optional::empty);
      Choice choice = ways.choose(name, Profile.SUB, Profile.SUB, T0, 1);
      CameraWays others = new CameraWays(ways, gaps, name, 1);
      return new CameraReplay(recording, others, choice, writer, nowNs);
    } catch (TranscodeException | ReplayException e) {
      throw new AssertionError(e);
    }
  }

  /** Lets time pass; the session is called when it asked for it. */
  private void pass(double seconds) {
    long endNs = nowNs + Math.round(seconds * 1e9);
    while (true) {
      long waitNs = session.pump(nowNs);
      assertThat(waitNs).as("session goes on").isNotNegative();
      if (nowNs + waitNs >= endNs) {
        break;
      }
      nowNs += Math.max(waitNs, 1000);
    }
    nowNs = endNs;
  }

  private void change(Change change) {
    session.change(change, Optional.empty(), Map.of(), nowNs);
  }

  private static Change playing(boolean playing) {
    return change(Optional.of(playing), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static Change rate(double rate) {
    return change(Optional.empty(), Optional.of(rate), Optional.empty(), Optional.empty());
  }

  private static Change seek(double at) {
    return change(Optional.empty(), Optional.empty(), Optional.of(at(at)), Optional.empty());
  }

  private static Change step(int step) {
    return change(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(step));
  }

  private static Change change(
      Optional<Boolean> playing,
      Optional<Double> rate,
      Optional<Instant> seek,
      Optional<Integer> step) {
    return new Change(
        playing, rate, seek, step, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private void assertTimesRise(Sent camera) {
    List<Long> dts =
        camera.all.stream().filter(u -> u.track().isVideo()).map(AccessUnit::dts).toList();
    for (int i = 1; i < dts.size(); i++) {
      assertThat(dts.get(i)).isGreaterThan(dts.get(i - 1));
    }
  }

  @Test
  void normalSpeed_sendsEveryPictureWhenTheClockReachesIt() {
    recording.pictures(0, 20);
    Sent camera = start(2, 1);
    pass(3);
    List<AccessUnit> units = List.copyOf(camera.units);
    assertThat(camera.take()).hasSize(75).startsWith(2.0, 2.04).endsWith(4.96);
    assertThat(units.get(50).dts() - units.get(25).dts()).isEqualTo(90_000);
    assertTimesRise(camera);
  }

  @Test
  void startInsideAGop_sendsABurstFromTheKeyPicture_endingAtTheWantedOne() {
    recording.pictures(0, 20);
    Sent camera = start(3, 1);
    pass(0.001);
    List<AccessUnit> burst = List.copyOf(camera.units);
    assertThat(camera.take()).hasSize(26).startsWith(2.0).endsWith(3.0);
    assertThat(burst.get(0).randomAccess()).isTrue();
    assertThat(burst.get(25).dts() - burst.get(0).dts()).isEqualTo(25 * 90); // 1 ms steps
  }

  @Test
  void eightfold_sendsKeyPicturesOnly_fourASecond() {
    recording.pictures(0, 60);
    Sent camera = start(0, 8);
    pass(3.01);
    assertThat(camera.take())
        .containsExactly(0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0, 18.0, 20.0, 22.0, 24.0);
    assertThat(camera.all).allMatch(AccessUnit::randomAccess);
  }

  @Test
  void sixtyFourfold_leavesKeyPicturesOut_twelveASecondAtMost() {
    recording.pictures(0, 400);
    Sent camera = start(0, 64);
    recording.reads = 0;
    pass(5);
    List<Double> pictures = camera.take();
    assertThat(pictures).hasSizeBetween(55, 61);
    assertThat(pictures.get(pictures.size() - 1)).isBetween(310.0, 320.0);
    int readsOfLookups = 2;
    assertThat(recording.reads).isLessThan(pictures.size() + readsOfLookups);
    assertTimesRise(camera);
  }

  @Test
  void twofold_sendsEveryPicture() {
    recording.pictures(0, 60);
    Sent camera = start(2, 2);
    pass(3);
    assertThat(camera.take()).hasSize(150).contains(2.04, 2.08).endsWith(7.96);
  }

  @Test
  void fourfold_leavesOutWhatNothingRefersTo() {
    recording.layeredPictures(0, 60);
    Sent camera = start(2, 4);
    pass(3);
    assertThat(camera.take()).hasSizeBetween(150, 155).contains(6.08, 6.16).doesNotContain(6.12);
  }

  @Test
  void fourfold_ofMoreThanAScreenShows_sendsKeyPictures() {
    recording.pictures(0, 60);
    Sent camera = start(2, 4);
    pass(3);
    assertThat(camera.take()).containsExactly(2.0, 4.0, 6.0, 8.0, 10.0, 12.0);
  }

  @Test
  void backward_sendsKeyPicturesInDescendingOrder_withRisingTimes() {
    recording.pictures(0, 60);
    Sent camera = start(40, -8);
    pass(2.01);
    assertThat(camera.take()).containsExactly(40.0, 38.0, 36.0, 34.0, 32.0, 30.0, 28.0, 26.0, 24.0);
    assertTimesRise(camera);
  }

  @Test
  void pause_sendsNothing_andResumeGoesOnWithTheNextPicture() {
    recording.pictures(0, 60);
    Sent camera = start(2, 1);
    pass(1);
    camera.take();
    change(playing(false));
    pass(30);
    assertThat(camera.take()).isEmpty();
    assertThat(session.state(nowNs).clock()).isEqualTo(at(3));
    change(playing(true));
    pass(0.1);
    assertThat(camera.take()).containsExactly(3.0, 3.04, 3.08);
    assertTimesRise(camera);
  }

  @Test
  void pauseInFastPlay_showsTheExactPictureOfTheClock() {
    recording.pictures(0, 60);
    Sent camera = start(0, 8);
    pass(1.125);
    camera.take();
    change(playing(false));
    pass(0.1);
    assertThat(camera.take()).startsWith(8.0).endsWith(9.0);
  }

  @Test
  void seek_flushes_andShowsTheExactPicture() {
    recording.pictures(0, 60);
    Sent camera = start(2, 1);
    pass(1);
    camera.take();
    int flushes = camera.flushes;
    change(seek(31));
    pass(0.001);
    assertThat(camera.flushes).isEqualTo(flushes + 1);
    assertThat(camera.take()).startsWith(30.0).endsWith(31.0);
    assertTimesRise(camera);
  }

  @Test
  void manySeeksBetweenTwoPumps_areOneSeek() {
    recording.pictures(0, 60);
    Sent camera = start(2, 1);
    pass(0.1);
    int flushes = camera.flushes;
    for (int i = 0; i < 1000; i++) {
      change(seek(10 + i / 100.0));
    }
    pass(0.01);
    assertThat(camera.flushes).isEqualTo(flushes + 1);
  }

  @Test
  void stepsWhilePaused_moveByOnePicture() {
    recording.pictures(0, 60);
    Sent camera = start(5, 1);
    pass(0.001);
    change(playing(false));
    pass(0.1);
    camera.take();
    change(step(1));
    pass(0.1);
    assertThat(camera.take()).containsExactly(5.04);
    change(step(-1));
    pass(0.1);
    assertThat(camera.take()).startsWith(4.0).endsWith(5.0);
    change(step(-1));
    pass(0.1);
    assertThat(camera.take()).endsWith(4.96);
    assertThat(session.state(nowNs).clock()).isEqualTo(at(4.96));
    assertTimesRise(camera);
  }

  @Test
  void stepThatASeekFollows_isNotMadeFromThere() {
    recording.pictures(0, 20);
    playing = false;
    Sent camera = start(2, 1);
    change(seek(3));
    pass(0.001);
    change(step(1));
    change(seek(10));
    pass(0.001);
    assertThat(camera.take()).endsWith(10.0);
    assertThat(session.state(nowNs).clock()).isEqualTo(at(10));
  }

  @Test
  void directionChanges_needNoFlush_andTimesGoOnRising() {
    recording.pictures(0, 100);
    Sent camera = start(50, 1);
    pass(2);
    change(rate(-8));
    pass(2.01);
    camera.take();
    change(rate(1));
    pass(0.001);
    List<Double> burst = camera.take();
    assertThat(burst.get(0) % 2).isZero();
    assertThat(burst.get(burst.size() - 1)).isBetween(35.9, 36.1);
    assertTimesRise(camera);
  }

  @Test
  void gap_isSkipped_andToldInTheState() {
    recording.pictures(0, 6).pictures(100, 120);
    Sent camera = start(4, 1);
    pass(4);
    assertThat(camera.take()).startsWith(4.0).contains(5.96, 100.0).endsWith(102.0);
    SkippedGap gap = session.state(nowNs).skippedGap().orElseThrow();
    assertThat(gap).isEqualTo(new SkippedGap(at(6), at(100)));
  }

  @Test
  void gapBackward_isSkippedToo() {
    recording.pictures(0, 6).pictures(100, 120);
    Sent camera = start(104, -8);
    pass(2);
    assertThat(camera.take()).startsWith(104.0, 102.0, 100.0, 4.0, 2.0, 0.0);
    assertThat(session.state(nowNs).skippedGap()).contains(new SkippedGap(at(6), at(100)));
  }

  @Test
  void gapBackward_isSkippedOnlyOnceTheClockIsThere_thoughItsKeyPictureCameAtOnce() {
    recording.pictures(0, 6).pictures(100, 120);
    Sent camera = start(101.5, -1);
    pass(1);
    assertThat(camera.take()).containsExactly(100.0);
    assertThat(session.state(nowNs).clock()).isEqualTo(at(100.5));
    assertThat(session.state(nowNs).skippedGap()).isEmpty();
    pass(0.6);
    assertThat(camera.take()).containsExactly(4.0);
    assertThat(session.state(nowNs).skippedGap()).contains(new SkippedGap(at(6), at(100)));
  }

  @Test
  void shortGapBackward_isSkipped_andGroupsAsLongAsItAreNot() {
    recording.pictures(0, 6).pictures(16, 20);
    Sent camera = start(17.5, -1);
    pass(1.6);
    assertThat(camera.take()).containsExactly(16.0, 4.0);
    assertThat(session.state(nowNs).skippedGap()).contains(new SkippedGap(at(6), at(16)));

    recording.units.clear();
    recording.pictures(0, 20);
    recording.units.replaceAll(
        u -> u.received().isAfter(at(9)) && u.received().isBefore(at(19)) ? notKey(u) : u);
    camera = start(19, -1);
    pass(5);
    assertThat(camera.take()).containsExactly(8.0);
    assertThat(session.state(nowNs).clock()).isEqualTo(at(14));
    assertThat(session.state(nowNs).skippedGap()).isEmpty();
  }

  private static AccessUnit notKey(AccessUnit unit) {
    return new AccessUnit(
        unit.track(), unit.dts(), unit.pts(), unit.received(), false, unit.payload());
  }

  @Test
  void beginOfTheRecording_isReachedWithTheClock_notWithItsKeyPicture() {
    recording.pictures(0, 6);
    start(1.5, -1);
    pass(1);
    assertThat(session.state(nowNs).atEnd()).isFalse();
    pass(1);
    assertThat(session.state(nowNs).atEnd()).isTrue();
    assertThat(session.state(nowNs).clock()).isEqualTo(at(0));
  }

  @Test
  void clockStandsAtTheEnd_andGoesOnFromThere() {
    recording.pictures(0, 10);
    start(2, 64);
    pass(1.1); // amid two looks at whether there is more
    State atEnd = session.state(nowNs);
    assertThat(atEnd.atEnd()).isTrue();
    assertThat(atEnd.clock()).isEqualTo(at(8)); // the last key picture
    assertThat(session.state(nowNs + 100_000_000L).clock()).isEqualTo(at(8));
    change(rate(-1));
    assertThat(session.state(nowNs).clock()).isEqualTo(at(8));
    pass(1);
    assertThat(session.state(nowNs).clock()).isEqualTo(at(7));
  }

  @Test
  void stepAcrossAGap_tellsIt_andTheNextStepTellsNone() {
    recording.pictures(0, 6).pictures(100, 120);
    Sent camera = start(5.92, 1);
    pass(0.001);
    change(playing(false));
    change(step(1));
    pass(0.001);
    assertThat(session.state(nowNs).skippedGap()).isEmpty();
    change(step(1));
    pass(0.001);
    assertThat(camera.take()).endsWith(5.96, 100.0);
    assertThat(session.state(nowNs).skippedGap()).contains(new SkippedGap(at(6), at(100)));
    change(step(1));
    pass(0.001);
    assertThat(session.state(nowNs).skippedGap()).isEmpty();
    change(step(-1));
    change(step(-1));
    pass(0.001);
    change(step(-1));
    pass(0.001);
    assertThat(camera.take()).endsWith(5.96);
    assertThat(session.state(nowNs).skippedGap()).contains(new SkippedGap(at(6), at(100)));
  }

  @Test
  void pausedJumpToTheLastPictureBeforeAGap_staysThere() {
    recording.pictures(0, 6).pictures(100, 120);
    Sent camera = start(2, 1);
    change(playing(false));
    change(seek(5.96));
    pass(1);
    assertThat(camera.take()).endsWith(5.96);
    assertThat(session.state(nowNs).clock()).isEqualTo(at(5.96));
  }

  @Test
  void replayThatStands_sendsNothing_untilItIsPlayedSomewhere() {
    recording.pictures(0, 60);
    playing = false;
    Sent camera = start(50, 1);
    pass(2);
    assertThat(camera.take()).isEmpty();
    change(change(Optional.of(true), Optional.empty(), Optional.of(at(3)), Optional.empty()));
    pass(0.001);
    assertThat(camera.take()).hasSize(26).startsWith(2.0).endsWith(3.0);
  }

  @Test
  void gapOfOneCamera_isNotSkippedWhileAnotherHasPictures() {
    recording.pictures(0, 60);
    start(2, 1, "a", "b");
    pass(5);
    assertThat(sent.get("a").take()).isEqualTo(sent.get("b").take()).hasSize(125);
    assertThat(session.state(nowNs).skippedGap()).isEmpty();
  }

  @Test
  void cameraWhoseFileIsDeleted_standsStill_theOthersGoOn() {
    recording.pictures(0, 60);
    start(2, 1, "a", "b");
    pass(1);
    recording.broken = "a";
    sent.values().forEach(Sent::take);
    pass(2);
    assertThat(sent.get("a").take().size()).isLessThan(3);
    assertThat(sent.get("b").take()).hasSize(50);
    change(seek(30));
    pass(1);
    assertThat(sent.get("b").take()).contains(30.0, 30.96);
  }

  @Test
  void endOfARecordingThatGrows_isFollowed() {
    recording.pictures(0, 10);
    Sent camera = start(8, 1);
    pass(5);
    assertThat(camera.take()).endsWith(9.96);
    assertThat(session.state(nowNs).clock()).isBetween(at(9.9), at(10.3));
    assertThat(session.state(nowNs).atEnd()).isTrue();
    recording.pictures(10, 12);
    pass(3);
    assertThat(camera.take()).startsWith(10.0, 10.04).endsWith(11.96);
    change(rate(-8));
    pass(0.5);
    assertThat(session.state(nowNs).atEnd()).isFalse();
  }

  @Test
  void audio_isSentAtNormalSpeedOnly() {
    recording.pictures(0, 60).audio(0, 60);
    Sent camera = start(2, 1);
    pass(1);
    assertThat(camera.units).anyMatch(u -> !u.track().isVideo());
    change(rate(2));
    pass(0.05);
    camera.units.clear();
    pass(1);
    assertThat(camera.units).isNotEmpty().allMatch(u -> u.track().isVideo());
  }

  @Test
  void replayNobodyLooksAt_endsAfterAMinute() {
    recording.pictures(0, 200);
    Sent camera = start(2, 1);
    camera.readers = 0;
    pass(59);
    nowNs += 2_000_000_000L;
    assertThat(session.pump(nowNs)).isNegative();
  }

  @Test
  void replayThatHardlyMoves_isLookedAfterEachSecond_asOthersAre() {
    recording.pictures(0, 20);
    for (double rate : new double[] {Double.MIN_VALUE, -Double.MIN_VALUE}) {
      start(2.5, rate);
      assertThat(session.pump(nowNs)).as("%s", rate).isBetween(0L, 1_000_000_000L);
    }
  }
}

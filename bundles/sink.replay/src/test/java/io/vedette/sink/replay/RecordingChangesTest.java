package io.vedette.sink.replay;

import static io.vedette.sink.replay.MemoryRecording.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.replay.Replays.CameraState;
import io.vedette.api.replay.Replays.Change;
import io.vedette.api.stream.Profile;
import io.vedette.api.transcode.Transcoder;
import io.vedette.media.AccessUnit;
import io.vedette.media.H264Config;
import io.vedette.sink.replay.Ways.Choice;
import io.vedette.testkit.Clip;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Recordings that become something else within one replay. Time moves only as pump asks for it. */
class RecordingChangesTest {
  private static final Clip H264 = Clip.of(Clip.Scene.STREET, Profile.SUB);
  private static final Clip H265 = Clip.h265();
  private static final double GOP = 30 / 25.0; // seconds of the clips' groups as they are recorded

  private final MemoryRecording recording = new MemoryRecording();
  private final Map<String, Sent> sent = new LinkedHashMap<>();
  private Optional<Transcoder> transcoder = Optional.of(new FakeTranscoder(16));
  private ReplaySession session;
  private long nowNs = 5_000_000_000L; // any origin

  /** H.264 for ten groups, H.265 for ten, H.264 for ten. */
  private MemoryRecording changing() {
    return recording
        .clip(H264, 0, 10 * GOP)
        .clip(H265, 10 * GOP, 20 * GOP)
        .clip(H264, 20 * GOP, 30 * GOP);
  }

  private Sent start(double at, double rate, String... names) throws Exception {
    Gaps gaps = new Gaps(recording);
    Ways ways = new Ways(new Material(recording), gaps, () -> transcoder);
    Map<String, CameraReplay> cameras = new LinkedHashMap<>();
    for (String name : names) {
      sent.put(name, new Sent());
      Profile profile = ways.profile(name, Profile.SUB, at(at), rate > 0);
      Choice choice = ways.choose(name, Profile.SUB, profile, at(at), names.length);
      CameraWays others = new CameraWays(ways, gaps, name, names.length);
      cameras.put(name, new CameraReplay(recording, others, choice, sent.get(name), nowNs));
    }
    ReplayClock clock = new ReplayClock(at(at), nowNs, rate, true);
    session = new ReplaySession("r", cameras, gaps, clock, Optional.empty());
    return sent.get(names[0]);
  }

  private static Instant at(double seconds) {
    return T0.plusMillis(Math.round(seconds * 1000));
  }

  private void pass(double seconds) {
    long endNs = nowNs + Math.round(seconds * 1e9);
    int pumps = 0;
    while (true) {
      long waitNs = session.pump(nowNs);
      assertThat(waitNs).as("session goes on").isNotNegative();
      assertThat(pumps++).as("it does not spin").isLessThan(5000);
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

  private CameraState state(String camera) {
    return session.state(nowNs).cameras().get(camera);
  }

  private static List<Double> every(double step, double from, double to) {
    return LongStream.range(Math.round(from / step), Math.round(to / step))
        .mapToObj(n -> Math.round(n * step * 1000) / 1000.0)
        .toList();
  }

  /** One track for all of it, and each picture of it by the codec that is promised. */
  private static void assertOneStream(Sent camera) {
    assertThat(camera.all).extracting(unit -> unit.track().id()).containsOnly(0);
    List<Long> times = camera.all.stream().map(AccessUnit::dts).toList();
    assertThat(times).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void forward_everyPictureComesOnce_andTheStateTellsHow() throws Exception {
    changing();
    Sent camera = start(9 * GOP, 1, "a");
    pass(GOP / 2);
    assertThat(state("a").mode()).isEqualTo("passthrough");
    pass(GOP);
    assertThat(state("a").mode()).isEqualTo("transcode");
    assertThat(state("a").reason()).contains("sub is recorded in H.265");
    assertThat(transcoder.orElseThrow().sessions()).isEqualTo(1);
    pass(10 * GOP);
    assertThat(state("a").mode()).isEqualTo("passthrough");
    assertThat(state("a").reason()).isEmpty();
    assertThat(transcoder.orElseThrow().sessions()).isZero();
    assertThat(camera.take()).isEqualTo(every(0.04, 9 * GOP, 20.5 * GOP));
    assertOneStream(camera);
  }

  @Test
  void backwardAndFast_everyKeyPictureComesOnce() throws Exception {
    changing();
    Sent camera = start(25 * GOP, -6, "a");
    pass(20.1 * GOP / 6);
    List<Double> keys = new ArrayList<>(every(GOP, 5 * GOP, 26 * GOP));
    Collections.reverse(keys);
    assertThat(camera.take()).isEqualTo(keys);
    assertOneStream(camera);
  }

  @Test
  void stepsCrossTheBoundaryBothWays() throws Exception {
    changing();
    Sent camera = start(10 * GOP - 0.04, 1, "a");
    change(Changes.playing(false));
    pass(0.01);
    change(Changes.step(1));
    pass(0.01);
    assertThat(camera.take()).endsWith(10 * GOP - 0.04, 10 * GOP);
    assertThat(state("a").mode()).isEqualTo("transcode");
    change(Changes.step(1));
    pass(0.01);
    assertThat(camera.take()).containsExactly(10 * GOP + 0.04);
    change(Changes.step(-1));
    pass(0.01);
    change(Changes.step(-1));
    pass(0.01);
    assertThat(camera.take()).endsWith(10 * GOP - 0.04);
    assertThat(state("a").mode()).isEqualTo("passthrough");
    assertOneStream(camera);
  }

  @Test
  void jumpsIntoTheOtherCodec_showTheExactPicture() throws Exception {
    changing();
    Sent camera = start(2, 1, "a");
    change(Changes.playing(false));
    for (double to : new double[] {15 * GOP + 0.2, 5 * GOP + 0.2, 25 * GOP + 0.2, 15 * GOP}) {
      change(Changes.seek(at(to)));
      pass(0.01);
      assertThat(camera.take()).endsWith(Math.round(to * 1000) / 1000.0);
      boolean isH265 = to > 10 * GOP && to < 20 * GOP;
      assertThat(state("a").mode()).isEqualTo(isH265 ? "transcode" : "passthrough");
    }
    assertOneStream(camera);
  }

  @Test
  void withoutATranscoder_nothingWrongIsShown_theStateSaysWhy_andTheOthersGoOn() throws Exception {
    changing();
    recording.others.put("b sub", new MemoryRecording().clip(H264, 0, 30 * GOP));
    transcoder = Optional.empty();
    Sent camera = start(9 * GOP, 1, "a", "b");
    pass(6 * GOP);
    assertThat(state("a").mode()).isEqualTo("transcode");
    assertThat(state("a").reason().orElseThrow())
        .contains("sub is recorded in H.265", "install the feature transcoder");
    assertThat(state("a").shown()).contains(at(10 * GOP - 0.04));
    assertThat(session.state(nowNs).clock()).isEqualTo(at(15 * GOP));
    pass(6 * GOP);
    assertThat(camera.take())
        .hasSize(2 * 30)
        .containsAll(every(0.04, 9 * GOP, 10 * GOP))
        .containsAll(every(0.04, 20 * GOP, 21 * GOP));
    assertThat(camera.all).allMatch(unit -> unit.track().config() instanceof H264Config);
    assertThat(sent.get("b").take()).isEqualTo(every(0.04, 9 * GOP, 21 * GOP));
    assertThat(state("b").mode()).isEqualTo("passthrough");
  }

  @Test
  void transcoderThatComesAndGoes_isNoticed() throws Exception {
    changing();
    Optional<Transcoder> installed = transcoder;
    transcoder = Optional.empty();
    Sent camera = start(9 * GOP, 1, "a");
    pass(3 * GOP);
    assertThat(state("a").reason().orElseThrow()).contains("install");
    transcoder = installed;
    camera.take();
    pass(2);
    assertThat(state("a").reason()).contains("sub is recorded in H.265");
    assertThat(camera.take()).isNotEmpty();
    transcoder = Optional.empty();
    pass(2);
    assertThat(state("a").reason().orElseThrow()).contains("install");
  }

  @Test
  void noPlaceLeftInTheMiddle_isSaid_andTriedAgain() throws Exception {
    changing();
    FakeTranscoder small = new FakeTranscoder(1);
    transcoder = Optional.of(small);
    Transcoder.Session taken = small.start(640, picture -> {});
    Sent camera = start(9 * GOP, 1, "a");
    pass(3 * GOP);
    assertThat(state("a").reason()).contains("sub is recorded in H.265; no place");
    taken.close();
    camera.take();
    pass(2);
    assertThat(camera.take()).isNotEmpty();
    assertThat(state("a").reason()).contains("sub is recorded in H.265");
  }

  @Test
  void otherPictureSize_needsNoOtherWay() throws Exception {
    Clip large = Clip.of(Clip.Scene.STREET, Profile.MAIN);
    recording.clip(H264, 0, 10 * GOP).clip(large, 10 * GOP, 14);
    Sent camera = start(9 * GOP, 1, "a");
    pass(2);
    assertThat(camera.take()).isEqualTo(every(0.04, 9 * GOP, 9 * GOP + 2));
    assertThat(state("a").mode()).isEqualTo("passthrough");
  }

  @Test
  void subThatCeasesToBeRecorded_isReplacedByMain_andComesBack() throws Exception {
    MemoryRecording sub = new MemoryRecording().pictures(0, 10).pictures(30, 60);
    recording.pictures(0, 60).others.put("a sub", sub);
    Sent camera = start(8, 1, "a");
    pass(1);
    assertThat(state("a").profile()).isEqualTo(Profile.SUB);
    pass(5);
    assertThat(state("a").profile()).isEqualTo(Profile.MAIN);
    assertThat(state("a").reason()).contains("no sub stream is recorded");
    pass(18);
    assertThat(state("a").profile()).isEqualTo(Profile.SUB);
    assertThat(state("a").reason()).isEmpty();
    assertThat(camera.take()).containsAll(every(0.04, 8, 32));
    assertThat(session.state(nowNs).clock()).isEqualTo(at(32));
    assertThat(session.state(nowNs).skippedGap()).isEmpty();
    change(Changes.seek(at(20)));
    pass(0.01);
    assertThat(camera.take()).endsWith(20.0);
    assertThat(state("a").profile()).isEqualTo(Profile.MAIN);
    change(Changes.rate(-8));
    pass(2);
    assertThat(camera.take()).contains(12.0, 10.0, 8.0, 6.0);
  }
}

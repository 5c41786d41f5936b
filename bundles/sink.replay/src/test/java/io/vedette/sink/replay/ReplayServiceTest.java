package io.vedette.sink.replay;

import static io.vedette.sink.replay.MemoryRecording.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.api.camera.Camera;
import io.vedette.api.camera.CameraRegistry;
import io.vedette.api.driver.CameraAddress;
import io.vedette.api.replay.ReplayException;
import io.vedette.api.replay.ReplayException.Kind;
import io.vedette.api.replay.Replays.CameraState;
import io.vedette.api.replay.Replays.Change;
import io.vedette.api.replay.Replays.Request;
import io.vedette.api.replay.Replays.SkippedGap;
import io.vedette.api.replay.Replays.State;
import io.vedette.api.stream.Profile;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Replays with their real threads: what they take they give back. */
class ReplayServiceTest {
  private final MemoryRecording recording = new MemoryRecording().pictures(0, 60);
  private final MemoryHub hub = new MemoryHub();
  private final ReplayService service = new ReplayService(anyCamera(), hub, recording);

  /** A registry that has every camera. */
  static CameraRegistry anyCamera() {
    return camera(true);
  }

  /** A registry that has every camera, or none. */
  private static CameraRegistry camera(boolean isThere) {
    return (CameraRegistry)
        Proxy.newProxyInstance(
            ReplayServiceTest.class.getClassLoader(),
            new Class<?>[] {CameraRegistry.class},
            (proxy, method, args) -> {
              assertThat(method.getName()).isEqualTo("find");
              return Optional.of(
                      new Camera(
                          (String) args[0],
                          "any",
                          "rtsp",
                          new CameraAddress(
                              URI.create("rtsp://10.0.0.7/"),
                              Optional.empty(),
                              Optional.empty(),
                              1),
                          true,
                          Camera.RecordSettings.DEFAULT,
                          Camera.Retention.UNLIMITED))
                  .filter(any -> isThere);
            });
  }

  private static List<String> cameras(int count) {
    return IntStream.range(0, count).mapToObj(i -> "camera-" + i).toList();
  }

  private State create(int cameras, double rate) throws ReplayException {
    return service.create(
        new Request(cameras(cameras), T0.plusSeconds(10), Profile.SUB, rate, true, "anna"));
  }

  private static long replayThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("replay "))
        .count();
  }

  @Test
  void thousandsOfSeeks_leaveNothingBehind() throws Exception {
    for (int round = 0; round < 5; round++) {
      State replay = create(16, round % 2 == 0 ? 1 : -8);
      assertThat(hub.streams()).isBetween(16, 16 * (round + 1)); // those before may be ending
      for (int i = 0; i < 400; i++) {
        service.change(replay.id(), Changes.seek(T0.plusMillis(i * 145L)));
      }
      assertThat(service.close(replay.id())).isTrue();
    }
    service.close(); // waits for the threads

    assertThat(service.ids()).isEmpty();
    assertThat(hub.streams()).isZero();
    assertThat(recording.openReaders()).isZero();
    assertThat(replayThreads()).isZero();
  }

  @Test
  void refusedReplays_leaveNothingBehind() {
    assertRefused(Kind.IMPOSSIBLE, cameras(17), T0, 1);
    assertRefused(Kind.IMPOSSIBLE, cameras(1), T0.plusSeconds(61), 1);
    assertRefused(Kind.IMPOSSIBLE, cameras(1), T0.minusSeconds(1), -1);
    assertRefused(Kind.MALFORMED, List.of(), T0, 1);
    assertRefused(Kind.MALFORMED, List.of("a", "a"), T0, 1);
    for (double rate : new double[] {0, Double.NaN, 1000, -64.5, Double.POSITIVE_INFINITY}) {
      assertRefused(Kind.MALFORMED, cameras(1), T0, rate);
    }

    assertThat(service.ids()).isEmpty();
    assertThat(hub.streams()).isZero();
    assertThat(recording.openReaders()).isZero();
  }

  private void assertRefused(Kind kind, List<String> cameras, Instant at, double rate) {
    assertThatThrownBy(
            () -> service.create(new Request(cameras, at, Profile.SUB, rate, true, "anna")))
        .isInstanceOfSatisfying(ReplayException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  @Test
  void aJumpToWhereNothingIsRecorded_isRefused_andChangesNothing() throws Exception {
    State replay = create(1, 1);
    assertThatThrownBy(() -> service.change(replay.id(), Changes.seek(T0.plusSeconds(100))))
        .hasMessageContaining("nothing is recorded")
        .isInstanceOfSatisfying(ReplayException.class, e -> assertThat(e.field()).contains("seek"));
    assertThat(service.find(replay.id()).orElseThrow().clock()).isBefore(T0.plusSeconds(60));
    service.close();
  }

  @Test
  void seekIntoAGap_isAnsweredWithTheClockBeyondIt_andTheGapsEnds() throws Exception {
    recording.pictures(100, 120);
    SkippedGap gap = new SkippedGap(T0.plusSeconds(60), T0.plusSeconds(100));
    String id = create(2, 1).id();
    service.change(id, Changes.playing(false));
    for (int second : new int[] {61, 80, 99}) {
      State state = service.change(id, Changes.seek(T0.plusSeconds(second))).orElseThrow();
      assertThat(state.clock()).isEqualTo(gap.to());
      assertThat(state.skippedGap()).contains(gap);
    }
    assertThat(service.change(id, Changes.step(1)).orElseThrow().skippedGap()).isEmpty();

    service.change(id, Changes.seek(T0.plusSeconds(80)));
    State elsewhere = service.change(id, Changes.seek(T0.plusSeconds(20))).orElseThrow();
    assertThat(elsewhere.clock()).isEqualTo(T0.plusSeconds(20));
    assertThat(elsewhere.skippedGap()).isEmpty();

    service.change(id, Changes.rate(-8));
    State before = service.change(id, Changes.seek(T0.plusSeconds(80))).orElseThrow();
    assertThat(before.clock()).isEqualTo(gap.from().minusMillis(1));
    assertThat(before.skippedGap()).contains(gap);
    service.close();
  }

  @Test
  void replayThatBeginsInAGap_isAnsweredWithTheClockBeyondIt() throws Exception {
    recording.pictures(100, 120);
    State forward = create(T0.plusSeconds(70), 1);
    assertThat(forward.clock()).isBetween(T0.plusSeconds(100), T0.plusSeconds(102));
    assertThat(forward.skippedGap())
        .contains(new SkippedGap(T0.plusSeconds(60), T0.plusSeconds(100)));

    State early = create(T0.minusSeconds(10), 1); // nothing before: the gap is told as far as asked
    assertThat(early.skippedGap()).contains(new SkippedGap(T0.minusSeconds(10), T0));
    State late = create(T0.plusSeconds(200), -1);
    assertThat(late.skippedGap())
        .contains(new SkippedGap(T0.plusSeconds(120), T0.plusSeconds(200)));
    service.close();
  }

  private State create(Instant at, double rate) throws ReplayException {
    return service.create(new Request(cameras(1), at, Profile.SUB, rate, true, "anna"));
  }

  @Test
  void replayThatStands_beginsWhereverSomethingIsRecorded() throws Exception {
    Instant afterAll = T0.plusSeconds(100);
    Request request = new Request(cameras(1), afterAll, Profile.SUB, 1, false, "anna");
    State state = service.create(request);
    assertThat(state.playing()).isFalse();
    assertThat(state.clock()).isEqualTo(afterAll);
    service.close();
  }

  @Test
  void aStepIsAnsweredWithTheClockItLedTo() throws Exception {
    State replay = create(2, 1);
    service.change(replay.id(), Changes.playing(false));
    service.change(replay.id(), Changes.seek(T0.plusSeconds(20)));
    assertThat(service.change(replay.id(), Changes.step(1)).orElseThrow().clock())
        .isEqualTo(T0.plusMillis(20_040));
    assertThat(service.change(replay.id(), Changes.step(-1)).orElseThrow().clock())
        .isEqualTo(T0.plusSeconds(20));
    service.close();
  }

  @Test
  void aChangeIsAnsweredWithWhatIsShownThen() throws Exception {
    String id = create(2, 1).id();
    service.change(id, Changes.playing(false));

    State sought = service.change(id, Changes.seek(T0.plusSeconds(20))).orElseThrow();
    assertThat(sought.cameras().values())
        .extracting(CameraState::shown)
        .containsOnly(Optional.of(T0.plusSeconds(20)));
    State other = service.change(id, stream(Profile.MAIN, "camera-0")).orElseThrow();
    assertThat(other.cameras().values())
        .extracting(CameraState::profile)
        .containsExactly(Profile.MAIN, Profile.SUB);
    service.close();
  }

  @Test
  void aReplayThatWasEnded_isUnknownAtOnce_andItsPlaceIsFree() throws Exception {
    List<State> all = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      all.add(create(1, 1));
    }
    for (State one : all) {
      assertThat(service.close(one.id())).isTrue();
      assertThat(service.find(one.id())).isEmpty();
      assertThat(service.owner(one.id())).isEmpty();
      assertThat(service.change(one.id(), Changes.playing(false))).isEmpty();
      assertThat(service.close(one.id())).isFalse();
      create(1, 1);
    }
    assertThat(service.ids()).hasSize(32).doesNotContain(all.get(0).id());
    service.close();
  }

  @Test
  void cameraThatWasRemoved_isReplayedAsLongAsItsRecordingsStay() throws Exception {
    ReplayService without = new ReplayService(camera(false), hub, recording);
    Request request = new Request(cameras(1), T0, Profile.SUB, 1, true, "anna");
    assertThat(without.create(request).clock()).isEqualTo(T0);
    without.close();

    recording.units.clear();
    assertThatThrownBy(() -> without.create(request))
        .isInstanceOfSatisfying(
            ReplayException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNKNOWN_CAMERA));
  }

  @Test
  void tooMany() throws Exception {
    for (int i = 0; i < 32; i++) {
      create(1, 1);
    }
    assertThatThrownBy(() -> create(1, 1))
        .isInstanceOfSatisfying(
            ReplayException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TOO_MANY));
    service.close();
    assertThat(hub.streams()).isZero();
  }

  @Test
  void manyCamerasWithoutSub_areMadeSmaller_andMainComesAsItIs() throws Exception {
    recording.profiles = Set.of(Profile.MAIN);
    FakeTranscoder transcoder = new FakeTranscoder(16);
    service.transcoder = transcoder;
    State replay = create(5, 1);
    assertThat(replay.cameras().values())
        .allSatisfy(
            camera -> {
              assertThat(camera.mode()).isEqualTo("transcode");
              assertThat(camera.reason()).contains("no sub stream is recorded");
              assertThat(camera.profile()).isEqualTo(Profile.MAIN);
            });
    assertThat(transcoder.sessions()).isEqualTo(5);

    change(replay.id(), stream(Profile.MAIN, "camera-0"));
    assertThat(mode(replay.id(), "camera-0")).isEqualTo("passthrough");
    assertThat(transcoder.sessions()).isEqualTo(4);
    change(replay.id(), stream(Profile.SUB, "camera-0"));
    assertThat(mode(replay.id(), "camera-0")).isEqualTo("transcode");

    service.close();
    assertThat(transcoder.sessions()).isZero();
  }

  private void change(String id, Change change) throws Exception {
    service.change(id, Changes.playing(false));
    service.change(id, change);
    service.change(id, Changes.step(1)); // is answered when everything before is done
  }

  private String mode(String id, String camera) {
    return service.find(id).orElseThrow().cameras().get(camera).mode();
  }

  private static Change stream(Profile profile, String camera) {
    return new Change(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(profile),
        Optional.of(camera),
        Optional.empty());
  }

  @Test
  void whereNoMoreCanBeMade_mainIsPassedOn_andSaysSo() throws Exception {
    recording.profiles = Set.of(Profile.MAIN);
    service.transcoder = new FakeTranscoder(2);
    State replay = create(5, 1);

    assertThat(replay.cameras().values())
        .extracting(c -> c.mode())
        .containsExactly("transcode", "transcode", "passthrough", "passthrough", "passthrough");
    assertThat(replay.cameras().get("camera-4").reason())
        .contains("no sub stream is recorded; no place");
    service.close();
  }

  @Test
  void bFramesThatNobodyCanMakeAnewNow_areRefused_andLeaveNothing() throws Exception {
    recording.units.clear();
    recording.bPictures(0, 60);
    FakeTranscoder transcoder = new FakeTranscoder(2);
    service.transcoder = transcoder;
    assertThat(create(2, 1).cameras().get("camera-0").reason())
        .contains("sub is recorded with B-frames");
    assertThatThrownBy(() -> create(1, 1))
        .isInstanceOfSatisfying(
            ReplayException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TOO_MANY));
    service.close();

    assertThat(transcoder.sessions()).isZero();
    assertThat(hub.streams()).isZero();
    assertThat(recording.openReaders()).isZero();
  }
}

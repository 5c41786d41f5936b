package io.vedette.sink.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vedette.api.camera.Camera;
import io.vedette.api.driver.CameraAddress;
import io.vedette.api.event.Event;
import io.vedette.api.recording.RecordedFile;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamKey;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All threads, a hub that tests write. */
class RecorderTest {
  private static final int SECOND = TestCamera.FPS;
  @TempDir Path home;
  private final ManualClock clock = new ManualClock();
  private final FakeHub hub = new FakeHub();
  private final Counters counters = new Counters();

  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final FaultyDisk faults = new FaultyDisk(Output.files(counters));

  @AfterEach
  void folderIsSound() throws Exception {
    assertThat(FolderFaults.below(home)).isEmpty();
  }

  private Recorder recorder() {
    RecorderSettings settings =
        new RecorderSettings(
            home, List.of(home.resolve("rec")), Duration.ofSeconds(2), 0, ZoneOffset.UTC);
    return new Recorder(settings, hub, clock, faults, counters, () -> false, events::add);
  }

  private static Camera camera(String id, boolean enabled, Profile... streams) throws Exception {
    Camera.RecordSettings record =
        new Camera.RecordSettings(
            Camera.Mode.CONTINUOUS, Set.of(streams), Duration.ZERO, Duration.ZERO);
    CameraAddress address =
        new CameraAddress(
            new URI("rtsp://10.0.0.7/stream1"), Optional.empty(), Optional.empty(), 1);
    return new Camera(id, id, "rtsp", address, enabled, record, Camera.Retention.UNLIMITED);
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> all = Files.walk(home.resolve("rec"))) {
      return all.filter(Files::isRegularFile)
          .filter(f -> !f.getFileName().toString().startsWith(".vedette"))
          .map(f -> home.resolve("rec").relativize(f))
          .sorted()
          .toList();
    }
  }

  /** Waits for another thread; a test that waits a minute has failed. */
  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited a minute").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private StreamKey.Live key(String camera, Profile profile) {
    return new StreamKey.Live(camera, profile);
  }

  @Test
  void close_writesEverythingThatIsInTheLog() throws Exception {
    FakeHub.FakeStream main = hub.stream(key("gate", Profile.MAIN));
    FakeHub.FakeStream sub = hub.stream(key("gate", Profile.SUB));
    new TestCamera(clock, "320x240").send(7 * SECOND + 3, main::add);
    new TestCamera(clock, "160x120").send(3 * SECOND, sub::add);
    Recorder recorder = recorder();
    recorder.update(camera("gate", true, Profile.MAIN, Profile.SUB));
    recorder.close();
    assertThat(counters.units()).isEqualTo(2 * (7 * SECOND + 3 + 3 * SECOND));
    assertThat(files()).hasSize(2);
    assertThat(Ffmpeg.pictures(home.resolve("rec").resolve(files().get(0))))
        .isEqualTo(7 * SECOND + 3);
    assertThat(Ffmpeg.pictures(home.resolve("rec").resolve(files().get(1)))).isEqualTo(3 * SECOND);
  }

  @Test
  void readOfThePresent_hasWhatIsStillInMemory() throws Exception {
    StreamKey.Live gate = key("gate", Profile.MAIN);
    FakeHub.FakeStream main = hub.stream(gate);
    TestCamera camera = new TestCamera(clock, "320x240");
    Instant start = clock.instant();
    try (Recorder recorder = recorder()) {
      recorder.update(camera("gate", true, Profile.MAIN));
      camera.send(3 * SECOND, main::add);
      await(() -> recorder.isRecording(gate));
      camera.send(11, main::add);
      try (RecordedFile file =
          recorder.store().file(gate, start, start.plusSeconds(60)).orElseThrow()) {
        assertThat(file.to()).isEqualTo(start.plusMillis(3440));
      }
    }
  }

  @Test
  void onlyWhatTheCameraRecords() throws Exception {
    new TestCamera(clock, "320x240").send(SECOND, hub.stream(key("gate", Profile.MAIN))::add);
    new TestCamera(clock, "320x240").send(SECOND, hub.stream(key("gate", Profile.SUB))::add);
    new TestCamera(clock, "320x240").send(SECOND, hub.stream(key("yard", Profile.MAIN))::add);
    Recorder recorder = recorder();
    recorder.update(camera("gate", true, Profile.SUB));
    recorder.update(camera("yard", false, Profile.MAIN));
    recorder.close();
    assertThat(files()).singleElement().asString().startsWith("gate/sub/");
  }

  @Test
  void switchedOffAndOnAgain_takesEffectWhileRunning() throws Exception {
    FakeHub.FakeStream main = hub.stream(key("gate", Profile.MAIN));
    TestCamera camera = new TestCamera(clock, "320x240");
    Recorder recorder = recorder();
    recorder.update(camera("gate", true, Profile.MAIN));
    camera.send(5 * SECOND, main::add);
    await(() -> recorder.isRecording(key("gate", Profile.MAIN)));
    recorder.update(camera("gate", false, Profile.MAIN));
    await(() -> !recorder.isRecording(key("gate", Profile.MAIN)));
    camera.send(5 * SECOND, main::add);
    assertThat(recorder.isRecording(key("gate", Profile.MAIN))).isFalse();
    recorder.update(camera("gate", true, Profile.MAIN));
    await(() -> recorder.isRecording(key("gate", Profile.MAIN)));
    recorder.close();
    assertThat(files()).hasSize(2);
  }

  @Test
  void removedCamera_leavesItsRecordings_andMayComeBack() throws Exception {
    FakeHub.FakeStream main = hub.stream(key("gate", Profile.MAIN));
    TestCamera camera = new TestCamera(clock, "320x240");
    camera.send(5 * SECOND, main::add);
    Recorder recorder = recorder();
    recorder.update(camera("gate", true, Profile.MAIN));
    await(() -> recorder.isRecording(key("gate", Profile.MAIN)));
    main.end();
    recorder.remove("gate");
    recorder.update(camera("gate", true, Profile.MAIN));
    recorder.close();
    assertThat(files()).hasSize(1);
    assertThat(counters.units()).isEqualTo(2L * 5 * SECOND);
  }

  @Test
  void eventsOfACamera_areRecorded_thoseOfOthersAreNot() throws Exception {
    FakeHub.FakeStream gate = hub.stream(key("gate", Profile.MAIN));
    TestCamera camera = new TestCamera(clock, "320x240");
    camera.send(60 * SECOND, gate::add);
    Recorder recorder = recorder();
    recorder.update(onEvents("gate"));
    recorder.update(onEvents("yard"));
    recorder.happened(motion("yard"));
    recorder.happened(motion("gate"));
    camera.send(40 * SECOND, gate::add);
    recorder.close();
    assertThat(files()).singleElement().asString().startsWith("gate/main/");
    assertThat(Ffmpeg.pictures(home.resolve("rec").resolve(files().get(0)))).isEqualTo(15 * SECOND);
  }

  private static Camera onEvents(String id) throws Exception {
    Camera plain = camera(id, true, Profile.MAIN);
    Camera.RecordSettings record =
        new Camera.RecordSettings(
            Camera.Mode.EVENTS,
            Set.of(Profile.MAIN),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10));
    return new Camera(
        id, id, plain.driver(), plain.address(), true, record, Camera.Retention.UNLIMITED);
  }

  private Event motion(String camera) {
    return new Event(
        clock.instant(), Event.Kind.MOTION, Event.Phase.HAPPENED, Optional.of(camera), "motion");
  }

  @Test
  void disksThatFail_areEvents() throws Exception {
    FakeHub.FakeStream main = hub.stream(key("gate", Profile.MAIN));
    Recorder recorder = recorder();
    faults.failWith("Input/output error");
    recorder.update(camera("gate", true, Profile.MAIN));
    new TestCamera(clock, "320x240").send(5 * SECOND, main::add);
    await(() -> !events.isEmpty());
    faults.repair();
    await(() -> events.size() == 2);
    recorder.close();
    assertThat(events)
        .extracting(Event::kind, Event::phase)
        .containsExactly(
            tuple(Event.Kind.DISK, Event.Phase.BEGAN), tuple(Event.Kind.DISK, Event.Phase.ENDED));
    assertThat(events.get(0).text()).endsWith(" is error: Input/output error");
  }

  @Test
  void diskThatStallsForTenSeconds_losesNoUnit_andHoldsUpNoOtherStream() throws Exception {
    FakeHub.FakeStream gate = hub.stream(key("gate", Profile.MAIN));
    FakeHub.FakeStream yard = hub.stream(key("yard", Profile.MAIN));
    TestCamera gateCamera = new TestCamera(clock, "320x240");
    TestCamera yardCamera = new TestCamera(clock, "320x240");
    Recorder recorder = recorder();
    recorder.update(camera("gate", true, Profile.MAIN));
    recorder.update(camera("yard", true, Profile.MAIN));
    gateCamera.send(5 * SECOND, gate::add);
    await(() -> recorder.isRecording(key("gate", Profile.MAIN)));
    faults.stall(home.resolve("rec/gate"));
    gateCamera.send(10 * SECOND, gate::add);
    yardCamera.send(10 * SECOND, yard::add);
    await(() -> recorder.isRecording(key("yard", Profile.MAIN)));
    await(() -> counters.units() > 8 * 2L * SECOND); // gate had 5 s at most
    faults.goOn();
    gateCamera.send(5 * SECOND, gate::add);
    recorder.close();
    assertThat(counters.units()).isEqualTo(2L * 30 * SECOND);
    assertThat(files()).hasSize(2);
    assertThat(Ffmpeg.pictures(home.resolve("rec").resolve(files().get(0)))).isEqualTo(20 * SECOND);
  }

  @Test
  void unitWithImpossibleTimes_costsItsFragmentAndNothingElse() throws Exception {
    FakeHub.FakeStream main = hub.stream(key("gate", Profile.MAIN));
    TestCamera camera = new TestCamera(clock, "320x240");
    camera.send(5 * SECOND, main::add);
    camera.sendImpossible(main::add);
    camera.send(5 * SECOND, main::add);
    Recorder recorder = recorder();
    recorder.update(camera("gate", true, Profile.MAIN));
    recorder.close();
    assertThat(files()).hasSizeBetween(1, 2);
    assertThat(Ffmpeg.pictures(home.resolve("rec").resolve(files().get(0)))).isEqualTo(4 * SECOND);
  }
}

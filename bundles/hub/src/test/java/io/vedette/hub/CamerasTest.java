package io.vedette.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.api.camera.Camera;
import io.vedette.api.camera.CameraListener;
import io.vedette.api.camera.WeeklySchedule;
import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.api.driver.Credentials;
import io.vedette.api.event.EventBus;
import io.vedette.api.stream.Cursor;
import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamHub.Start;
import io.vedette.api.stream.StreamKey;
import io.vedette.api.stream.StreamStatus;
import io.vedette.api.stream.StreamStatus.State;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

@Timeout(60)
class CamerasTest {
  private static final StreamKey KEY = new StreamKey.Live("door", Profile.MAIN);

  @TempDir Path home;
  private final Streams streams = new Streams();
  private final EventBus events = event -> {};
  private final FakeDriver driver = new FakeDriver();
  private Cameras cameras;

  @BeforeEach
  void open() throws IOException {
    cameras = new Cameras(home, streams, events, Listening::service);
  }

  @AfterEach
  void close() throws InterruptedException {
    cameras.close();
  }

  private static Camera camera(String id, boolean enabled) {
    return new Camera(
        id,
        "Front door",
        "fake",
        new CameraAddress(
            URI.create("fake://10.0.0.7/1"),
            Optional.empty(),
            Optional.of(new Credentials("admin", "s3cret-pw")),
            1),
        enabled,
        Camera.RecordSettings.DEFAULT,
        new Camera.Retention(OptionalInt.of(30), OptionalInt.empty()));
  }

  private StreamStatus status() {
    return cameras.status("door").get(Profile.MAIN);
  }

  private StreamStatus await(Predicate<StreamStatus> wanted) {
    long deadlineNs = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    StreamStatus status = status();
    while (!wanted.test(status)) {
      assertThat(System.nanoTime()).as("in time for %s", status).isLessThan(deadlineNs);
      Thread.yield();
      status = status();
    }
    return status;
  }

  private static LogEntry next(Cursor cursor) throws InterruptedException {
    return cursor.next(Duration.ofSeconds(30));
  }

  @Test
  void cameraWithDriver_goesLive_andItsUnitsAreRead() throws Exception {
    cameras.bindDriver(driver);
    cameras.add(camera("door", true));
    driver.play(Units.picture(0, true, 100));
    try (Cursor cursor = streams.read(KEY, Start.OLDEST).orElseThrow()) {
      assertThat(next(cursor)).isInstanceOf(LogEntry.Unit.class);
    }
    StreamStatus live = await(s -> s.state() == State.LIVE);
    assertThat(live.tracks()).containsExactly(Units.VIDEO);
    assertThat(live.reconnects()).isZero();
  }

  @Test
  void runThatBreaks_isToldInTheLog_andANewRunFollows() throws Exception {
    cameras.bindDriver(driver);
    cameras.add(camera("door", true));
    driver.play(Units.picture(0, true, 100));
    driver.play(new CameraException(Kind.ENDED, "the camera hung up"));
    driver.play(Units.picture(0, true, 100));
    try (Cursor cursor = streams.read(KEY, Start.OLDEST).orElseThrow()) {
      LogEntry.Unit first = (LogEntry.Unit) next(cursor);
      assertThat(((LogEntry.RunEnded) next(cursor)).reason()).isEqualTo("the camera hung up");
      LogEntry.Unit second = (LogEntry.Unit) next(cursor);
      assertThat(second.run().id()).isNotEqualTo(first.run().id());
    }
    assertThat(await(s -> s.reconnects() == 1).lastError()).contains("the camera hung up");
  }

  @Test
  void everyFaultOfADriver_costsOnlyItsRun() throws Exception {
    cameras.bindDriver(driver);
    cameras.add(camera("door", true));
    driver.play(new IllegalStateException("vendor bug"));
    assertThat(await(s -> s.lastError().isPresent()).lastError().orElseThrow())
        .contains("the driver failed")
        .contains("vendor bug");
    driver.play(new NoClassDefFoundError("com/vendor/Missing"));
    await(s -> s.lastError().orElseThrow().contains("com/vendor/Missing"));
    driver.play(Units.picture(0, true, 100));
    await(s -> s.state() == State.LIVE);
  }

  @Test
  void driverWhoseTimeGoesBack_isStopped() throws Exception {
    cameras.bindDriver(driver);
    cameras.add(camera("door", true));
    driver.play(Units.picture(7, true, 100));
    driver.play(Units.picture(3, true, 100));
    assertThat(await(s -> s.state() == State.OFFLINE).lastError().orElseThrow())
        .contains("dts 10800 after 25200");
  }

  @Test
  void wrongPassword_isShown_andNotTriedAgainAtOnce() throws Exception {
    driver.onConnect = new CameraException(Kind.UNAUTHORIZED, "10.0.0.7 refused user admin");
    cameras.bindDriver(driver);
    cameras.add(camera("door", true));
    assertThat(await(s -> s.state() == State.UNAUTHORIZED).lastError())
        .contains("10.0.0.7 refused user admin");
    assertThat(driver.connects).hasValue(1);
  }

  @Test
  void driverThatGoes_endsItsCameras_andOneThatComes_startsThem() throws Exception {
    cameras.add(camera("door", true));
    assertThat(status().state()).isEqualTo(State.UNSUPPORTED);
    assertThat(status().lastError()).contains("no driver \"fake\" is installed");
    cameras.bindDriver(driver);
    driver.play(Units.picture(0, true, 100));
    assertThat(await(s -> s.state() == State.LIVE).lastError()).isEmpty();
    cameras.unbindDriver(driver);
    assertThat(driver.openFeeds).hasValue(0);
    assertThat(driver.openConnections).hasValue(0);
    assertThat(status().state()).isEqualTo(State.UNSUPPORTED);
  }

  @Test
  void disabledCamera_hasNoStream_untilItIsEnabled() throws Exception {
    cameras.bindDriver(driver);
    cameras.add(camera("door", false));
    assertThat(cameras.status("door")).isEmpty();
    assertThat(driver.connects).hasValue(0);
    cameras.update(camera("door", true));
    driver.play(Units.picture(0, true, 100));
    await(s -> s.state() == State.LIVE);
    cameras.update(camera("door", false));
    assertThat(cameras.status("door")).isEmpty();
    assertThat(driver.openFeeds).hasValue(0);
  }

  @Test
  void cameras_surviveARestart_passwordsIncluded_butNotInTheClear() throws Exception {
    cameras.add(camera("door", true));
    cameras.close();
    cameras = new Cameras(home, new Streams(), events, Listening::service);
    Camera stored = cameras.find("door").orElseThrow();
    assertThat(stored).isEqualTo(camera("door", true));
    assertThat(stored.address().credentials().orElseThrow().password()).isEqualTo("s3cret-pw");
    for (String file : List.of("cameras.db", "cameras.db-wal")) {
      if (Files.exists(home.resolve(file))) {
        assertThat(Files.readString(home.resolve(file), StandardCharsets.ISO_8859_1))
            .doesNotContain("s3cret-pw");
      }
    }
    assertThat(stored.toString()).doesNotContain("s3cret-pw");
  }

  @Test
  void idThatIsTaken_isRefused() {
    cameras.add(camera("door", false));
    assertThatThrownBy(() -> cameras.add(camera("door", false)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void removedCamera_endsItsStream_andIsForgotten() throws Exception {
    cameras.bindDriver(driver);
    cameras.add(camera("door", true));
    driver.play(Units.picture(0, true, 100));
    await(s -> s.state() == State.LIVE);
    Cursor cursor = streams.read(KEY, Start.OLDEST).orElseThrow();
    next(cursor);
    assertThat(cameras.remove("door")).isTrue();
    assertThat(((LogEntry.RunEnded) next(cursor)).reason()).isEqualTo("stopped");
    assertThat(next(cursor)).isNull();
    assertThat(cursor.isEnded()).isTrue();
    assertThat(streams.read(KEY, Start.OLDEST)).isEmpty();
    assertThat(cameras.remove("door")).isFalse();
  }

  @Test
  void listeners_hearChanges_andAFailingOneHarmsNobody() {
    List<String> heard = new ArrayList<>();
    ServiceReference<CameraListener> leaving = new Listening(listener(heard, false));
    cameras.bindListener(new Listening(listener(new ArrayList<>(), true)));
    cameras.bindListener(new Listening(null)); // has just gone
    cameras.bindListener(leaving);
    cameras.add(camera("door", false));
    cameras.update(camera("door", false));
    cameras.remove("door");
    cameras.unbindListener(leaving);
    cameras.add(camera("door", false));
    assertThat(heard).containsExactly("changed door", "changed door", "removed door");
  }

  /** A listener as the framework refers to it. */
  private record Listening(CameraListener listener) implements ServiceReference<CameraListener> {
    static CameraListener service(ServiceReference<CameraListener> reference) {
      return ((Listening) reference).listener();
    }

    @Override
    public Object getProperty(String key) {
      return null;
    }

    @Override
    public String[] getPropertyKeys() {
      return new String[0];
    }

    @Override
    public Dictionary<String, Object> getProperties() {
      throw new UnsupportedOperationException("nobody asks for it");
    }

    @Override
    public Bundle getBundle() {
      return null;
    }

    @Override
    public Bundle[] getUsingBundles() {
      return new Bundle[0];
    }

    @Override
    public boolean isAssignableTo(Bundle bundle, String className) {
      return true;
    }

    @Override
    public int compareTo(Object other) {
      return 0;
    }

    @Override
    public <A> A adapt(Class<A> type) {
      return null;
    }
  }

  private static CameraListener listener(List<String> heard, boolean failing) {
    return new CameraListener() {
      @Override
      public void changed(Camera camera) {
        note("changed " + camera.id());
      }

      @Override
      public void removed(String id) {
        note("removed " + id);
      }

      private void note(String news) {
        if (failing) {
          throw new IllegalStateException("a listener's bug");
        }
        heard.add(news);
      }
    };
  }

  @Test
  void recordSettings_surviveARestart() throws Exception {
    Camera.RecordSettings sub =
        new Camera.RecordSettings(
            Camera.Mode.SCHEDULE,
            Set.of(Profile.SUB),
            Duration.ZERO,
            Duration.ZERO,
            WeeklySchedule.parse("SUNDAY 22:00-06:00"));
    Camera base = camera("door", true);
    Camera camera =
        new Camera("door", base.name(), "fake", base.address(), true, sub, base.retention());
    cameras.add(camera);
    cameras.close();
    cameras = new Cameras(home, new Streams(), events, Listening::service);
    assertThat(cameras.find("door")).contains(camera);
    assertThat(camera.records(Profile.MAIN)).isFalse();
    assertThat(camera.records(Profile.SUB)).isTrue();
  }
}

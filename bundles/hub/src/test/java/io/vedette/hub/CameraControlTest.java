package io.vedette.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.api.camera.Camera;
import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.CameraEvent;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.api.driver.EventFeed;
import io.vedette.api.driver.PtzControl;
import io.vedette.api.event.Event;
import io.vedette.api.event.Event.Phase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Moving cameras and hearing them, through a driver that writes down what it is told. */
@Timeout(60)
class CameraControlTest {
  @TempDir Path home;
  private final FakeDriver driver = new FakeDriver();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Feed feed = new Feed();
  private Cameras cameras;

  private final class Head implements PtzControl {
    @Override
    public void move(double pan, double tilt, double zoom, Duration time) {
      told.add("move " + pan + " " + tilt + " " + zoom);
    }

    @Override
    public void stop() {
      told.add("stop on " + Thread.currentThread().getName());
    }

    @Override
    public List<String> presets() {
      return List.of("gate");
    }

    @Override
    public void go(String preset) throws CameraException {
      throw new CameraException(Kind.UNSUPPORTED, "no preset " + preset);
    }
  }

  /** Gives what is put in; the empty optional ends it. */
  private static final class Feed implements EventFeed {
    private final BlockingQueue<Optional<CameraEvent>> queue = new LinkedBlockingQueue<>();

    @Override
    public Optional<CameraEvent> next() throws CameraException {
      try {
        Optional<CameraEvent> event = queue.take();
        if (event.isEmpty()) {
          throw new CameraException(Kind.ENDED, "over");
        }
        return event;
      } catch (InterruptedException e) {
        throw new CameraException(Kind.ENDED, "interrupted", e);
      }
    }

    @Override
    public void close() {
      queue.add(Optional.empty());
    }
  }

  @BeforeEach
  void open() throws IOException {
    cameras =
        new Cameras(
            home,
            new Streams(),
            event -> {
              if (event.kind() != Event.Kind.CAMERA) {
                events.add(event);
              }
            },
            reference -> null);
    driver.ptz = new Head();
  }

  @AfterEach
  void close() throws InterruptedException {
    cameras.close();
  }

  private void start() {
    cameras.bindDriver(driver);
    cameras.add(
        new Camera(
            "door",
            "Front door",
            "fake",
            new CameraAddress(
                URI.create("fake://10.0.0.7/1"), Optional.empty(), Optional.empty(), 1),
            true,
            Camera.RecordSettings.DEFAULT,
            Camera.Retention.UNLIMITED));
  }

  /** Asks until the camera is connected. */
  private List<String> presets() throws CameraException {
    while (true) {
      try {
        return cameras.ask("door", c -> c.ptz().orElseThrow().presets());
      } catch (CameraException e) {
        if (e.kind() != Kind.UNREACHABLE) {
          throw e;
        }
        Thread.yield();
      }
    }
  }

  private static void assertFails(Kind kind, ThrowingCallable code) {
    assertThatThrownBy(code)
        .isInstanceOfSatisfying(CameraException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  @Test
  void movement_isStoppedByTheCamerasThread_whenItsTimeIsOver() throws Exception {
    start();
    assertThat(presets()).containsExactly("gate");
    cameras.move("door", 0.5, 0, -1, Duration.ofMillis(20));
    assertThat(told.take()).isEqualTo("move 0.5 0.0 -1.0");
    assertThat(told.take()).isEqualTo("stop on camera door");
  }

  @Test
  void stop_endsAMovementForGood() throws Exception {
    start();
    presets();
    cameras.move("door", 1, 0, 0, Duration.ofMillis(500));
    cameras.stop("door");
    assertThat(told.take()).startsWith("move");
    assertThat(told.take()).startsWith("stop");
    assertThat(told.poll(700, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void whatADriverThrows_isTold_andTheCameraRunsOn() throws Exception {
    start();
    presets();
    assertFails(
        Kind.UNSUPPORTED,
        () ->
            cameras.ask(
                "door",
                c -> {
                  c.ptz().orElseThrow().go("attic");
                  return true;
                }));
    assertFails(
        Kind.PROTOCOL,
        () ->
            cameras.ask(
                "door",
                c -> {
                  throw new IllegalStateException("a bug");
                }));
    assertThat(presets()).hasSize(1);
    driver.ptz = null;
    assertFails(Kind.UNSUPPORTED, () -> cameras.move("door", 1, 0, 0, Duration.ofSeconds(1)));
  }

  @Test
  void cameraThatIsNotConnected_saysWhy() throws Exception {
    driver.onConnect = new CameraException(Kind.UNREACHABLE, "no route to 10.0.0.7");
    assertFails(Kind.UNREACHABLE, () -> cameras.stop("nobody"));
    start();
    assertFails(Kind.UNREACHABLE, () -> cameras.stop("door"));
  }

  @Test
  void changesAreTold_once_andWhatLastsEndsWithTheConnection() throws Exception {
    driver.events = feed;
    start();
    presets();
    for (boolean active : new boolean[] {false, true, true}) {
      feed.queue.add(Optional.of(new CameraEvent(Event.Kind.MOTION, active, "yard")));
    }
    feed.queue.add(Optional.of(new CameraEvent(Event.Kind.MOTION, true, "gate")));
    feed.queue.add(Optional.of(new CameraEvent(Event.Kind.MOTION, false, "yard")));
    feed.queue.add(Optional.of(new CameraEvent(Event.Kind.INPUT, true, "door")));
    Event motion = events.take();
    assertThat(motion.kind()).isEqualTo(Event.Kind.MOTION);
    assertThat(motion.phase()).isEqualTo(Phase.BEGAN);
    assertThat(motion.camera()).hasValue("door");
    assertThat(events.take().kind()).isEqualTo(Event.Kind.INPUT);
    cameras.remove("door");
    Event over = events.take();
    assertThat(List.of(over.kind(), events.take().kind()))
        .containsExactlyInAnyOrder(Event.Kind.MOTION, Event.Kind.INPUT);
    assertThat(over.phase()).isEqualTo(Phase.ENDED);
  }
}

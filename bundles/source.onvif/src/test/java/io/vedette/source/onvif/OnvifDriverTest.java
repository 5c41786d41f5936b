package io.vedette.source.onvif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraEvent;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.api.driver.CameraSettings;
import io.vedette.api.driver.Credentials;
import io.vedette.api.driver.EncoderSettings;
import io.vedette.api.driver.EventFeed;
import io.vedette.api.driver.Imaging;
import io.vedette.api.driver.ImagingControl;
import io.vedette.api.driver.MediaFeed;
import io.vedette.api.driver.PtzControl;
import io.vedette.api.driver.StreamOffer;
import io.vedette.api.event.Event;
import io.vedette.api.stream.Profile;
import io.vedette.source.rtsp.RtspDriver;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip;
import io.vedette.testkit.SimulatedCameras;
import io.vedette.testkit.onvif.OnvifSetup;
import io.vedette.testkit.onvif.SimulatedOnvifCamera;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The driver against simulated cameras; their streams by the real driver {@code rtsp}. */
@Timeout(60)
class OnvifDriverTest {
  private static final CameraSetup STREET = CameraSetup.of(Clip.Scene.STREET);
  private static final OnvifSetup ONVIF = OnvifSetup.of("Street", "S-1");

  private final OnvifDriver driver =
      new OnvifDriver(false, new RtspDriver(new RtspSettings()), Clock.systemUTC());
  private SimulatedCameras cameras;

  @SuppressWarnings("BadAnnotationImplementation") // settings as SCR hands them over
  private static final class RtspSettings implements RtspDriver.Config {
    @Override
    public boolean verifyTls() {
      return false;
    }

    @Override
    public Class<? extends Annotation> annotationType() {
      return RtspDriver.Config.class;
    }
  }

  @BeforeEach
  void start() throws IOException {
    cameras = new SimulatedCameras();
  }

  @AfterEach
  void stop() {
    cameras.close();
  }

  private SimulatedOnvifCamera camera(OnvifSetup setup) throws IOException {
    return new SimulatedOnvifCamera(cameras.add(STREET), setup);
  }

  private SimulatedOnvifCamera locked(OnvifSetup setup) throws IOException {
    return new SimulatedOnvifCamera(cameras.add(STREET.withCredentials("admin", "pass1")), setup);
  }

  private static void assertFails(Kind kind, String message, ThrowingCallable code) {
    assertThatThrownBy(code)
        .isInstanceOfSatisfying(CameraException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(message);
  }

  private static void assertPlays(CameraConnection connection) throws CameraException {
    assertThat(connection.streams())
        .extracting(StreamOffer::profile)
        .containsExactly(Profile.MAIN, Profile.SUB);
    for (StreamOffer offer : connection.streams()) {
      try (MediaFeed feed = connection.open(offer)) {
        assertThat(feed.tracks().get(0).config().toString())
            .endsWith(offer.profile() == Profile.MAIN ? "1920x1080" : "640x360");
        assertThat(feed.next().randomAccess()).isTrue();
      }
    }
  }

  @Test
  void bothProfilesOfACamera_play() throws Exception {
    try (SimulatedOnvifCamera camera = camera(ONVIF);
        CameraConnection connection = driver.connect(camera.address())) {
      assertThat(connection.info().vendor()).isEqualTo("Vedette");
      assertThat(connection.info().serial()).startsWith("02:00:"); // MAC, as discovery knows it
      assertPlays(connection);
      assertThat(camera.keyPicturesAsked()).isEqualTo(2);
    }
  }

  @Test
  void oldCamera_playsByTheFirstMediaService_andCannotBeMoved() throws Exception {
    try (SimulatedOnvifCamera camera = camera(ONVIF.old());
        CameraConnection connection = driver.connect(camera.address())) {
      assertPlays(connection);
      assertThat(connection.ptz()).isEmpty();
    }
  }

  @Test
  void addressWithoutPath_isThatOfMostCameras() throws Exception {
    try (SimulatedOnvifCamera camera = camera(ONVIF)) {
      URI bare = URI.create("http://" + camera.uri().getRawAuthority());
      driver.connect(new CameraAddress(bare, Optional.empty(), Optional.empty(), 1)).close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyLogin(OnvifSetup.Auth how) throws Exception {
    try (SimulatedOnvifCamera camera = locked(ONVIF.with(how));
        CameraConnection connection = driver.connect(camera.address())) {
      assertPlays(connection);
      assertThat(camera.refusals()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void wrongPassword_isTriedAtMostTwice(OnvifSetup.Auth how) throws Exception {
    try (SimulatedOnvifCamera camera = locked(ONVIF.with(how))) {
      CameraAddress wrong =
          new CameraAddress(
              camera.uri(), Optional.empty(), Optional.of(new Credentials("admin", "nope")), 1);
      assertFails(Kind.UNAUTHORIZED, "admin", () -> driver.connect(wrong));
      assertThat(camera.refusals()).isBetween(1, 2);
    }
  }

  @Test
  void noPassword_saysSo() throws Exception {
    try (SimulatedOnvifCamera camera = locked(ONVIF)) {
      CameraAddress none = new CameraAddress(camera.uri(), Optional.empty(), Optional.empty(), 1);
      assertFails(Kind.UNAUTHORIZED, "none is set", () -> driver.connect(none));
    }
  }

  @Test
  void clockOfTheCamera_isAYearOff() throws Exception {
    try (SimulatedOnvifCamera camera = locked(ONVIF.withClock(Duration.ofDays(-365)))) {
      driver.connect(camera.address()).close();
      assertThat(camera.refusals()).isZero();
    }
  }

  @Test
  void localTimeForUtc_isFoundOutAtTheSecondTry() throws Exception {
    try (SimulatedOnvifCamera camera = locked(ONVIF.withLocalAsUtc())) {
      driver.connect(camera.address()).close();
      assertThat(camera.refusals()).isEqualTo(1);
    }
  }

  @Test
  void channelThatIsNotThere() throws Exception {
    try (SimulatedOnvifCamera camera = camera(ONVIF)) {
      CameraAddress second = new CameraAddress(camera.uri(), Optional.empty(), Optional.empty(), 2);
      assertFails(Kind.UNSUPPORTED, "channel 2", () -> driver.connect(second));
    }
  }

  @Test
  void nothingListens() throws Exception {
    URI nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = URI.create("http://127.0.0.1:" + free.getLocalPort() + "/onvif/device_service");
    }
    CameraAddress address = new CameraAddress(nobody, Optional.empty(), Optional.empty(), 1);
    assertFails(Kind.UNREACHABLE, "refused", () -> driver.connect(address));
  }

  @Test
  void otherPathOfTheServer() throws Exception {
    try (SimulatedOnvifCamera camera = camera(ONVIF)) {
      CameraAddress other =
          new CameraAddress(
              camera.uri().resolve("/index.html"), Optional.empty(), Optional.empty(), 1);
      assertFails(Kind.UNSUPPORTED, "HTTP 404", () -> driver.connect(other));
    }
  }

  @Test
  void movesStopsAndGoesToPresets() throws Exception {
    try (SimulatedOnvifCamera camera = locked(ONVIF);
        CameraConnection connection = driver.connect(camera.address())) {
      PtzControl ptz = connection.ptz().orElseThrow();
      ptz.move(1, 0, 0, Duration.ofSeconds(10));
      assertThat(camera.isMoving()).isTrue();
      ptz.stop();
      assertThat(camera.isMoving()).isFalse();
      assertThat(camera.position()[0]).isPositive();
      assertThat(ptz.presets()).containsExactly("gate", "home");
      ptz.go("gate");
      assertThat(camera.position()).containsExactly(0.5, -0.25, 0.5);
      assertFails(Kind.UNSUPPORTED, "attic", () -> ptz.go("attic"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void keyPicturesAreSetRight_andTheClock(boolean secondMedia) throws Exception {
    OnvifSetup late = ONVIF.withClock(Duration.ofHours(1));
    try (SimulatedOnvifCamera camera = locked(secondMedia ? late : late.old());
        CameraConnection connection = driver.connect(camera.address())) {
      camera.misconfigure("H264", 250);
      CameraSettings settings = connection.settings().orElseThrow();
      EncoderSettings main = settings.encoders().get(0);
      assertThat(main)
          .isEqualTo(new EncoderSettings(Profile.MAIN, "h264", 1920, 1080, 25, 4096, 250));
      settings.set(main.with("h264", 50));
      assertThat(camera.mainGovLength()).isEqualTo(50);
      assertThat(settings.clockOffset().toMinutes()).isBetween(59L, 60L);
      settings.setClock();
      assertThat(settings.clockOffset()).isZero();
      assertThat(settings.encoders()).hasSize(2); // by a token with the new time
    }
  }

  @Test
  void pictureIsSet_whereItDiffers_andNothingElse() throws Exception {
    try (SimulatedOnvifCamera camera = locked(ONVIF);
        CameraConnection connection = driver.connect(camera.address())) {
      ImagingControl control = connection.imaging().orElseThrow();
      Imaging now = control.read();
      assertThat(now.levels()).hasSize(4).containsValue(new Imaging.Value(50, 0, 100));
      assertThat(now.irCutFilter()).hasValue(Imaging.IrCutFilter.AUTO);
      control.set(now.with(Imaging.Level.BRIGHTNESS, 70).with(Imaging.IrCutFilter.OFF));
      assertThat(camera.imaging("Brightness")).isEqualTo("70");
      assertThat(camera.imaging("IrCutFilter")).isEqualTo("OFF");
      assertThat(camera.imaging("Contrast")).isEqualTo("50.0"); // as the camera wrote it
      assertThat(control.read().levels().get(Imaging.Level.BRIGHTNESS).now()).isEqualTo(70);
      assertFails(
          Kind.PROTOCOL,
          "Sharpness",
          () -> control.set(now.with(Imaging.Level.SHARPNESS, 200))); // by the camera
    }
  }

  @Test
  void largePictureInH265_isTaken_andSetToH264OnRequest() throws Exception {
    try (SimulatedOnvifCamera camera = locked(ONVIF)) {
      camera.misconfigure("H265", 50);
      try (CameraConnection connection = driver.connect(camera.address())) {
        assertThat(connection.streams()).hasSize(2);
        CameraSettings settings = connection.settings().orElseThrow();
        EncoderSettings main = settings.encoders().get(0);
        assertThat(main.codec()).isEqualTo("h265");
        settings.set(main.with("h264", 50));
        assertThat(camera.mainEncoding()).isEqualTo("H264");
        assertThat(connection.streams()).isEmpty(); // closed: the hub connects anew
      }
    }
  }

  @Test
  void hearsMotion_andTheStateAtTheBegin_andGivesItsSlotBack() throws Exception {
    try (SimulatedOnvifCamera camera = locked(ONVIF);
        CameraConnection connection = driver.connect(camera.address())) {
      camera.input(true);
      EventFeed events = connection.events().orElseThrow();
      assertThat(events.next()).hasValue(new CameraEvent(Event.Kind.INPUT, true, "door"));
      camera.motion(true);
      assertThat(events.next()).hasValue(new CameraEvent(Event.Kind.MOTION, true, "yard"));
      camera.motion(false);
      assertThat(events.next()).hasValue(new CameraEvent(Event.Kind.MOTION, false, "yard"));
      assertThat(camera.subscriptions()).isEqualTo(1);
      events.close();
      assertThat(camera.subscriptions()).isZero();
    }
  }

  @Test
  void noFreeSubscription_isSaid_andOneGivenBackIsEnough() throws Exception {
    // Old ones fill the slots of some cameras until they reboot.
    try (SimulatedOnvifCamera camera = locked(ONVIF);
        CameraConnection connection = driver.connect(camera.address())) {
      EventFeed first = connection.events().orElseThrow();
      for (int i = 1; i < 5; i++) {
        assertThat(connection.events()).isPresent();
      }
      assertFails(Kind.PROTOCOL, "no more subscriptions", connection::events);
      first.close();
      connection.events().orElseThrow().close();
      assertThat(camera.subscriptions()).isEqualTo(4);
    }
  }

  @Test
  void closingEndsALongPoll_andForgottenSubscriptionsEndTheFeed() throws Exception {
    try (SimulatedOnvifCamera camera = camera(ONVIF);
        CameraConnection connection = driver.connect(camera.address())) {
      EventFeed forgotten = connection.events().orElseThrow();
      camera.forgetSubscriptions();
      assertFails(Kind.PROTOCOL, "unknown subscription", forgotten::next);

      EventFeed events = connection.events().orElseThrow();
      CountDownLatch ended = new CountDownLatch(1);
      Thread puller =
          new Thread(
              () -> {
                try {
                  events.next();
                } catch (CameraException closed) {
                  ended.countDown();
                }
              });
      puller.start();
      events.close();
      ended.await();
      puller.join();
    }
  }
}

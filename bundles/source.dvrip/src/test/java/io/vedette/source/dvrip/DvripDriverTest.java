package io.vedette.source.dvrip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraEvent;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.api.driver.Credentials;
import io.vedette.api.driver.EventFeed;
import io.vedette.api.driver.MediaFeed;
import io.vedette.api.driver.PtzControl;
import io.vedette.api.driver.StreamOffer;
import io.vedette.api.event.Event;
import io.vedette.api.stream.Profile;
import io.vedette.dvrip.DvripClient;
import io.vedette.dvrip.LoginFlavour;
import io.vedette.media.AccessUnit;
import io.vedette.media.G711Config;
import io.vedette.media.H264Config;
import io.vedette.testkit.Clip.Scene;
import io.vedette.testkit.RecorderChannel;
import io.vedette.testkit.dvrip.DvripSetup;
import io.vedette.testkit.dvrip.SimulatedDvrip;
import io.vedette.testkit.net.Fault;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The driver against a simulated device, over real sockets. */
@Timeout(60)
class DvripDriverTest {
  private static final Credentials LOGIN = new Credentials("admin", "pass1");
  // A stream begins with a key picture, and whatever is lost ends with one: one is never far.
  private static final DvripSetup TWO =
      DvripSetup.of(LOGIN, RecorderChannel.of(5, Scene.STREET, Scene.HALL));

  private final List<AutoCloseable> open = new ArrayList<>();
  private DvripDriver driver = driver(false);

  private static DvripDriver driver(boolean setClock) {
    return new DvripDriver(
        Clock.systemUTC(),
        new DvripClient.Settings(LoginFlavour.CLASSIC, ZoneOffset.UTC, setClock),
        Duration.ofSeconds(2));
  }

  @AfterEach
  void closeAll() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
    driver.stop();
  }

  private SimulatedDvrip simulate(DvripSetup setup) throws IOException {
    SimulatedDvrip device = new SimulatedDvrip(setup);
    open.add(device);
    return device;
  }

  private CameraConnection connect(CameraAddress address) throws CameraException {
    CameraConnection connection = driver.connect(address);
    open.add(connection);
    return connection;
  }

  private static MediaFeed open(CameraConnection camera, Profile profile) throws CameraException {
    for (StreamOffer offer : camera.streams()) {
      if (offer.profile() == profile) {
        return camera.open(offer);
      }
    }
    throw new AssertionError("not offered: " + profile);
  }

  private static AccessUnit video(MediaFeed feed) throws CameraException {
    AccessUnit unit = feed.next();
    while (!unit.track().isVideo()) {
      unit = feed.next();
    }
    return unit;
  }

  private static H264Config config(AccessUnit unit) {
    return (H264Config) unit.track().config();
  }

  @Test
  void channelsOfOneDevice_shareALogin_andSoundComesToo() throws Exception {
    SimulatedDvrip device = simulate(TWO);
    CameraConnection street = connect(device.address(1));
    CameraConnection hall = connect(device.address(2));
    assertThat(street.info().model()).isEqualTo("XM530");
    assertThat(hall.streams().get(0).locator()).isEqualTo("Main Warehouse");

    MediaFeed main = open(street, Profile.MAIN);
    MediaFeed sub = open(hall, Profile.SUB);
    assertThat(main.tracks()).hasSize(2);
    assertThat(main.tracks().get(1).config()).isEqualTo(new G711Config(G711Config.Law.A, 1));
    AccessUnit first = main.next();
    assertThat(first.randomAccess()).isTrue();
    assertThat(first.dts()).isZero();
    assertThat(config(first).parsedSps().width()).isEqualTo(1920);
    assertThat(config(video(sub)).parsedSps().width()).isEqualTo(640);
    long lastVideo = 0;
    long lastAudio = -1;
    for (int n = 0; n < 100; n++) {
      AccessUnit unit = main.next();
      if (unit.track().isVideo()) {
        assertThat(unit.dts()).isGreaterThan(lastVideo);
        lastVideo = unit.dts();
      } else {
        assertThat(unit.dts()).isGreaterThan(lastAudio);
        lastAudio = unit.dts();
      }
    }
    assertThat(lastVideo / 90).isBetween(lastAudio / 8 - 300, lastAudio / 8 + 300);
    assertThat(device.load()).isEqualTo("1 sessions, 2 streams");
    assertThat(device.logins()).isEqualTo(1);
    assertThat(main.lostUnits()).isZero();
  }

  @Test
  void endOfAStream_isNotThatOfTheNext_ofTheSameSession() throws Exception {
    SimulatedDvrip device = simulate(TWO);
    connect(device.address(2)); // the session stays
    for (int round = 0; round < 3; round++) {
      CameraConnection street = connect(device.address(1));
      video(open(street, Profile.SUB));
      street.close();
    }
    assertThat(device.load()).isEqualTo("1 sessions, 0 streams");
  }

  @Test
  void channelThatIsSetUpTwice_isTwoStreams_neitherEndsTheOther() throws Exception {
    SimulatedDvrip device = simulate(TWO);
    CameraConnection first = connect(device.address(1));
    CameraConnection second = connect(device.address(1));
    MediaFeed one = open(first, Profile.SUB);
    MediaFeed other = open(second, Profile.SUB);
    for (int n = 0; n < 10; n++) {
      video(one);
      video(other);
    }
    assertThat(device.load()).isEqualTo("2 sessions, 2 streams");
    second.close();
    for (int n = 0; n < 10; n++) {
      video(one);
    }
    connect(device.address(2)); // another channel shares the first login
    assertThat(device.logins()).isEqualTo(2);
    connect(device.address(1)); // and the place that was left is taken again
    assertThat(device.logins()).isEqualTo(3);
  }

  @Test
  void oldFirmware_callsItsSubStreamOtherwise() throws Exception {
    SimulatedDvrip device = simulate(TWO.old());
    MediaFeed sub = open(connect(device.address(1)), Profile.SUB);
    assertThat(sub.tracks()).hasSize(1);
    assertThat(config(sub.next()).parsedSps().width()).isEqualTo(640);
  }

  @Test
  void wrongPassword_isTriedOnce_howeverManyChannelsThereAre() throws Exception {
    SimulatedDvrip device = simulate(TWO);
    for (int round = 0; round < 8; round++) {
      CameraAddress wrong =
          new CameraAddress(
              device.uri(),
              Optional.empty(),
              Optional.of(new Credentials("admin", "wrong")),
              1 + round % 2);
      assertThatThrownBy(() -> connect(wrong))
          .isInstanceOfSatisfying(
              CameraException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAUTHORIZED))
          .hasMessageNotContaining("wrong");
    }
    assertThat(device.logins()).isEqualTo(1);
    connect(device.address(1)); // another password is another matter
  }

  @Test
  void h265_isDeliveredAsItComes() throws Exception {
    SimulatedDvrip device = simulate(DvripSetup.of(LOGIN, List.of(RecorderChannel.h265())));
    MediaFeed feed = open(connect(device.address(1)), Profile.MAIN);
    assertThat(feed.tracks().get(0).config()).hasToString("hvc1.1.6.L63.90 640x360");
    assertThat(feed.next().randomAccess()).isTrue();
  }

  @Test
  void channelThatIsNotThere_isUnsupported() throws Exception {
    SimulatedDvrip device = simulate(TWO);
    assertThatThrownBy(() -> connect(device.address(3)))
        .isInstanceOfSatisfying(
            CameraException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED))
        .hasMessageContaining("channel 3 of 2");
  }

  @Test
  void nothingListens_isUnreachable() throws Exception {
    SimulatedDvrip device = simulate(TWO);
    device.begin(Fault.REBOOT);
    assertThatThrownBy(() -> connect(device.address(1)))
        .isInstanceOfSatisfying(
            CameraException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE))
        .hasMessageContaining("refuses");
  }

  /** As the hub does it: pull until it breaks, then connect anew. */
  @ParameterizedTest
  @EnumSource(Fault.class)
  void everyFaultPasses(Fault fault) throws Exception {
    SimulatedDvrip device = simulate(TWO);
    CameraConnection camera = connect(device.address(1));
    MediaFeed feed = open(camera, Profile.SUB);
    AccessUnit unit = video(feed);
    final H264Config before = config(unit);
    device.begin(fault);
    boolean broke = false;
    long last = 0;
    // A new resolution shows with the next key picture, behind whatever was under way.
    boolean changes = fault == Fault.RESOLUTION_CHANGE;
    for (int units = 0;
        units < 12 || units < 300 && changes && config(unit).equals(before);
        units++) {
      try {
        unit = video(feed);
        assertThat(unit.dts()).isGreaterThanOrEqualTo(last);
        last = unit.dts();
      } catch (CameraException failure) {
        assertThat(failure.kind()).isNotIn(Kind.UNAUTHORIZED, Kind.UNSUPPORTED);
        assertThat(failure.getMessage()).isNotEmpty();
        assertThat(broke).as("it breaks once").isFalse();
        broke = true;
        if (fault == Fault.SILENCE || fault == Fault.STALL || fault == Fault.REBOOT) {
          device.end(fault);
        }
        camera.close();
        camera = connect(device.address(1));
        feed = open(camera, Profile.SUB);
        last = 0;
        units = 0;
      }
    }
    assertThat(broke).isEqualTo(breaks(fault));
    assertThat(config(unit).equals(before)).isEqualTo(!changes);
  }

  private static boolean breaks(Fault fault) {
    return switch (fault) {
      case SILENCE, HALF_OPEN, RESET, STALL, REBOOT -> true;
      case GARBAGE, TIMESTAMP_JUMP, RESOLUTION_CHANGE -> false;
    };
  }

  @Test
  void alarmsGoToTheCameraThatTheyConcern() throws Exception {
    SimulatedDvrip device = simulate(TWO);
    EventFeed street = connect(device.address(1)).events().orElseThrow();
    EventFeed hall = connect(device.address(2)).events().orElseThrow();
    device.happens(1, "VideoMotion", true);
    device.happens(0, "StorageFailure", true);
    device.happens(1, "VideoMotion", false);
    device.happens(1, "LocalIO", true);
    assertThat(hall.next()).contains(new CameraEvent(Event.Kind.MOTION, true, ""));
    assertThat(hall.next()).contains(new CameraEvent(Event.Kind.MOTION, false, ""));
    assertThat(hall.next()).contains(new CameraEvent(Event.Kind.INPUT, true, "input 2"));
    assertThat(street.next()).contains(new CameraEvent(Event.Kind.DISK, true, "device's disk"));
    street.close();
    assertThatThrownBy(street::next).isInstanceOf(CameraException.class);
  }

  @Test
  void ptz() throws Exception {
    SimulatedDvrip device = simulate(TWO);
    CameraConnection camera = connect(device.address(2));
    PtzControl ptz = camera.ptz().orElseThrow();
    ptz.move(-0.5, 1, 0, Duration.ofSeconds(1));
    camera.ptz().orElseThrow().stop(); // asked for anew each time
    ptz.move(0, 0, 0.1, Duration.ofSeconds(1));
    ptz.stop();
    ptz.go("7");
    assertThatThrownBy(() -> ptz.go("gate")).hasMessageContaining("gate");
    assertThat(device.movements())
        .containsExactly(
            "DirectionLeftUp step 8 preset 65535 channel 1",
            "DirectionLeftUp step 1 preset -1 channel 1",
            "ZoomTile step 1 preset 65535 channel 1",
            "ZoomTile step 1 preset -1 channel 1",
            "GotoPreset step 1 preset 7 channel 1");
  }

  @Test
  void clockThatIsWrong_isTold() throws Exception {
    SimulatedDvrip device = simulate(TWO);
    device.begin(Fault.TIMESTAMP_JUMP);
    MediaFeed feed = open(connect(device.address(1)), Profile.SUB);
    assertThat(feed.clockOffset().orElseThrow()).isLessThan(Duration.ofMinutes(-59));
  }

  @Test
  void clockIsPutRight_whenAskedFor() throws Exception {
    driver.stop();
    driver = driver(true);
    SimulatedDvrip device = simulate(TWO);
    device.begin(Fault.TIMESTAMP_JUMP);
    connect(device.address(1));
    while (device.clockError().abs().compareTo(Duration.ofSeconds(2)) > 0) {
      Thread.onSpinWait();
    }
    assertThat(device.clockError()).isBetween(Duration.ofSeconds(-2), Duration.ofSeconds(2));
  }
}

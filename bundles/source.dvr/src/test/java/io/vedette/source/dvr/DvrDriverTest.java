package io.vedette.source.dvr;

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
import io.vedette.dvr.DvrEvent;
import io.vedette.media.AccessUnit;
import io.vedette.media.H264Config;
import io.vedette.testkit.Clip.Scene;
import io.vedette.testkit.RecorderChannel;
import io.vedette.testkit.dvr.DvrSetup;
import io.vedette.testkit.dvr.DvrSetup.LengthCounts;
import io.vedette.testkit.dvr.SimulatedDvr;
import io.vedette.testkit.net.Fault;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The driver against a simulated DVR, over real sockets. */
@Timeout(60)
class DvrDriverTest {
  private static final Credentials LOGIN = new Credentials("admin", "4321");
  // A stream begins with a key picture, and whatever is lost ends with one: one is never far.
  private static final DvrSetup TWO =
      DvrSetup.of(LOGIN, RecorderChannel.of(5, Scene.STREET, Scene.HALL));

  private final List<AutoCloseable> open = new ArrayList<>();
  private DvrDriver driver = driver(false);

  private static DvrDriver driver(boolean setClock) {
    return new DvrDriver(
        Clock.systemUTC(),
        new SessionSettings(Duration.ofSeconds(2), ZoneOffset.UTC, setClock),
        PtzKeys.parse("left=1", "right=2", "preset:gate=0x20"));
  }

  @AfterEach
  void closeAll() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
    driver.stop();
  }

  private SimulatedDvr simulate(DvrSetup setup) throws IOException {
    SimulatedDvr dvr = new SimulatedDvr(setup);
    open.add(dvr);
    return dvr;
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

  private static H264Config config(AccessUnit unit) {
    return (H264Config) unit.track().config();
  }

  private static List<AccessUnit> read(MediaFeed feed, int count) throws CameraException {
    List<AccessUnit> units = new ArrayList<>();
    while (units.size() < count) {
      units.add(feed.next());
    }
    return units;
  }

  @Test
  void channelsOfOneDvr_shareASessionPerKindOfStream() throws Exception {
    SimulatedDvr dvr = simulate(TWO.withTitles("大門", "Hall"));
    CameraConnection gate = connect(dvr.address(1));
    CameraConnection hall = connect(dvr.address(2));
    assertThat(gate.info().model()).isEqualTo("DM1604H4-HD04");
    assertThat(gate.info().firmware()).isEqualTo("2.03");
    assertThat(gate.streams().get(0).locator()).contains("大門");

    MediaFeed main = open(gate, Profile.MAIN);
    MediaFeed sub = open(gate, Profile.SUB);
    MediaFeed other = open(hall, Profile.MAIN);
    AccessUnit first = read(main, 30).get(0);
    assertThat(first.randomAccess()).isTrue();
    assertThat(first.dts()).isZero();
    assertThat(config(first).parsedSps().width()).isEqualTo(1920);
    assertThat(config(read(sub, 5).get(0)).parsedSps().width()).isEqualTo(640);
    assertThat(read(other, 30).get(29).dts()).isBetween(29 * 3600L - 200, 29 * 3600L + 200);
    assertThat(dvr.sessions()).containsExactlyInAnyOrder("main 3", "extra 1");
    assertThat(dvr.logins()).isEqualTo(2);
    assertThat(main.lostUnits()).isZero();
  }

  @Test
  void channelThatIsSetUpTwice_isSentOnce_andNeitherEndsTheOther() throws Exception {
    SimulatedDvr dvr = simulate(TWO);
    CameraConnection second = connect(dvr.address(1));
    MediaFeed one = open(connect(dvr.address(1)), Profile.SUB);
    MediaFeed other = open(second, Profile.SUB);
    read(one, 5);
    read(other, 5);
    assertThat(dvr.sessions()).containsExactlyInAnyOrder("main 0", "extra 1");
    second.close();
    read(one, 10);
  }

  @Test
  void h265_isDeliveredAsItComes() throws Exception {
    SimulatedDvr dvr = simulate(DvrSetup.of(LOGIN, List.of(RecorderChannel.h265())));
    MediaFeed feed = open(connect(dvr.address(1)), Profile.MAIN);
    assertThat(feed.tracks().get(0).config()).hasToString("hvc1.1.6.L63.90 640x360");
    assertThat(feed.next().randomAccess()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(LengthCounts.class)
  void framesInPieces_byLockstep(LengthCounts counts) throws Exception {
    SimulatedDvr dvr = simulate(TWO.withPackets(counts, 1400, 1));
    MediaFeed feed = open(connect(dvr.address(1)), Profile.SUB);
    assertThat(read(feed, 20).get(19).dts()).isPositive();
    assertThat(feed.lostUnits()).isZero();
  }

  @Test
  void wrongPassword_isTriedOnce_howeverManyChannelsThereAre() throws Exception {
    SimulatedDvr dvr = simulate(TWO);
    for (int round = 0; round < 8; round++) {
      CameraAddress wrong =
          new CameraAddress(
              dvr.uri(),
              Optional.empty(),
              Optional.of(new Credentials("admin", "wrong")),
              1 + round % 2);
      assertThatThrownBy(() -> connect(wrong))
          .isInstanceOfSatisfying(
              CameraException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAUTHORIZED))
          .hasMessageNotContaining("wrong");
    }
    assertThat(dvr.logins()).isEqualTo(1);
    connect(dvr.address(1)); // another password is another matter
  }

  @Test
  void dvrThatLetsUsInOnce_hasItsMainStream_andSaysSo() throws Exception {
    SimulatedDvr dvr = simulate(TWO.withSessions(1));
    CameraConnection camera = connect(dvr.address(1));
    MediaFeed main = open(camera, Profile.MAIN);
    assertThatThrownBy(() -> open(camera, Profile.SUB))
        .isInstanceOfSatisfying(
            CameraException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED))
        .hasMessageContaining("main stream only");
    read(main, 5);
  }

  @Test
  void channelThatIsNotThere_isUnsupported() throws Exception {
    SimulatedDvr dvr = simulate(TWO);
    assertThatThrownBy(() -> connect(dvr.address(3)))
        .isInstanceOfSatisfying(
            CameraException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED))
        .hasMessageContaining("channel 3 of 2");
  }

  @Test
  void nothingListens_isUnreachable() throws Exception {
    SimulatedDvr dvr = simulate(TWO);
    dvr.begin(Fault.REBOOT);
    assertThatThrownBy(() -> connect(dvr.address(1)))
        .isInstanceOfSatisfying(
            CameraException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE))
        .hasMessageContaining("refuses");
  }

  /** As the hub does it: pull until it breaks, then connect anew. */
  @ParameterizedTest
  @EnumSource(Fault.class)
  void everyFaultPasses(Fault fault) throws Exception {
    SimulatedDvr dvr = simulate(TWO);
    CameraConnection camera = connect(dvr.address(1));
    MediaFeed feed = open(camera, Profile.SUB);
    final H264Config before = config(read(feed, 5).get(4));
    dvr.begin(fault);
    boolean broke = false;
    long last = 0;
    AccessUnit unit = null;
    for (int units = 0; units < 12; units++) {
      try {
        unit = feed.next();
        assertThat(unit.dts()).isGreaterThanOrEqualTo(last);
        last = unit.dts();
      } catch (CameraException failure) {
        assertThat(failure.kind()).isNotIn(Kind.UNAUTHORIZED, Kind.UNSUPPORTED);
        assertThat(failure.getMessage()).isNotEmpty();
        assertThat(broke).as("it breaks once").isFalse();
        broke = true;
        dvr.end(fault == Fault.RESOLUTION_CHANGE ? Fault.STALL : endable(fault));
        camera.close();
        camera = connect(dvr.address(1));
        feed = open(camera, Profile.SUB);
        last = 0;
        units = 0;
      }
    }
    assertThat(broke).isEqualTo(breaks(fault));
    assertThat(config(unit).equals(before)).isEqualTo(fault != Fault.RESOLUTION_CHANGE);
  }

  /** Faults that happen once need no end. */
  private static Fault endable(Fault fault) {
    return switch (fault) {
      case SILENCE, STALL, REBOOT -> fault;
      default -> Fault.STALL;
    };
  }

  private static boolean breaks(Fault fault) {
    return switch (fault) {
      case SILENCE, HALF_OPEN, RESET, STALL, REBOOT -> true;
      case GARBAGE, TIMESTAMP_JUMP, RESOLUTION_CHANGE -> false;
    };
  }

  @Test
  void closingAFeed_endsWhatWaitsForIt_andNothingElse() throws Exception {
    SimulatedDvr dvr = simulate(TWO);
    CameraConnection camera = connect(dvr.address(1));
    MediaFeed main = open(camera, Profile.MAIN);
    MediaFeed sub = open(camera, Profile.SUB);
    FutureTask<Throwable> end =
        new FutureTask<>(
            () -> {
              try {
                while (true) {
                  sub.next();
                }
              } catch (CameraException closed) {
                return closed;
              }
            });
    new Thread(end, "puller").start();
    sub.close();
    assertThat(end.get(1, TimeUnit.SECONDS)).hasMessageContaining("closed");
    read(main, 3);
  }

  @Test
  void lostSignal_isSaid_andEndsWhenItIsBack() throws Exception {
    SimulatedDvr dvr = simulate(TWO);
    dvr.happens(new DvrEvent(DvrEvent.Kind.VIDEO_LOSS, 0, true, Optional.empty()));
    CameraConnection camera = connect(dvr.address(1));
    assertThatThrownBy(() -> open(camera, Profile.MAIN)).hasMessageContaining("no video signal");
    EventFeed events = camera.events().orElseThrow();
    assertThat(events.next()).contains(new CameraEvent(Event.Kind.VIDEO_LOSS, true, ""));
    dvr.happens(new DvrEvent(DvrEvent.Kind.VIDEO_LOSS, 0, false, Optional.empty()));
    Optional<CameraEvent> told = events.next();
    while (told.orElseThrow().active()) { // told twice is allowed
      told = events.next();
    }
    assertThat(told).contains(new CameraEvent(Event.Kind.VIDEO_LOSS, false, ""));
    read(open(camera, Profile.MAIN), 3);
  }

  @Test
  void eventsGoToTheCameraThatTheyConcern() throws Exception {
    SimulatedDvr dvr = simulate(TWO);
    EventFeed street = connect(dvr.address(1)).events().orElseThrow();
    EventFeed hall = connect(dvr.address(2)).events().orElseThrow();
    dvr.happens(new DvrEvent(DvrEvent.Kind.MOTION, 1, true, Optional.empty()));
    dvr.happens(new DvrEvent(DvrEvent.Kind.DISK_FAILURE, 3, true, Optional.empty()));
    dvr.happens(new DvrEvent(DvrEvent.Kind.ALARM_INPUT, 1, true, Optional.empty()));
    assertThat(hall.next()).contains(new CameraEvent(Event.Kind.MOTION, true, ""));
    assertThat(hall.next()).contains(new CameraEvent(Event.Kind.INPUT, true, "input 2"));
    assertThat(street.next()).contains(new CameraEvent(Event.Kind.DISK, true, "DVR disk 4"));
    street.close();
    assertThatThrownBy(street::next).isInstanceOf(CameraException.class);
  }

  @Test
  void ptzPressesAndReleasesTheKeysThatAreSet() throws Exception {
    SimulatedDvr dvr = simulate(TWO);
    CameraConnection camera = connect(dvr.address(2));
    PtzControl ptz = camera.ptz().orElseThrow();
    ptz.move(-0.5, 0, 0, Duration.ofSeconds(1));
    camera.ptz().orElseThrow().stop(); // asked for anew each time
    ptz.go("gate");
    assertThat(ptz.presets()).containsExactly("gate");
    assertThatThrownBy(() -> ptz.move(0, 1, 0, Duration.ofSeconds(1))).hasMessageContaining("up");
    assertThatThrownBy(() -> ptz.go("yard")).hasMessageContaining("yard");
    List<String> keys = dvr.keys();
    while (keys.size() < 4) {
      keys = dvr.keys();
    }
    assertThat(keys)
        .containsExactly(
            "press 1 channel 1",
            "release 1 channel 1",
            "press 32 channel 1",
            "release 32 channel 1");
  }

  @Test
  void clockThatIsWrong_isTold() throws Exception {
    SimulatedDvr dvr = simulate(TWO);
    dvr.begin(Fault.TIMESTAMP_JUMP);
    MediaFeed feed = open(connect(dvr.address(1)), Profile.SUB);
    assertThat(feed.clockOffset().orElseThrow()).isLessThan(Duration.ofMinutes(-59));
  }

  @Test
  void clockIsPutRight_whenAskedFor() throws Exception {
    driver.stop();
    driver = driver(true);
    SimulatedDvr dvr = simulate(TWO);
    dvr.begin(Fault.TIMESTAMP_JUMP);
    connect(dvr.address(1));
    while (dvr.clockError().abs().compareTo(Duration.ofSeconds(2)) > 0) {
      Thread.onSpinWait();
    }
    assertThat(dvr.clockError()).isBetween(Duration.ofSeconds(-2), Duration.ofSeconds(2));
  }

  @Test
  void ptzKeys_wrongLinesAreToldApart() {
    assertThatThrownBy(() -> PtzKeys.parse("lift=1")).hasMessageContaining("lift=1");
    assertThatThrownBy(() -> PtzKeys.parse("left=70000")).hasMessageContaining("65535");
    assertThatThrownBy(() -> PtzKeys.parse("left")).isInstanceOf(IllegalArgumentException.class);
    assertThat(PtzKeys.parse("", " up = 0x10 ").move("up")).contains(16);
  }
}

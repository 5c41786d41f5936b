package io.vedette.source.dvrip;

import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraDriver;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.api.driver.Credentials;
import io.vedette.api.driver.SharedDevices;
import io.vedette.dvrip.DvripAddress;
import io.vedette.dvrip.DvripClient;
import io.vedette.dvrip.DvripLogin;
import io.vedette.dvrip.LoginFlavour;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cameras and recorders by {@code dvrip://host:34567}. All cameras of a device share one login,
 * unless two are the same channel; each stream has a connection of its own.
 */
@Component(service = CameraDriver.class, configurationPid = "io.vedette.source.dvrip")
@Designate(ocd = DvripDriver.Config.class)
public final class DvripDriver implements CameraDriver {
  private static final Logger LOG = LoggerFactory.getLogger(DvripDriver.class);

  /** Settings. */
  @ObjectClassDefinition(
      id = "io.vedette.source.dvrip",
      name = "Vedette DVRIP cameras",
      description = "Driver for Xiongmai cameras and recorders (NETSurveillance, XMEye)")
  public @interface Config {
    /** Time zone of the devices' clocks. */
    @AttributeDefinition(
        name = "Time zone",
        description = "Zone of the devices' clocks, as Europe/Berlin; empty: that of this machine.")
    String timeZone() default "";

    /** Whether clocks are set. */
    @AttributeDefinition(
        name = "Set clocks",
        description = "Put the clock of a device right when it is off by more than 2 seconds.")
    boolean setClock() default false;

    /** Whether passwords travel in the clear. */
    @AttributeDefinition(
        name = "Plain login",
        description =
            "Send passwords in the clear, for firmware that takes no hash. The hash is little"
                + " better: keep these devices in a network of their own.")
    boolean plainLogin() default false;
  }

  private static final Duration STALL = Duration.ofSeconds(10);

  private final Clock clock;
  private final DvripClient.Settings settings;
  private final Duration stall;
  private final SharedDevices<DvripSession> shared = new SharedDevices<>(System::nanoTime);
  private final Set<DvripSession> open = new HashSet<>(); // guarded by this
  private final Set<Place> places = new HashSet<>(); // guarded by this
  private boolean stopped; // guarded by this

  /**
   * A channel in a session. A session has each stream once, and its stop ends it for all: a camera
   * that is set up twice takes part in two.
   *
   * @param session which of the device's sessions, from 1
   */
  private record Place(
      DvripAddress address, Optional<Credentials> login, int channel, int session) {}

  /** Called by SCR. */
  @Activate
  public DvripDriver(Config config) {
    this(
        Clock.systemUTC(),
        new DvripClient.Settings(
            config.plainLogin() ? LoginFlavour.PLAIN : LoginFlavour.CLASSIC,
            zone(config.timeZone()),
            config.setClock()),
        STALL);
  }

  DvripDriver(Clock clock, DvripClient.Settings settings, Duration stall) {
    this.clock = clock;
    this.settings = settings;
    this.stall = stall;
  }

  private static ZoneId zone(String name) {
    try {
      return name.isBlank() ? ZoneId.systemDefault() : ZoneId.of(name.strip());
    } catch (DateTimeException unknown) {
      LOG.warn("time zone \"{}\" is unknown; that of this machine is used", name);
      return ZoneId.systemDefault();
    }
  }

  @Override
  public String name() {
    return "dvrip";
  }

  @Override
  public Set<String> schemes() {
    return Set.of("dvrip");
  }

  @Override
  public CameraConnection connect(CameraAddress camera) throws CameraException {
    DvripAddress address;
    try {
      address = DvripAddress.of(camera.main());
    } catch (IllegalArgumentException unusable) {
      throw new CameraException(Kind.UNSUPPORTED, unusable.getMessage(), unusable);
    }
    Place place = take(address, camera);
    try {
      return connect(place, () -> leave(place));
    } catch (CameraException failure) {
      leave(place);
      throw failure;
    }
  }

  private synchronized Place take(DvripAddress address, CameraAddress camera) {
    int session = 1;
    Place place = new Place(address, camera.credentials(), camera.channel(), session);
    while (!places.add(place)) {
      session++;
      place = new Place(address, camera.credentials(), camera.channel(), session);
    }
    return place;
  }

  private synchronized void leave(Place place) {
    places.remove(place);
  }

  private CameraConnection connect(Place place, Runnable whenClosed) throws CameraException {
    DvripAddress address = place.address();
    Credentials login = place.login().orElseGet(() -> new Credentials("admin", ""));
    SharedDevices<DvripSession>.Share share =
        shared.take(address + "#" + place.session(), place.login(), () -> open(address, login));
    int channels = share.device().ask(DvripClient::channels);
    if (place.channel() > channels) {
      share.close();
      throw new CameraException(
          Kind.UNSUPPORTED,
          address + ": channel " + place.channel() + " of " + channels + " is not there");
    }
    return new DvripChannel(share, place.channel() - 1, clock, stall, whenClosed);
  }

  private DvripSession open(DvripAddress address, Credentials login) throws CameraException {
    DvripSession session;
    synchronized (this) {
      if (stopped) {
        throw new CameraException(Kind.ENDED, "the driver stops");
      }
      DvripLogin who = new DvripLogin(login.user(), login.password());
      session = new DvripSession(address, who, settings, clock, this::ended);
      open.add(session);
    }
    session.start();
    return session;
  }

  private synchronized void ended(DvripSession session) {
    open.remove(session);
  }

  /** Ends the sessions of cameras that the hub has not let go of yet. */
  @Deactivate
  void stop() {
    Set<DvripSession> left;
    synchronized (this) {
      stopped = true;
      left = Set.copyOf(open);
    }
    left.forEach(DvripSession::close);
  }
}

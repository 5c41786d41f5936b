package io.vedette.source.dvr;

import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraDriver;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.dvr.DvrAddress;
import io.vedette.dvr.DvrLogin;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
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
 * Channels of hybrid DVRs by {@code dvr://host:670?data=680}. All cameras of a DVR share one
 * session for their main streams and one for their extra (sub) streams.
 */
@Component(service = CameraDriver.class, configurationPid = "io.vedette.source.dvr")
@Designate(ocd = DvrDriver.Config.class)
public final class DvrDriver implements CameraDriver {
  private static final Logger LOG = LoggerFactory.getLogger(DvrDriver.class);

  /** Settings. */
  @ObjectClassDefinition(
      id = "io.vedette.source.dvr",
      name = "Vedette hybrid DVRs",
      description = "Driver for the channels of hybrid DVRs with control port 670, data port 680")
  public @interface Config {
    /** Seconds without a packet after which a session is begun anew. */
    @AttributeDefinition(
        name = "Stall, seconds",
        description = "So long without pictures of any channel, and the connection begins anew.",
        min = "2",
        max = "60")
    int stallSeconds() default 5;

    /** Time zone of the DVRs' clocks. */
    @AttributeDefinition(
        name = "Time zone",
        description = "Zone of the DVRs' clocks, as Europe/Berlin; empty: that of this machine.")
    String timeZone() default "";

    /** Whether clocks are set. */
    @AttributeDefinition(
        name = "Set clocks",
        description = "Put the clock of a DVR right when it is off by more than 2 seconds.")
    boolean setClock() default false;

    /** PTZ key codes. */
    @AttributeDefinition(
        name = "PTZ keys",
        description =
            "Key codes of the DVRs, one a line as name=code. Names: left, right, up, down, zoom-in,"
                + " zoom-out, and preset:NAME. Empty: no PTZ, since codes differ between models.")
    String[] ptzKeys() default {};
  }

  private final PtzKeys keys;
  private final DvrSessions sessions;

  /** Called by SCR. */
  @Activate
  public DvrDriver(Config config) {
    this(
        Clock.systemUTC(),
        new SessionSettings(
            Duration.ofSeconds(config.stallSeconds()), zone(config.timeZone()), config.setClock()),
        keys(config.ptzKeys()));
  }

  DvrDriver(Clock clock, SessionSettings settings, PtzKeys keys) {
    this.keys = keys;
    this.sessions = new DvrSessions(clock, settings);
  }

  private static ZoneId zone(String name) {
    try {
      return name.isBlank() ? ZoneId.systemDefault() : ZoneId.of(name.strip());
    } catch (DateTimeException unknown) {
      LOG.warn("time zone \"{}\" is unknown; that of this machine is used", name);
      return ZoneId.systemDefault();
    }
  }

  private static PtzKeys keys(String[] lines) {
    try {
      return PtzKeys.parse(lines);
    } catch (IllegalArgumentException wrong) {
      LOG.warn("no PTZ: {}", wrong.getMessage());
      return PtzKeys.NONE;
    }
  }

  @Override
  public String name() {
    return "dvr";
  }

  @Override
  public Set<String> schemes() {
    return Set.of("dvr");
  }

  @Override
  public CameraConnection connect(CameraAddress address) throws CameraException {
    DvrAddress where;
    DvrLogin login;
    try {
      where = DvrAddress.of(address.main());
      login =
          address
              .credentials()
              .map(c -> new DvrLogin(c.user(), c.password()))
              .orElseGet(() -> new DvrLogin("", ""));
    } catch (IllegalArgumentException unusable) {
      throw new CameraException(Kind.UNSUPPORTED, unusable.getMessage(), unusable);
    }
    DvrChannel channel = new DvrChannel(where, login, address, sessions, keys);
    channel.connect();
    return channel;
  }

  /** Ends the sessions of cameras that the hub has not let go of yet. */
  @Deactivate
  void stop() {
    sessions.close();
  }
}

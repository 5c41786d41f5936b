package io.vedette.source.rtsp;

import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraDriver;
import io.vedette.api.driver.CameraException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Cameras by RTSP address: in the RTSP connection, over UDP where a camera offers nothing else. Has
 * no threads of its own; waits on those of the hub.
 */
@Component(
    service = CameraDriver.class,
    configurationPid = "io.vedette.source.rtsp",
    property = CameraDriver.NAME + "=rtsp") // drivers whose cameras stream by RTSP look for it
@Designate(ocd = RtspDriver.Config.class)
public final class RtspDriver implements CameraDriver {
  /** Settings. */
  @ObjectClassDefinition(
      id = "io.vedette.source.rtsp",
      name = "Vedette RTSP cameras",
      description = "Driver for cameras with an RTSP address")
  public @interface Config {
    /** Whether certificates of rtsps cameras are checked. */
    @AttributeDefinition(
        name = "Check TLS certificates",
        description =
            "Accept rtsps cameras only with a certificate that is good for their host name. Off:"
                + " any certificate is accepted, as cameras sign their own; the link is encrypted,"
                + " but the camera's identity is not proven.")
    boolean verifyTls() default false;
  }

  /** No answer or no video for so long: the camera hangs. */
  private static final Duration STALL = Duration.ofSeconds(10);

  private final Dialer dialer;
  private final Clock clock;
  private final Duration stall;

  /** Called by SCR. */
  @Activate
  public RtspDriver(Config config) {
    this(config.verifyTls(), Clock.systemUTC(), STALL);
  }

  RtspDriver(boolean verifyTls, Clock clock, Duration stall) {
    this.dialer = new Dialer(verifyTls);
    this.clock = clock;
    this.stall = stall;
  }

  @Override
  public String name() {
    return "rtsp";
  }

  @Override
  public Set<String> schemes() {
    return Set.of("rtsp", "rtsps");
  }

  @Override
  public CameraConnection connect(CameraAddress address) throws CameraException {
    RtspConnection connection = new RtspConnection(address, dialer, clock, stall);
    connection.probe();
    return connection;
  }
}

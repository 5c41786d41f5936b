package io.vedette.source.onvif;

import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraDriver;
import io.vedette.api.driver.CameraException;
import java.time.Clock;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Cameras by the address of their ONVIF device service. Has no threads of its own. The streams are
 * those of the driver {@code rtsp}: while that is away, so is this.
 */
@Component(
    service = CameraDriver.class,
    configurationPid = "io.vedette.source.onvif",
    property = CameraDriver.NAME + "=onvif")
@Designate(ocd = OnvifDriver.Config.class)
public final class OnvifDriver implements CameraDriver {
  /** Settings. */
  @ObjectClassDefinition(
      id = "io.vedette.source.onvif",
      name = "Vedette ONVIF cameras",
      description = "Driver for cameras that speak ONVIF")
  public @interface Config {
    /** Whether certificates of https cameras are checked. */
    @AttributeDefinition(
        name = "Check TLS certificates",
        description =
            "Accept https cameras only with a certificate that is good for their host name. Off:"
                + " any certificate is accepted, as cameras sign their own; the link is encrypted,"
                + " but the camera's identity is not proven.")
    boolean verifyTls() default false;
  }

  private final Tls tls;
  private final CameraDriver rtsp;
  private final Clock clock;

  /** Called by SCR. */
  @Activate
  public OnvifDriver(
      Config config, @Reference(target = "(" + CameraDriver.NAME + "=rtsp)") CameraDriver rtsp) {
    this(config.verifyTls(), rtsp, Clock.systemUTC());
  }

  OnvifDriver(boolean verifyTls, CameraDriver rtsp, Clock clock) {
    this.tls = new Tls(verifyTls);
    this.rtsp = rtsp;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "onvif";
  }

  @Override
  public Set<String> schemes() {
    return Set.of("http", "https");
  }

  @Override
  public CameraConnection connect(CameraAddress address) throws CameraException {
    OnvifConnection connection = new OnvifConnection(address, tls, clock);
    try {
      connection.connect(rtsp);
      return connection;
    } catch (CameraException | RuntimeException failure) {
      connection.close();
      throw failure;
    }
  }
}

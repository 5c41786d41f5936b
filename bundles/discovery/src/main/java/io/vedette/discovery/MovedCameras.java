package io.vedette.discovery;

import io.vedette.api.camera.Camera;
import io.vedette.api.camera.CameraRegistry;
import io.vedette.api.discovery.FoundCamera;
import io.vedette.api.driver.CameraAddress;
import io.vedette.api.event.Event;
import io.vedette.api.event.EventBus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows cameras to another address: one that is not connected, at whose old address nobody
 * answers, and whose MAC address or serial number was found elsewhere. Others are left as they are;
 * the search offers them. Used by one thread.
 */
final class MovedCameras {
  private static final Logger LOG = LoggerFactory.getLogger(MovedCameras.class);

  private static final int CONNECT_MILLIS = 2_000;

  /** A name that is not resolved hangs longer than a connection. */
  private static final Duration PATIENCE = Duration.ofMillis(CONNECT_MILLIS + 500);

  /** Where a driver's devices listen when the address does not say. */
  private static final Map<String, Integer> PORTS =
      Map.of("http", 80, "https", 443, "rtsp", 554, "rtsps", 322, "dvr", 670, "dvrip", 34567);

  private final CameraRegistry cameras;
  private final KnownDevices known;
  private final EventBus events;
  private final Clock clock;

  MovedCameras(CameraRegistry cameras, KnownDevices known, EventBus events, Clock clock) {
    this.cameras = cameras;
    this.known = known;
    this.events = events;
    this.clock = clock;
  }

  /** Follows those that a search has found; takes 2.5 s at most. */
  void follow(List<Devices.Device> found) throws InterruptedException {
    List<Camera> before = cameras.cameras();
    Set<URI> old =
        found.stream()
            .flatMap(device -> known.away(device, before).stream())
            .map(camera -> camera.address().main())
            .collect(Collectors.toSet());
    Map<URI, Boolean> answer = AtOnce.ask(old, PATIENCE, MovedCameras::answers);
    for (Devices.Device device : found) {
      List<Camera> all = cameras.cameras();
      // Where one of ours is set up already, another one told the same number: no proof any more.
      if (all.stream().anyMatch(camera -> device.isAt(camera.address().main()))) {
        continue;
      }
      for (Camera camera : known.away(device, all)) { // of a recorder all its channels
        // What cannot be known counts as an answer.
        if (!answer.getOrDefault(camera.address().main(), true)) {
          move(camera, addressAt(device.camera(), camera));
        }
      }
    }
  }

  private void move(Camera camera, CameraAddress to) {
    if (to.equals(camera.address())) {
      return;
    }
    // Asked for once more: somebody may have changed it meanwhile.
    Optional<Camera> now = cameras.find(camera.id());
    if (now.isEmpty() || !now.get().equals(camera)) {
      return;
    }
    boolean updated =
        cameras.update(
            new Camera(
                camera.id(),
                camera.name(),
                camera.driver(),
                to,
                camera.enabled(),
                camera.record(),
                camera.retention()));
    if (updated) {
      String text = "moved from " + place(camera.address().main()) + " to " + place(to.main());
      LOG.info("{}: {}, told by its MAC address or serial number", camera.id(), text);
      events.publish(
          new Event(
              clock.instant(),
              Event.Kind.CAMERA,
              Event.Phase.HAPPENED,
              Optional.of(camera.id()),
              text));
    }
  }

  /** Host and port, without what may be secret. */
  private static String place(URI address) {
    return address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
  }

  /** True if somebody listens there, or if that cannot be known. */
  private static boolean answers(URI address) {
    int port =
        address.getPort() > 0
            ? address.getPort()
            : PORTS.getOrDefault(address.getScheme().toLowerCase(Locale.ROOT), 0);
    if (address.getHost() == null || port == 0) {
      return true;
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.getHost(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException nobody) {
      return false;
    }
  }

  /**
   * The camera's addresses under the host of the device. The port is the device's own where the
   * camera's driver found it: another driver would tell that of another service.
   */
  static CameraAddress addressAt(FoundCamera device, Camera camera) {
    CameraAddress old = camera.address();
    int port =
        device.driver().equals(camera.driver()) ? device.address().getPort() : old.main().getPort();
    return new CameraAddress(
        at(device, port, old.main()),
        old.sub()
            .map(
                sub ->
                    at(device, sub.getPort() == old.main().getPort() ? port : sub.getPort(), sub)),
        old.credentials(),
        old.channel());
  }

  private static URI at(FoundCamera device, int port, URI old) {
    StringBuilder address = new StringBuilder(old.getScheme()).append("://");
    address.append(device.address().getHost());
    if (port > 0) {
      address.append(':').append(port);
    }
    address.append(old.getRawPath());
    if (old.getRawQuery() != null) {
      address.append('?').append(old.getRawQuery());
    }
    return URI.create(address.toString());
  }
}

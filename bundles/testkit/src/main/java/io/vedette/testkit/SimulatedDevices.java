package io.vedette.testkit;

import io.vedette.api.driver.Credentials;
import io.vedette.api.stream.Profile;
import io.vedette.testkit.dvr.DvrSetup;
import io.vedette.testkit.dvr.SimulatedDvr;
import io.vedette.testkit.dvrip.DvripSearch;
import io.vedette.testkit.dvrip.DvripSetup;
import io.vedette.testkit.dvrip.SimulatedDvrip;
import io.vedette.testkit.net.DeviceThread;
import io.vedette.testkit.onvif.Discovery;
import io.vedette.testkit.onvif.OnvifSetup;
import io.vedette.testkit.onvif.SimulatedOnvifCamera;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Simulated devices of every family at one address, at ports in a row. Used by one thread. */
final class SimulatedDevices implements AutoCloseable {
  private static final Credentials DEFAULT_LOGIN = new Credentials("admin", "admin");

  private final InetAddress address;
  private final SimulatedCameras cameras = new SimulatedCameras();
  private final DeviceThread recorders = new DeviceThread("simulated-recorders", Clock.systemUTC());
  private final List<SimulatedOnvifCamera> onvif = new ArrayList<>();
  private final List<SimulatedDvrip> dvrip = new ArrayList<>();
  private final List<AutoCloseable> answers = new ArrayList<>();
  private int nextPort; // 0: any free ones

  /**
   * @param firstPort 0: any free ones
   */
  SimulatedDevices(InetAddress address, int firstPort) throws IOException {
    this.address = address;
    this.nextPort = firstPort;
  }

  private int port() {
    return nextPort == 0 ? 0 : nextPort++;
  }

  /** Switches on one for each setup; a line for each, with its login in the address. */
  List<String> add(DeviceFamily family, List<CameraSetup> setups) throws IOException {
    List<String> lines = new ArrayList<>();
    for (CameraSetup setup : setups) {
      lines.add(
          switch (family) {
            case RTSP -> rtsp(setup);
            case ONVIF -> onvif(setup);
            case DVR -> dvr(setup);
            case DVRIP -> dvrip(setup);
          });
    }
    return lines;
  }

  private String rtsp(CameraSetup setup) throws IOException {
    SimulatedCamera camera = cameras.add(setup, address, port());
    return text(camera.uri(Profile.MAIN), setup.credentials())
        + " "
        + text(camera.uri(Profile.SUB), setup.credentials());
  }

  private String onvif(CameraSetup setup) throws IOException {
    int port = port();
    SimulatedOnvifCamera camera =
        new SimulatedOnvifCamera(
            cameras.add(setup, address, port()),
            OnvifSetup.of(setup.name(), "SIMULATED-" + (onvif.size() + 1)),
            address,
            port);
    onvif.add(camera);
    return text(camera.uri(), setup.credentials());
  }

  private String dvr(CameraSetup setup) throws IOException {
    Credentials login = setup.credentials().orElse(DEFAULT_LOGIN);
    DvrSetup one = DvrSetup.of(login, List.of(RecorderChannel.of(setup)));
    int port = port();
    SimulatedDvr dvr =
        new SimulatedDvr(recorders, one, Clock.systemUTC(), address, port, port == 0 ? 0 : port());
    return text(dvr.uri(), Optional.of(login));
  }

  private String dvrip(CameraSetup setup) throws IOException {
    Credentials login = setup.credentials().orElse(DEFAULT_LOGIN);
    DvripSetup one = DvripSetup.of(login, List.of(RecorderChannel.of(setup)));
    SimulatedDvrip device = new SimulatedDvrip(recorders, one, Clock.systemUTC(), address, port());
    dvrip.add(device);
    return text(device.uri(), Optional.of(login));
  }

  private static String text(URI uri, Optional<Credentials> login) {
    return login
        .map(l -> "://" + escaped(l.user()) + ":" + escaped(l.password()) + "@")
        .map(l -> uri.toString().replaceFirst("://", l))
        .orElse(uri.toString());
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Lets those that were added be found, as far as their family can be searched for. */
  void answerSearches() throws IOException {
    if (!onvif.isEmpty()) {
      answers.add(new Discovery(address, onvif));
    }
    if (!dvrip.isEmpty()) {
      answers.add(new DvripSearch(address, dvrip));
    }
  }

  @Override
  public void close() {
    for (AutoCloseable one : answers) {
      try {
        one.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    onvif.forEach(SimulatedOnvifCamera::close);
    recorders.close();
    cameras.close();
  }
}

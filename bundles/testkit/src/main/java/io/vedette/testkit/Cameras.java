package io.vedette.testkit;

import io.vedette.api.driver.Credentials;
import io.vedette.api.stream.Profile;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Runs simulated cameras as a program of their own, until it is ended. Prints one line per camera,
 * its address as it is typed into the form (by RTSP its main and its sub address), then {@code
 * ready}.
 */
public final class Cameras {
  private static final String USAGE =
      """
      Usage: ./vedette cameras [--load] [options]
        --load             1080p25 with 4 Mbit/s and 640x360 15 fps with 0.5 Mbit/s, GOP 2 s
        --family F[,F]     rtsp, onvif, dvr, dvrip, or all (rtsp); those that a search finds answer to it
        --count N          cameras of each family (1)
        --port P           port of the first, the others follow; 0: any free ones (0)
        --bind ADDRESS     where they listen: one address of this machine (127.0.0.1)
        --auth USER:PW     ask for a password; a DVR and a DVRIP device always do (admin:admin)
        --audio            send sound too, by RTSP and ONVIF
        --main FILE        H.264 byte stream of every main stream, 25 pictures/s, no B pictures
        --sub FILE         the same for every sub stream, 15 pictures/s""";

  private List<DeviceFamily> families = List.of(DeviceFamily.RTSP);
  private int count = 1;
  private int port;
  private InetAddress address = InetAddress.getLoopbackAddress();
  private Optional<Credentials> login = Optional.empty();
  private boolean audio;
  private Clip main;
  private Clip sub;

  private Cameras() {}

  /** Program. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (List.of(arguments).contains("--help")) {
      System.out.println(USAGE);
      return;
    }
    Cameras options = new Cameras();
    try {
      options.parse(arguments);
    } catch (IllegalArgumentException | IOException e) {
      System.err.println(e.getMessage());
      System.err.println(USAGE);
      System.exit(2);
    }
    try (SimulatedDevices devices = new SimulatedDevices(options.address, options.port)) {
      options.start(devices, System.out);
      Thread.currentThread().join(); // for ever: a signal ends the program
    }
  }

  private void parse(String[] arguments) throws IOException {
    for (int i = 0; i < arguments.length; i++) {
      String option = arguments[i];
      if (option.equals("--audio")) {
        audio = true;
        continue;
      }
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException("unknown or without value: " + option);
      }
      String value = arguments[++i];
      switch (option) {
        case "--family" -> families = families(value);
        case "--count" -> count = Integer.parseInt(value);
        case "--port" -> port = Integer.parseInt(value);
        case "--bind" -> address = InetAddress.getByName(value);
        case "--auth" -> login = Optional.of(login(value));
        case "--main" -> main = Clip.of(Path.of(value), Clip.fps(Profile.MAIN));
        case "--sub" -> sub = Clip.of(Path.of(value), Clip.fps(Profile.SUB));
        default -> throw new IllegalArgumentException("unknown: " + option);
      }
    }
    if (count < 1) {
      throw new IllegalArgumentException("--count is at least 1");
    }
  }

  private static List<DeviceFamily> families(String names) {
    if (names.equals("all")) {
      return List.of(DeviceFamily.values());
    }
    return Arrays.stream(names.split(","))
        .map(name -> DeviceFamily.valueOf(name.toUpperCase(Locale.ROOT)))
        .toList();
  }

  private static Credentials login(String text) {
    String[] parts = text.split(":", 2);
    if (parts.length < 2 || parts[0].isEmpty()) {
      throw new IllegalArgumentException("--auth USER:PASSWORD");
    }
    return new Credentials(parts[0], parts[1]);
  }

  private void start(SimulatedDevices devices, PrintStream out) throws IOException {
    for (DeviceFamily family : families) {
      List<CameraSetup> setups = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        setups.add(setup(i));
      }
      devices.add(family, setups).forEach(out::println);
    }
    devices.answerSearches();
    out.println("ready");
    out.flush();
  }

  private CameraSetup setup(int index) {
    CameraSetup setup = CameraSetup.of(Clip.Scene.ofCamera(index));
    setup =
        setup.with(
            Map.of(
                Profile.MAIN, main == null ? setup.clips().get(Profile.MAIN) : main,
                Profile.SUB, sub == null ? setup.clips().get(Profile.SUB) : sub));
    if (login.isPresent()) {
      setup = setup.withCredentials(login.get().user(), login.get().password());
    }
    return audio ? setup.withAudio() : setup;
  }
}

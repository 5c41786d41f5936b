package io.vedette.testkit;

import io.vedette.api.stream.Profile;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Runs simulated cameras as a program of their own, until it is ended. Prints one line per camera,
 * its main and its sub address, then {@code ready}.
 */
public final class Cameras {
  private static final String USAGE =
      """
      Usage: ./vedette cameras [--load] [options]
        --load             1080p25 with 4 Mbit/s and 640x360 15 fps with 0.5 Mbit/s, GOP 2 s
        --count N          cameras (1)
        --port P           port of the first, the others follow; 0: any free ones (0)
        --bind ADDRESS     where they listen (127.0.0.1)
        --auth USER:PW     ask for a password
        --audio            send sound too
        --main FILE        H.264 byte stream of every main stream, 25 pictures/s, no B pictures
        --sub FILE         the same for every sub stream, 15 pictures/s""";

  private int count = 1;
  private int port;
  private InetAddress address = InetAddress.getLoopbackAddress();
  private String login = "";
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
    try (SimulatedCameras cameras = new SimulatedCameras()) {
      options.start(cameras, System.out);
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
        case "--count" -> count = Integer.parseInt(value);
        case "--port" -> port = Integer.parseInt(value);
        case "--bind" -> address = InetAddress.getByName(value);
        case "--auth" -> login = value;
        case "--main" -> main = Clip.of(Path.of(value), Clip.fps(Profile.MAIN));
        case "--sub" -> sub = Clip.of(Path.of(value), Clip.fps(Profile.SUB));
        default -> throw new IllegalArgumentException("unknown: " + option);
      }
    }
    if (count < 1 || !login.isEmpty() && login.indexOf(':') < 1) {
      throw new IllegalArgumentException("--count is at least 1, --auth USER:PASSWORD");
    }
  }

  private void start(SimulatedCameras cameras, PrintStream out) throws IOException {
    for (int i = 0; i < count; i++) {
      SimulatedCamera camera = cameras.add(setup(i), address, port == 0 ? 0 : port + i);
      out.println(camera.uri(Profile.MAIN) + " " + camera.uri(Profile.SUB));
    }
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
    if (!login.isEmpty()) {
      String[] parts = login.split(":", 2);
      setup = setup.withCredentials(parts[0], parts[1]);
    }
    return audio ? setup.withAudio() : setup;
  }
}

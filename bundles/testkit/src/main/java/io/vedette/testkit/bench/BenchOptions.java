package io.vedette.testkit.bench;

import java.nio.file.Path;

/**
 * What the benchmark is asked to do.
 *
 * @param cameras simulated, each with main and sub
 * @param seconds from the first camera to the last picture
 * @param replays each of one camera
 * @param distribution folder of the assembled recorder
 * @param clips folder with {@code load-main.h264} and {@code load-sub.h264}
 * @param home where the recorder keeps its state; deleted afterwards
 * @param output file of the figures
 */
record BenchOptions(
    int cameras, int seconds, int replays, Path distribution, Path clips, Path home, Path output) {
  private static final int MOST_REPLAYS = 32; // of a recorder
  private static final int LEAST_SECONDS = 30;
  private static final int MOST_CAMERAS = 160; // with the replays, 256 viewers per address

  /**
   * @param arguments those of the command, behind distribution and clips that the script adds
   * @throws IllegalArgumentException with a message for people
   */
  static BenchOptions parse(String... arguments) {
    int cameras = 32;
    int seconds = 60;
    int replays = -1;
    Path home = Path.of("bench-home");
    for (int i = 2; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException("unknown or without value: " + arguments[i]);
      }
      String value = arguments[i + 1];
      switch (arguments[i]) {
        case "--cameras" -> cameras = number(arguments[i], value, 1, MOST_CAMERAS);
        case "--seconds" -> seconds = number(arguments[i], value, LEAST_SECONDS, 86_400);
        case "--replays" -> replays = number(arguments[i], value, 0, MOST_REPLAYS);
        case "--home" -> home = Path.of(value);
        default -> throw new IllegalArgumentException("there is no option " + arguments[i]);
      }
    }
    return new BenchOptions(
        cameras,
        seconds,
        replays < 0 ? Math.min(Math.max(1, cameras / 2), MOST_REPLAYS) : replays,
        Path.of(arguments[0]),
        Path.of(arguments[1]),
        home.toAbsolutePath(),
        Path.of("bench.json"));
  }

  private static int number(String option, String value, int least, int most) {
    int number = value.matches("[0-9]{1,6}") ? Integer.parseInt(value) : -1;
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          option + ": " + value + " is not a number from " + least + " to " + most);
    }
    return number;
  }
}

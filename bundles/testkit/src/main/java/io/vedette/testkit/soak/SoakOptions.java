package io.vedette.testkit.soak;

import java.nio.file.Path;
import java.util.Random;

/**
 * What the soak is asked to do.
 *
 * @param cameras simulated, each with main and sub
 * @param minutes of cameras that fail
 * @param seed of what fails when
 * @param distribution folder of the assembled recorder
 * @param home where the recorder keeps its state; deleted if nothing was lost
 */
record SoakOptions(int cameras, int minutes, long seed, Path distribution, Path home) {
  private static final int MOST_CAMERAS = 160;
  private static final int MOST_MINUTES = 7 * 24 * 60;

  /**
   * @param arguments those of the command, behind the distribution that the script adds
   * @throws IllegalArgumentException with a message for people
   */
  static SoakOptions parse(String... arguments) {
    int cameras = 32;
    int minutes = 30;
    long seed = new Random().nextInt(1_000_000);
    Path home = Path.of("soak-home");
    for (int i = 1; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException("unknown or without value: " + arguments[i]);
      }
      String value = arguments[i + 1];
      switch (arguments[i]) {
        case "--cameras" -> cameras = number(arguments[i], value, 1, MOST_CAMERAS);
        case "--minutes" -> minutes = number(arguments[i], value, 1, MOST_MINUTES);
        case "--seed" -> seed = number(arguments[i], value, 0, 999_999);
        case "--home" -> home = Path.of(value);
        default -> throw new IllegalArgumentException("there is no option " + arguments[i]);
      }
    }
    return new SoakOptions(
        cameras, minutes, seed, Path.of(arguments[0]), home.toAbsolutePath().normalize());
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

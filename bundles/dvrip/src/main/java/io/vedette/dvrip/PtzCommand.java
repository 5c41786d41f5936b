package io.vedette.dvrip;

import java.util.Map;

/** Body of PTZ requests. A movement is ended by the same command with preset -1. */
public final class PtzCommand {
  private static final int NO_PRESET = 65_535;
  private static final int MAX_STEP = 8;

  private PtzCommand() {}

  /**
   * Begins or ends a movement.
   *
   * @param channel from 0
   * @param command {@code DirectionLeft}, {@code DirectionLeftUp}, {@code ZoomTile}, …
   * @param step speed, 1 to 8
   */
  public static Map<String, Object> move(int channel, String command, int step, boolean begin) {
    int speed = Math.max(1, Math.min(MAX_STEP, step));
    return request(channel, command, speed, begin ? NO_PRESET : -1);
  }

  /** Moves to a stored position. */
  public static Map<String, Object> go(int channel, int preset) {
    return request(channel, "GotoPreset", 1, preset);
  }

  private static Map<String, Object> request(int channel, String command, int step, int preset) {
    Object parameter =
        Json.object(
            "AUX",
            Json.object("Number", 0, "Status", "On"),
            "Channel",
            channel,
            "MenuOpts",
            "Enter",
            "POINT",
            Json.object("bottom", 0, "left", 0, "right", 0, "top", 0),
            "Pattern",
            "SetBegin",
            "Preset",
            preset,
            "Step",
            step,
            "Tour",
            0);
    return Json.object(
        "Name",
        "OPPTZControl",
        "OPPTZControl",
        Json.object("Command", command, "Parameter", parameter));
  }
}

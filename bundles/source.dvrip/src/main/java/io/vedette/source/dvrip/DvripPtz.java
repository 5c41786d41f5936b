package io.vedette.source.dvrip;

import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.api.driver.PtzControl;
import io.vedette.dvrip.DvripId;
import io.vedette.dvrip.PtzCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Moves a channel's camera. Presets are numbers; which are stored, devices do not tell. */
final class DvripPtz implements PtzControl {
  private static final int STEPS = 8;
  private static final int MAX_PRESET = 255;

  private final DvripSession session;
  private final int channel;
  private final List<String> moving = new ArrayList<>(); // used by the hub's thread only

  DvripPtz(DvripSession session, int channel) {
    this.session = session;
    this.channel = channel;
  }

  @Override
  public void move(double pan, double tilt, double zoom, Duration time) throws CameraException {
    stop();
    String direction = word(pan, "Left", "Right") + word(tilt, "Down", "Up");
    if (!direction.isEmpty()) {
      begin("Direction" + direction, Math.max(Math.abs(pan), Math.abs(tilt)));
    }
    if (zoom != 0) {
      begin(zoom > 0 ? "ZoomTile" : "ZoomWide", Math.abs(zoom));
    }
  }

  private static String word(double speed, String less, String more) {
    return speed < 0 ? less : speed > 0 ? more : "";
  }

  private void begin(String command, double speed) throws CameraException {
    moving.add(command);
    int step = (int) Math.ceil(speed * STEPS);
    session.request(DvripId.PTZ, PtzCommand.move(channel, command, step, true));
  }

  @Override
  public void stop() throws CameraException {
    List<String> commands = List.copyOf(moving);
    moving.clear();
    for (String command : commands) {
      session.request(DvripId.PTZ, PtzCommand.move(channel, command, 1, false));
    }
  }

  @Override
  public List<String> presets() {
    return List.of();
  }

  @Override
  public void go(String preset) throws CameraException {
    if (!preset.matches("[0-9]{1,3}") || Integer.parseInt(preset) > MAX_PRESET) {
      throw new CameraException(
          Kind.UNSUPPORTED, "presets of this camera are numbers up to 255, not " + preset);
    }
    session.request(DvripId.PTZ, PtzCommand.go(channel, Integer.parseInt(preset)));
  }
}

package io.vedette.source.dvr;

import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.api.driver.PtzControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Moves a channel's camera by pressing keys of the DVR; it knows no speeds. */
final class DvrPtz implements PtzControl {
  private final DvrSession session;
  private final int channel;
  private final PtzKeys keys;
  private final List<Integer> pressed = new ArrayList<>(); // used by the hub's thread only

  DvrPtz(DvrSession session, int channel, PtzKeys keys) {
    this.session = session;
    this.channel = channel;
    this.keys = keys;
  }

  @Override
  public void move(double pan, double tilt, double zoom, Duration time) throws CameraException {
    List<Integer> wanted = new ArrayList<>();
    add(wanted, pan, "left", "right");
    add(wanted, tilt, "down", "up");
    add(wanted, zoom, "zoom-out", "zoom-in");
    stop();
    for (int key : wanted) {
      pressed.add(key);
      session.ptzKey(channel, key, true);
    }
  }

  private void add(List<Integer> wanted, double speed, String less, String more)
      throws CameraException {
    if (speed != 0) {
      String name = speed < 0 ? less : more;
      wanted.add(
          keys.move(name)
              .orElseThrow(
                  () ->
                      new CameraException(
                          Kind.UNSUPPORTED, "no code is set for the PTZ key " + name)));
    }
  }

  @Override
  public void stop() throws CameraException {
    for (int key : List.copyOf(pressed)) {
      session.ptzKey(channel, key, false);
    }
    pressed.clear();
  }

  @Override
  public List<String> presets() {
    return keys.presets();
  }

  @Override
  public void go(String preset) throws CameraException {
    int key =
        keys.preset(preset)
            .orElseThrow(
                () ->
                    new CameraException(
                        Kind.UNSUPPORTED, "no code is set for the preset " + preset));
    session.ptzKey(channel, key, true);
    session.ptzKey(channel, key, false);
  }
}

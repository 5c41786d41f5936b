package io.vedette.onvif;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Moves one camera by the profile that can. */
public final class PtzService {
  private static final int MAX_PRESETS = 1024;

  private final OnvifClient client;
  private final String profile;

  /**
   * @param profile token of a profile with a PTZ configuration
   */
  public PtzService(OnvifClient client, String profile) {
    this.client = client;
    this.profile = XmlElement.escape(profile);
  }

  /**
   * A stored position.
   *
   * @param token names it in requests
   * @param name for people; the token if it has none
   */
  public record Preset(String token, String name) {}

  /**
   * Moves until told otherwise or the time is over. An axis that does not move is left out: some
   * cameras (Sony XP1, Xiongmai) refuse a zoom with a pan, or a zero.
   *
   * @param pan −1 (left) to 1
   * @param tilt −1 (down) to 1
   * @param zoom −1 (wide) to 1
   */
  public void move(double pan, double tilt, double zoom, Duration time)
      throws IOException, OnvifException {
    String panTilt = pan == 0 && tilt == 0 ? "" : "<tt:PanTilt x=\"%s\" y=\"%s\"/>";
    String zoomed = zoom == 0 ? "" : "<tt:Zoom x=\"%s\"/>";
    if (panTilt.isEmpty() && zoomed.isEmpty()) {
      stop();
      return;
    }
    call(
        "ContinuousMove",
        "<tptz:Velocity>"
            + panTilt.formatted(number(pan), number(tilt))
            + zoomed.formatted(number(zoom))
            + "</tptz:Velocity><tptz:Timeout>PT"
            + String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0)
            + "S</tptz:Timeout>");
  }

  private static String number(double speed) {
    return String.format(Locale.ROOT, "%.4f", speed);
  }

  /** Stops every axis. */
  public void stop() throws IOException, OnvifException {
    call("Stop", "<tptz:PanTilt>true</tptz:PanTilt><tptz:Zoom>true</tptz:Zoom>");
  }

  /** The stored positions. */
  public List<Preset> presets() throws IOException, OnvifException {
    List<Preset> presets = new ArrayList<>();
    for (XmlElement one : call("GetPresets", "").all("Preset")) {
      String token = one.attribute("token");
      if (!token.isEmpty() && presets.size() < MAX_PRESETS) {
        presets.add(new Preset(token, one.text("Name").isEmpty() ? token : one.text("Name")));
      }
    }
    return presets;
  }

  /** Moves to a stored position. */
  public void go(Preset preset) throws IOException, OnvifException {
    call(
        "GotoPreset",
        "<tptz:PresetToken>" + XmlElement.escape(preset.token()) + "</tptz:PresetToken>");
  }

  private XmlElement call(String operation, String arguments) throws IOException, OnvifException {
    return client.call(
        Service.PTZ,
        operation,
        "<tptz:%1$s><tptz:ProfileToken>%2$s</tptz:ProfileToken>%3$s</tptz:%1$s>"
            .formatted(operation, profile, arguments));
  }
}

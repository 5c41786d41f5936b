package io.vedette.testkit.onvif;

import io.vedette.onvif.XmlElement;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The PTZ service. */
final class PtzAnswers {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private PtzAnswers() {}

  static boolean knows(String operation) {
    return Set.of(
            "ContinuousMove",
            "Stop",
            "GetPresets",
            "GotoPreset",
            "GetStatus",
            "GetNodes",
            "GetConfigurations")
        .contains(operation);
  }

  static Answer to(Head head, XmlElement asked) {
    return switch (asked.name()) {
      case "ContinuousMove" -> move(head, asked);
      case "Stop" -> {
        head.stop();
        yield Answer.of("<tptz:StopResponse/>");
      }
      case "GetPresets" -> presets(head);
      case "GotoPreset" ->
          head.go(asked.text("PresetToken").replaceFirst("^preset-", ""))
              ? Answer.of("<tptz:GotoPresetResponse/>")
              : Answer.fault(400, "Sender", "ter:NoToken", asked.text("PresetToken"));
      case "GetStatus" -> status(head);
      case "GetNodes" ->
          Answer.of(
              """
              <tptz:GetNodesResponse><tptz:PTZNode token="node"><tt:Name>node</tt:Name>\
              <tt:SupportedPTZSpaces><tt:ContinuousPanTiltVelocitySpace>\
              <tt:URI>http://www.onvif.org/ver10/tptz/PanTiltSpaces/VelocityGenericSpace</tt:URI>\
              <tt:XRange><tt:Min>-1</tt:Min><tt:Max>1</tt:Max></tt:XRange><tt:YRange>\
              <tt:Min>-1</tt:Min><tt:Max>1</tt:Max></tt:YRange></tt:ContinuousPanTiltVelocitySpace>\
              </tt:SupportedPTZSpaces><tt:MaximumNumberOfPresets>16</tt:MaximumNumberOfPresets>\
              <tt:HomeSupported>true</tt:HomeSupported></tptz:PTZNode></tptz:GetNodesResponse>""");
      default ->
          Answer.of(
              """
              <tptz:GetConfigurationsResponse><tptz:PTZConfiguration token="ptz">\
              <tt:Name>ptz</tt:Name><tt:UseCount>2</tt:UseCount><tt:NodeToken>node</tt:NodeToken>\
              </tptz:PTZConfiguration></tptz:GetConfigurationsResponse>""");
    };
  }

  private static Answer move(Head head, XmlElement asked) {
    Optional<XmlElement> panTilt = asked.find("Velocity", "PanTilt");
    Optional<XmlElement> zoom = asked.find("Velocity", "Zoom");
    if (panTilt.isEmpty() && zoom.isEmpty()) {
      return Answer.fault(400, "Sender", "ter:InvalidArgVal", "no velocity");
    }
    try {
      String timeout = asked.text("Timeout");
      head.move(
          new Head.Position(speed(panTilt, "x"), speed(panTilt, "y"), speed(zoom, "x")),
          timeout.isEmpty() ? LONGEST : Duration.parse(timeout));
      return Answer.of("<tptz:ContinuousMoveResponse/>");
    } catch (NumberFormatException | DateTimeParseException nonsense) {
      return Answer.fault(400, "Sender", "ter:InvalidArgVal", nonsense.getMessage());
    }
  }

  private static double speed(Optional<XmlElement> axis, String name) {
    return axis.isEmpty() ? 0 : Double.parseDouble(axis.get().attribute(name));
  }

  private static Answer presets(Head head) {
    StringBuilder all = new StringBuilder("<tptz:GetPresetsResponse>");
    new TreeMap<>(head.presets())
        .forEach(
            (name, at) ->
                all.append(
                    String.format(
                        Locale.ROOT,
                        "<tptz:Preset token=\"preset-%1$s\"><tt:Name>%1$s</tt:Name><tt:PTZPosition>%2$s</tt:PTZPosition></tptz:Preset>",
                        name,
                        position(at))));
    return Answer.of(all.append("</tptz:GetPresetsResponse>").toString());
  }

  private static Answer status(Head head) {
    String moving = head.isMoving() ? "MOVING" : "IDLE";
    return Answer.of(
        """
        <tptz:GetStatusResponse><tptz:PTZStatus><tt:Position>%s</tt:Position><tt:MoveStatus>\
        <tt:PanTilt>%s</tt:PanTilt><tt:Zoom>%s</tt:Zoom></tt:MoveStatus>\
        <tt:UtcTime>1970-01-01T00:00:00Z</tt:UtcTime></tptz:PTZStatus></tptz:GetStatusResponse>"""
            .formatted(position(head.position()), moving, moving));
  }

  private static String position(Head.Position at) {
    return String.format(
        Locale.ROOT,
        "<tt:PanTilt x=\"%.4f\" y=\"%.4f\"/><tt:Zoom x=\"%.4f\"/>",
        at.pan(),
        at.tilt(),
        at.zoom());
  }
}

package io.vedette.testkit.onvif;

import io.vedette.onvif.XmlElement;
import java.util.List;
import java.util.Map;

/** The media and imaging services. */
final class MediaAnswers {
  private static final List<String> IR_CUT_FILTERS = List.of("ON", "OFF", "AUTO");

  private final CameraState state;

  MediaAnswers(CameraState state) {
    this.state = state;
  }

  Answer to(XmlElement asked) {
    boolean second = asked.namespace().contains("ver20/media");
    if (second && !state.setup().media2()) {
      return unsupported(asked);
    }
    return switch (asked.name()) {
      case "GetProfiles" -> Answer.of(second ? profiles2() : profiles1());
      case "GetProfile" -> profile(asked);
      case "GetStreamUri" -> streamUri(asked, second);
      case "GetVideoSources" ->
          Answer.of(
              """
              <trt:GetVideoSourcesResponse><trt:VideoSources token="vs">\
              <tt:Framerate>25</tt:Framerate><tt:Resolution><tt:Width>1920</tt:Width>\
              <tt:Height>1080</tt:Height></tt:Resolution></trt:VideoSources>\
              </trt:GetVideoSourcesResponse>""");
      case "GetVideoEncoderConfigurations" -> Answer.of(encoders(second));
      case "GetVideoEncoderConfiguration" -> encoder(asked);
      case "GetVideoEncoderConfigurationOptions" ->
          second ? unsupported(asked) : Answer.of(encoderOptions(asked));
      case "SetVideoEncoderConfiguration" -> set(asked, second);
      case "SetSynchronizationPoint" -> {
        state.keyPictureAsked();
        yield Answer.of(
            second
                ? "<tr2:SetSynchronizationPointResponse/>"
                : "<trt:SetSynchronizationPointResponse/>");
      }
      case "GetImagingSettings" -> Answer.of(imaging());
      case "GetOptions" -> Answer.of(imagingOptions());
      case "SetImagingSettings" -> setImaging(asked);
      default -> unsupported(asked);
    };
  }

  private static Answer unsupported(XmlElement asked) {
    return Answer.fault(500, "Receiver", "ter:ActionNotSupported", asked.name());
  }

  private String profiles1() {
    StringBuilder all = new StringBuilder("<trt:GetProfilesResponse>");
    state.encoders().forEach(encoder -> all.append(profile1("trt:Profiles", encoder)));
    return all.append("</trt:GetProfilesResponse>").toString();
  }

  private Answer profile(XmlElement asked) {
    Encoder encoder = state.encoder(asked.text("ProfileToken").replaceFirst("^p-", ""));
    return encoder == null
        ? Answer.fault(400, "Sender", "ter:NoProfile", asked.text("ProfileToken"))
        : Answer.of(
            "<trt:GetProfileResponse>"
                + profile1("trt:Profile", encoder)
                + "</trt:GetProfileResponse>");
  }

  private String profile1(String element, Encoder encoder) {
    String ptz =
        "<tt:PTZConfiguration token=\"ptz\"><tt:Name>ptz</tt:Name><tt:UseCount>2</tt:UseCount>"
            + "<tt:NodeToken>node</tt:NodeToken></tt:PTZConfiguration>";
    return """
        <%1$s token="p-%2$s" fixed="true"><tt:Name>%2$s</tt:Name>\
        <tt:VideoSourceConfiguration token="vsc"><tt:Name>vsc</tt:Name><tt:UseCount>2</tt:UseCount>\
        <tt:SourceToken>vs</tt:SourceToken><tt:Bounds x="0" y="0" width="1920" height="1080"/>\
        </tt:VideoSourceConfiguration>%3$s%4$s</%1$s>"""
        .formatted(
            element,
            encoder.token(),
            encoder.media1("tt:VideoEncoderConfiguration"),
            state.setup().ptz() ? ptz : "");
  }

  private String profiles2() {
    StringBuilder all = new StringBuilder("<tr2:GetProfilesResponse>");
    for (Encoder encoder : state.encoders()) {
      all.append(
              "<tr2:Profiles token=\"p-%1$s\" fixed=\"true\"><tr2:Name>%1$s</tr2:Name>"
                  .formatted(encoder.token()))
          .append("<tr2:Configurations><tr2:VideoSource token=\"vsc\">")
          .append("<tt:Name>vsc</tt:Name><tt:UseCount>2</tt:UseCount>")
          .append("<tt:SourceToken>vs</tt:SourceToken></tr2:VideoSource>")
          .append(encoder.media2("tr2:VideoEncoder"));
      if (state.setup().ptz()) {
        all.append(
            "<tr2:PTZ token=\"ptz\"><tt:Name>ptz</tt:Name><tt:NodeToken>node</tt:NodeToken></tr2:PTZ>");
      }
      all.append("</tr2:Configurations></tr2:Profiles>");
    }
    return all.append("</tr2:GetProfilesResponse>").toString();
  }

  private Answer streamUri(XmlElement asked, boolean second) {
    String token = asked.text("ProfileToken").replaceFirst("^p-", "");
    if (state.encoder(token) == null) {
      return Answer.fault(400, "Sender", "ter:NoProfile", asked.text("ProfileToken"));
    }
    String uri = Answer.text(state.streamUri(token));
    return Answer.of(
        second
            ? "<tr2:GetStreamUriResponse><tr2:Uri>" + uri + "</tr2:Uri></tr2:GetStreamUriResponse>"
            : """
              <trt:GetStreamUriResponse><trt:MediaUri><tt:Uri>%s</tt:Uri>\
              <tt:InvalidAfterConnect>false</tt:InvalidAfterConnect>\
              <tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT0S</tt:Timeout>\
              </trt:MediaUri></trt:GetStreamUriResponse>"""
                .formatted(uri));
  }

  private String encoders(boolean second) {
    String p = second ? "tr2" : "trt";
    StringBuilder all = new StringBuilder("<" + p + ":GetVideoEncoderConfigurationsResponse>");
    for (Encoder one : state.encoders()) {
      all.append(second ? one.media2(p + ":Configurations") : one.media1(p + ":Configurations"));
    }
    return all.append("</" + p + ":GetVideoEncoderConfigurationsResponse>").toString();
  }

  private Answer encoder(XmlElement asked) {
    Encoder encoder = state.encoder(asked.text("ConfigurationToken"));
    return encoder == null
        ? Answer.fault(400, "Sender", "ter:NoConfig", asked.text("ConfigurationToken"))
        : Answer.of(
            "<trt:GetVideoEncoderConfigurationResponse>"
                + encoder.media1("trt:Configuration")
                + "</trt:GetVideoEncoderConfigurationResponse>");
  }

  /** The first service's: the one size that the encoder has, and some room for the rest. */
  private String encoderOptions(XmlElement asked) {
    Encoder named = state.encoder(asked.text("ConfigurationToken"));
    Encoder encoder = named == null ? state.encoder("main") : named;
    return """
        <trt:GetVideoEncoderConfigurationOptionsResponse><trt:Options><tt:QualityRange>\
        <tt:Min>1</tt:Min><tt:Max>10</tt:Max></tt:QualityRange><tt:H264><tt:ResolutionsAvailable>\
        <tt:Width>%d</tt:Width><tt:Height>%d</tt:Height></tt:ResolutionsAvailable>\
        <tt:GovLengthRange><tt:Min>1</tt:Min><tt:Max>250</tt:Max></tt:GovLengthRange>\
        <tt:FrameRateRange><tt:Min>1</tt:Min><tt:Max>25</tt:Max></tt:FrameRateRange>\
        <tt:EncodingIntervalRange><tt:Min>1</tt:Min><tt:Max>1</tt:Max></tt:EncodingIntervalRange>\
        <tt:H264ProfilesSupported>Main</tt:H264ProfilesSupported></tt:H264></trt:Options>\
        </trt:GetVideoEncoderConfigurationOptionsResponse>"""
        .formatted(encoder.width(), encoder.height());
  }

  private Answer set(XmlElement asked, boolean second) {
    XmlElement to = asked.find("Configuration").orElse(asked);
    Encoder old = state.encoder(to.attribute("token"));
    if (old == null) {
      return Answer.fault(400, "Sender", "ter:NoConfig", to.attribute("token"));
    }
    try {
      String gov = second ? to.attribute("GovLength") : to.text("H264", "GovLength");
      state.set(
          old.with(
              to.text("Encoding"),
              (int) Double.parseDouble(to.text("RateControl", "FrameRateLimit")),
              Integer.parseInt(gov),
              Integer.parseInt(to.text("RateControl", "BitrateLimit"))));
    } catch (NumberFormatException nonsense) {
      return Answer.fault(400, "Sender", "ter:ConfigModify", nonsense.getMessage());
    }
    String p = second ? "tr2" : "trt";
    return Answer.of("<" + p + ":SetVideoEncoderConfigurationResponse/>");
  }

  private static String imagingOptions() {
    StringBuilder all = new StringBuilder("<timg:GetOptionsResponse><timg:ImagingOptions>");
    for (String level : CameraState.LEVELS) {
      if (level.equals("Sharpness")) { // the schema's order
        for (String mode : IR_CUT_FILTERS) {
          all.append("<tt:IrCutFilterModes>").append(mode).append("</tt:IrCutFilterModes>");
        }
      }
      all.append("<tt:%1$s><tt:Min>0</tt:Min><tt:Max>100</tt:Max></tt:%1$s>".formatted(level));
    }
    return all.append("</timg:ImagingOptions></timg:GetOptionsResponse>").toString();
  }

  private Answer setImaging(XmlElement asked) {
    List<XmlElement> wanted =
        asked.find("ImagingSettings").map(XmlElement::children).orElse(List.of());
    for (XmlElement one : wanted) {
      if (!isValid(one.name(), one.text())) {
        return Answer.fault(400, "Sender", "ter:SettingsInvalid", one.name());
      }
    }
    wanted.forEach(one -> state.setImaging(one.name(), one.text()));
    return Answer.of("<timg:SetImagingSettingsResponse/>");
  }

  private static boolean isValid(String control, String value) {
    try {
      return control.equals("IrCutFilter")
          ? IR_CUT_FILTERS.contains(value)
          : Math.abs(Double.parseDouble(value) - 50) <= 50;
    } catch (NumberFormatException nonsense) {
      return false;
    }
  }

  private String imaging() {
    StringBuilder all =
        new StringBuilder("<timg:GetImagingSettingsResponse><timg:ImagingSettings>");
    for (Map.Entry<String, String> one : state.imaging().entrySet()) {
      all.append("<tt:" + one.getKey() + ">" + one.getValue() + "</tt:" + one.getKey() + ">");
    }
    return all.append("</timg:ImagingSettings></timg:GetImagingSettingsResponse>").toString();
  }
}

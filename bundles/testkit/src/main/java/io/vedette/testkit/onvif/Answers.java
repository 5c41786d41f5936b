package io.vedette.testkit.onvif;

import io.vedette.onvif.XmlElement;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Operations of the services, each answered from the state of the camera. */
final class Answers {
  /** Of a long poll. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final CameraState state;
  private final URI device;
  private final MediaAnswers media;

  Answers(CameraState state, URI device) {
    this.state = state;
    this.device = device;
    this.media = new MediaAnswers(state);
  }

  /** Does what is asked at once; gives the answer, which may be some time in coming. */
  Supplier<Optional<Answer>> to(String path, XmlElement asked) {
    if (asked.name().equals("PullMessages")) {
      return pull(path, asked);
    }
    Answer answer = now(path, asked);
    return () -> Optional.of(answer);
  }

  private Answer now(String path, XmlElement asked) {
    return switch (asked.name()) {
      case "GetSystemDateAndTime" -> Answer.of(time());
      case "SetSystemDateAndTime" -> {
        state.clockIsSet();
        yield Answer.of("<tds:SetSystemDateAndTimeResponse/>");
      }
      case "GetServices" -> Answer.of(services());
      case "GetCapabilities" -> Answer.of(capabilities());
      case "GetScopes" -> Answer.of(scopes());
      case "GetDeviceInformation" ->
          Answer.of(
              """
              <tds:GetDeviceInformationResponse><tds:Manufacturer>Vedette</tds:Manufacturer>\
              <tds:Model>Simulated</tds:Model><tds:FirmwareVersion>1.0</tds:FirmwareVersion>\
              <tds:SerialNumber>%s</tds:SerialNumber><tds:HardwareId>sim</tds:HardwareId>\
              </tds:GetDeviceInformationResponse>"""
                  .formatted(state.setup().serial()));
      case "GetNetworkInterfaces" ->
          Answer.of(
              """
              <tds:GetNetworkInterfacesResponse><tds:NetworkInterfaces token="eth0">\
              <tt:Enabled>true</tt:Enabled><tt:Info><tt:Name>eth0</tt:Name>\
              <tt:HwAddress>%s</tt:HwAddress><tt:MTU>1500</tt:MTU></tt:Info>\
              </tds:NetworkInterfaces></tds:GetNetworkInterfacesResponse>"""
                  .formatted(state.mac()));
      case "CreatePullPointSubscription" -> subscribe();
      case "Renew" -> renew(path);
      case "Unsubscribe" -> {
        state.subscriptions().remove(subscription(path));
        yield Answer.of("<wsnt:UnsubscribeResponse/>");
      }
      case "GetEventProperties" ->
          Answer.of(
              """
              <tev:GetEventPropertiesResponse><wsnt:FixedTopicSet>true</wsnt:FixedTopicSet>\
              <wstop:TopicSet xmlns:wstop="http://docs.oasis-open.org/wsn/t-1"><tns1:RuleEngine>\
              <CellMotionDetector><Motion wstop:topic="true"/></CellMotionDetector>\
              </tns1:RuleEngine></wstop:TopicSet></tev:GetEventPropertiesResponse>""");
      default -> device(asked);
    };
  }

  private Answer device(XmlElement asked) {
    return PtzAnswers.knows(asked.name()) && state.setup().ptz()
        ? PtzAnswers.to(state.head(), asked)
        : media.to(asked);
  }

  private String time() {
    ZonedDateTime utc = state.now().atZone(ZoneOffset.UTC);
    ZonedDateTime local = utc.plusHours(8);
    if (state.setup().localAsUtc()) { // swapped: its login goes by what it calls local
      ZonedDateTime right = utc;
      utc = local;
      local = right;
    }
    return """
        <tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime>\
        <tt:DateTimeType>Manual</tt:DateTimeType><tt:DaylightSavings>false</tt:DaylightSavings>\
        <tt:TimeZone><tt:TZ>CST-8</tt:TZ></tt:TimeZone>%s%s</tds:SystemDateAndTime>\
        </tds:GetSystemDateAndTimeResponse>"""
        .formatted(time("UTCDateTime", utc), time("LocalDateTime", local));
  }

  private static String time(String name, ZonedDateTime at) {
    return """
        <tt:%1$s><tt:Time><tt:Hour>%2$d</tt:Hour><tt:Minute>%3$d</tt:Minute>\
        <tt:Second>%4$d</tt:Second></tt:Time><tt:Date><tt:Year>%5$d</tt:Year>\
        <tt:Month>%6$d</tt:Month><tt:Day>%7$d</tt:Day></tt:Date></tt:%1$s>"""
        .formatted(
            name,
            at.getHour(),
            at.getMinute(),
            at.getSecond(),
            at.getYear(),
            at.getMonthValue(),
            at.getDayOfMonth());
  }

  private String services() {
    StringBuilder all = new StringBuilder("<tds:GetServicesResponse>");
    service(all, "http://www.onvif.org/ver10/device/wsdl", "device_service");
    service(all, "http://www.onvif.org/ver10/media/wsdl", "media");
    service(all, "http://www.onvif.org/ver10/events/wsdl", "events");
    service(all, "http://www.onvif.org/ver20/imaging/wsdl", "imaging");
    if (state.setup().media2()) {
      service(all, "http://www.onvif.org/ver20/media/wsdl", "media2");
    }
    if (state.setup().ptz()) {
      service(all, "http://www.onvif.org/ver20/ptz/wsdl", "ptz");
    }
    return all.append("</tds:GetServicesResponse>").toString();
  }

  private void service(StringBuilder all, String namespace, String path) {
    all.append("<tds:Service><tds:Namespace>").append(namespace).append("</tds:Namespace>");
    all.append("<tds:XAddr>").append(address(path)).append("</tds:XAddr>");
    all.append("<tds:Version><tt:Major>2</tt:Major><tt:Minor>60</tt:Minor></tds:Version>");
    all.append("</tds:Service>");
  }

  private URI address(String path) {
    return device.resolve("/onvif/" + path);
  }

  private String capabilities() {
    String ptz =
        state.setup().ptz() ? "<tt:PTZ><tt:XAddr>" + address("ptz") + "</tt:XAddr></tt:PTZ>" : "";
    return """
        <tds:GetCapabilitiesResponse><tds:Capabilities>\
        <tt:Device><tt:XAddr>%s</tt:XAddr></tt:Device>\
        <tt:Events><tt:XAddr>%s</tt:XAddr>\
        <tt:WSSubscriptionPolicySupport>true</tt:WSSubscriptionPolicySupport>\
        <tt:WSPullPointSupport>true</tt:WSPullPointSupport></tt:Events>\
        <tt:Imaging><tt:XAddr>%s</tt:XAddr></tt:Imaging>\
        <tt:Media><tt:XAddr>%s</tt:XAddr><tt:StreamingCapabilities>\
        <tt:RTP_TCP>true</tt:RTP_TCP><tt:RTP_RTSP_TCP>true</tt:RTP_RTSP_TCP>\
        </tt:StreamingCapabilities></tt:Media>%s</tds:Capabilities>\
        </tds:GetCapabilitiesResponse>"""
        .formatted(device, address("events"), address("imaging"), address("media"), ptz);
  }

  private String scopes() {
    return Discovery.scopes(state).stream()
        .map(
            scope ->
                "<tds:Scopes><tt:ScopeDef>Fixed</tt:ScopeDef><tt:ScopeItem>"
                    + scope
                    + "</tt:ScopeItem></tds:Scopes>")
        .collect(Collectors.joining("", "<tds:GetScopesResponse>", "</tds:GetScopesResponse>"));
  }

  private Answer subscribe() {
    String id = state.subscriptions().add();
    if (id.isEmpty()) {
      return Answer.fault(500, "Receiver", "ter:Action", "no more subscriptions");
    }
    Instant now = state.now();
    return Answer.of(
        """
        <tev:CreatePullPointSubscriptionResponse><tev:SubscriptionReference><wsa:Address>%s\
        </wsa:Address></tev:SubscriptionReference><wsnt:CurrentTime>%s</wsnt:CurrentTime>\
        <wsnt:TerminationTime>%s</wsnt:TerminationTime></tev:CreatePullPointSubscriptionResponse>"""
            .formatted(address("subscription/" + id), now, now.plusSeconds(120)));
  }

  private Supplier<Optional<Answer>> pull(String path, XmlElement asked) {
    Instant end;
    try {
      Duration wait = Duration.parse(asked.text("Timeout"));
      end = state.now().plus(wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
    } catch (DateTimeParseException nonsense) {
      Answer refusal = Answer.fault(400, "Sender", "ter:InvalidArgVal", "Timeout");
      return () -> Optional.of(refusal);
    }
    return () -> {
      Optional<String> happened = state.subscriptions().pull(subscription(path));
      if (happened.isEmpty()) {
        return Optional.of(unknown());
      }
      Instant now = state.now();
      return happened.get().isEmpty() && now.isBefore(end)
          ? Optional.empty()
          : Optional.of(messages(happened.get(), now));
    };
  }

  private static Answer messages(String all, Instant now) {
    return Answer.of(
        """
        <tev:PullMessagesResponse><tev:CurrentTime>%s</tev:CurrentTime>\
        <tev:TerminationTime>%s</tev:TerminationTime>%s</tev:PullMessagesResponse>"""
            .formatted(now, now.plusSeconds(120), all));
  }

  private Answer renew(String path) {
    if (!state.subscriptions().has(subscription(path))) {
      return unknown();
    }
    Instant now = state.now();
    return Answer.of(
        """
        <wsnt:RenewResponse><wsnt:TerminationTime>%s</wsnt:TerminationTime>\
        <wsnt:CurrentTime>%s</wsnt:CurrentTime></wsnt:RenewResponse>"""
            .formatted(now.plusSeconds(120), now));
  }

  private static Answer unknown() {
    return Answer.fault(400, "Sender", "ter:InvalidArgVal", "unknown subscription");
  }

  private static String subscription(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}

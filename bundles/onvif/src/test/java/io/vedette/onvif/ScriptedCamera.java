package io.vedette.onvif;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;

/** A camera that gives prepared answers in order and remembers what it was asked. */
final class ScriptedCamera implements SoapTransport {
  static final URI DEVICE = URI.create("http://10.0.0.7:8000/onvif/device_service");

  private final Deque<Object> answers = new ArrayDeque<>();
  private final Deque<Request> requests = new ArrayDeque<>();
  final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-25T07:00:00Z"));

  /** What arrived. */
  record Request(URI to, String action, String text, XmlElement envelope) {}

  OnvifClient client(Optional<Login> login) {
    return new OnvifClient(this, DEVICE, login, clock, new Random(1));
  }

  ScriptedCamera answers(String body) {
    answers.add(
        ("<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope'><e:Body>"
                + body
                + "</e:Body></e:Envelope>")
            .getBytes(StandardCharsets.UTF_8));
    return this;
  }

  ScriptedCamera fails(String subcode) {
    return answers(
        "<e:Fault><e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>ter:%s</e:Value></e:Subcode></e:Code><e:Reason><e:Text>told so</e:Text></e:Reason></e:Fault>"
            .formatted(subcode));
  }

  ScriptedCamera answersTime(Instant utc, Instant local) {
    return answers(
        "<r:GetSystemDateAndTimeResponse xmlns:r='x'><SystemDateAndTime>"
            + time("UTCDateTime", utc)
            + time("LocalDateTime", local)
            + "</SystemDateAndTime></r:GetSystemDateAndTimeResponse>");
  }

  private static String time(String name, Instant at) {
    java.time.ZonedDateTime t = at.atZone(java.time.ZoneOffset.UTC);
    return "<%s><Time><Hour>%d</Hour><Minute>%d</Minute><Second>%d</Second></Time><Date><Year>%d</Year><Month>%d</Month><Day>%d</Day></Date></%s>"
        .formatted(
            name,
            t.getHour(),
            t.getMinute(),
            t.getSecond(),
            t.getYear(),
            t.getMonthValue(),
            t.getDayOfMonth(),
            name);
  }

  /** Two services under names that the camera believes to have. */
  ScriptedCamera answersServices() {
    return answers(
        """
        <GetServicesResponse>\
        <Service><Namespace>http://www.onvif.org/ver10/media/wsdl</Namespace>\
        <XAddr>http://192.168.1.64/onvif/Media</XAddr></Service>\
        <Service><Namespace>http://www.onvif.org/ver10/events/wsdl</Namespace>\
        <XAddr>http:///onvif/Events</XAddr></Service>\
        <Service><Namespace>http://www.onvif.org/ver20/ptz/wsdl</Namespace>\
        <XAddr>http://192.168.1.64/onvif/PTZ</XAddr></Service></GetServicesResponse>""");
  }

  @Override
  public byte[] post(URI to, String action, byte[] message, Duration wait)
      throws IOException, OnvifException {
    requests.add(
        new Request(
            to, action, new String(message, StandardCharsets.UTF_8), XmlReader.read(message)));
    Object answer = answers.poll();
    assertThat(answer).as("answer to %s", action).isNotNull();
    return (byte[]) answer;
  }

  /** The next request in order. */
  Request asked(String operation) {
    Request request = requests.poll();
    assertThat(request).as(operation).isNotNull();
    assertThat(request.action()).endsWith("/" + operation);
    return request;
  }

  /** That was all. */
  void askedNothingMore() {
    assertThat(requests).isEmpty();
    assertThat(answers).isEmpty();
  }
}

package io.vedette.onvif;

import io.vedette.onvif.OnvifException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** SOAP 1.2 envelopes: ours written, the camera's opened. */
final class Soap {
  private static final int MAX_REASON = 200;

  private Soap() {}

  /**
   * A request.
   *
   * @param header XML of header blocks
   * @param body XML of the one element of the body, with the prefixes of {@link Service} and {@code
   *     tt} for the common types
   */
  static byte[] request(String header, String body) {
    StringBuilder xml = new StringBuilder(1024);
    xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        .append("<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"")
        .append(" xmlns:a=\"http://www.w3.org/2005/08/addressing\"")
        .append(" xmlns:wsnt=\"http://docs.oasis-open.org/wsn/b-2\"")
        .append(" xmlns:tt=\"http://www.onvif.org/ver10/schema\"");
    for (Service service : Service.values()) {
      xml.append(" xmlns:").append(service.prefix()).append("=\"");
      xml.append(service.namespace()).append('"');
    }
    xml.append('>');
    if (!header.isEmpty()) {
      xml.append("<s:Header>").append(header).append("</s:Header>");
    }
    xml.append("<s:Body>").append(body).append("</s:Body></s:Envelope>");
    return xml.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The element inside the body of an answer.
   *
   * @param expected its local name, for example {@code GetProfilesResponse}
   * @throws OnvifException if it is a fault, of the kind that the fault's codes tell; if it is
   *     anything else, of kind PROTOCOL
   */
  static XmlElement open(byte[] answer, String expected) throws OnvifException {
    XmlElement envelope = XmlReader.read(answer);
    Optional<XmlElement> body = envelope.find("Body");
    if (!envelope.name().equals("Envelope") || body.isEmpty()) {
      throw new OnvifException(Kind.PROTOCOL, "no SOAP: begins with " + envelope);
    }
    Optional<XmlElement> fault = body.get().find("Fault");
    if (fault.isPresent()) {
      throw fault(fault.get());
    }
    return body.get()
        .find(expected)
        .orElseThrow(
            () ->
                new OnvifException(
                    Kind.PROTOCOL, "asked for " + expected + ", got " + body.get().children()));
  }

  /** ONVIF Core 5.8.2: faults by their subcodes; some devices tell in the reason alone. */
  private static OnvifException fault(XmlElement fault) {
    List<String> codes = new ArrayList<>();
    for (Optional<XmlElement> code = fault.find("Code"); code.isPresent(); ) {
      codes.add(code.get().text("Value").replaceFirst("^.*:", ""));
      code = code.get().find("Subcode");
    }
    codes.add(fault.text("faultcode").replaceFirst("^.*:", "")); // SOAP 1.1
    String reason = fault.text("Reason", "Text");
    if (reason.isEmpty()) {
      reason = fault.text("faultstring");
    }
    String all = String.join(" ", codes).strip();
    String told = (all + " \"" + cut(reason) + "\"").strip();
    return new OnvifException(kind(all + " " + reason), "the camera answers " + told);
  }

  private static Kind kind(String told) {
    String words = told.toLowerCase(Locale.ROOT);
    if (words.contains("notauthorized")
        || words.contains("not authorized")
        || words.contains("unauthorized")
        || words.contains("failedauthentication")
        || words.contains("failedcheck")
        || words.contains("invalidsecurity")) {
      return Kind.UNAUTHORIZED;
    }
    if (words.contains("actionnotsupported")
        || words.contains("not implemented")
        || words.contains("notsupported")
        || words.contains("unknownaction")) {
      return Kind.UNSUPPORTED;
    }
    return Kind.REFUSED;
  }

  private static String cut(String reason) {
    String line = reason.replaceAll("\\s+", " ");
    return line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON) + "…";
  }
}

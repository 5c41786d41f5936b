package io.vedette.onvif;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Datagrams of WS-Discovery (April 2005), by which cameras are found at 239.255.255.250:3702. */
public final class WsDiscovery {
  /** Group of IPv4. */
  public static final String GROUP = "239.255.255.250";

  /** UDP port. */
  public static final int PORT = 3702;

  /** Answers of one datagram that are looked at. */
  private static final int MAX_MATCHES = 64;

  private WsDiscovery() {}

  /** What is asked for. */
  public enum Type {
    /** What the ONVIF core specification (7.3) tells clients to ask for. */
    VIDEO_TRANSMITTER("<d:Types>dn:NetworkVideoTransmitter</d:Types>"),
    /** For recorders and devices of later profiles. */
    DEVICE("<d:Types>tds:Device</d:Types>"),
    /** For devices that compare prefixes instead of names. */
    ANY("");

    private final String xml;

    Type(String xml) {
      this.xml = xml;
    }
  }

  /** A question. */
  public static byte[] probe(UUID id, Type type) {
    return """
        <?xml version="1.0" encoding="UTF-8"?>\
        <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" \
        xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" \
        xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" \
        xmlns:dn="http://www.onvif.org/ver10/network/wsdl" \
        xmlns:tds="http://www.onvif.org/ver10/device/wsdl"><s:Header>\
        <a:Action s:mustUnderstand="1">\
        http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action>\
        <a:MessageID>uuid:%s</a:MessageID><a:ReplyTo><a:Address>\
        http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>\
        <a:To s:mustUnderstand="1">urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To>\
        </s:Header><s:Body><d:Probe>%s</d:Probe></s:Body></s:Envelope>"""
        .formatted(id, type.xml)
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A device that answered.
   *
   * @param endpoint its lasting name, mostly {@code urn:uuid:…}; some end in the MAC address
   * @param addresses of its device service; IPv6, link-local or wrong ones among them
   * @param scopes {@code onvif://www.onvif.org/name/…} and the like
   * @param camera true if its types say that it transmits video, or say nothing
   */
  public record Match(
      String endpoint, List<String> addresses, List<String> scopes, boolean camera) {
    /**
     * Value of the first scope of a kind ({@code name}, {@code hardware}, {@code mac}), decoded.
     */
    public String scope(String kind) {
      String prefix = "onvif://www.onvif.org/" + kind + "/";
      for (String scope : scopes) {
        if (scope.regionMatches(true, 0, prefix, 0, prefix.length())) {
          return decoded(scope.substring(prefix.length()));
        }
      }
      return "";
    }

    private static String decoded(String text) {
      try {
        // A plus is a plus in a URI.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8).strip();
      } catch (IllegalArgumentException notEncoded) {
        return text;
      }
    }
  }

  /**
   * Devices of an answer or of a Hello; empty if it is something else.
   *
   * @throws OnvifException if it is no SOAP
   */
  public static List<Match> matches(byte[] datagram) throws OnvifException {
    XmlElement envelope = XmlReader.read(datagram);
    List<XmlElement> told = new ArrayList<>();
    for (XmlElement body : envelope.all("Body")) {
      body.all("ProbeMatches").forEach(all -> told.addAll(all.all("ProbeMatch")));
      body.all("ResolveMatches").forEach(all -> told.addAll(all.all("ResolveMatch")));
      told.addAll(body.all("Hello"));
    }
    if (told.isEmpty() && !envelope.name().equals("Envelope")) {
      throw new OnvifException(OnvifException.Kind.PROTOCOL, "no SOAP: begins with " + envelope);
    }
    return told.stream().limit(MAX_MATCHES).map(WsDiscovery::match).toList();
  }

  private static Match match(XmlElement told) {
    String types = told.text("Types");
    return new Match(
        told.text("EndpointReference", "Address"),
        words(told.text("XAddrs")),
        words(told.text("Scopes")),
        types.isEmpty() || types.contains("NetworkVideo") || types.contains("Device"));
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
  }
}

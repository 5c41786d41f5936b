package io.vedette.discovery;

import io.vedette.api.discovery.FoundCamera;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.jmdns.ServiceInfo;

/** What a service announced by mDNS is to us. */
final class MdnsCameras {
  /**
   * Types that cameras announce. {@code _http._tcp} is what nearly all do, but printers and routers
   * too: taken only if the name is that of a maker of cameras.
   */
  static final List<String> TYPES =
      List.of(
          "_axis-video._tcp.local.",
          "_axis-nvr._tcp.local.",
          "_vapix-http._tcp.local.",
          "_vapix-https._tcp.local.",
          "_rtsp._tcp.local.",
          "_onvif._tcp.local.",
          "_psia._tcp.local.",
          "_CGI._tcp.local.",
          "_nvr._tcp.local.",
          "_camera._tcp.local.",
          "_http._tcp.local.");

  private static final List<String> MAKERS =
      List.of(
          "axis",
          "hikvision",
          "dahua",
          "acti",
          "hanwha",
          "samsung",
          "honeywell",
          "bosch",
          "vivotek",
          "amcrest",
          "reolink",
          "uniview",
          "mobotix",
          "panasonic",
          "sony",
          "pelco",
          "avigilon",
          "foscam",
          "geovision",
          "lorex",
          "annke",
          "tiandy",
          "tapo",
          "ezviz");

  private static final int MAX_TEXT = 256;

  private MdnsCameras() {}

  /**
   * A service as it was announced.
   *
   * @param type {@code rtsp}, {@code axis-video}
   * @param text its TXT record, names in lower case
   */
  record Service(
      String type, String name, List<InetAddress> addresses, int port, Map<String, String> text) {
    static Service of(ServiceInfo info) {
      Map<String, String> text = new HashMap<>();
      for (String key : Collections.list(info.getPropertyNames())) {
        String value = info.getPropertyString(key);
        if (value != null && value.length() <= MAX_TEXT) {
          text.put(key.toLowerCase(Locale.ROOT), value);
        }
      }
      return new Service(
          info.getApplication(),
          info.getName(),
          Arrays.asList(info.getInetAddresses()),
          info.getPort(),
          text);
    }
  }

  /** The camera behind a service; empty if it is none, or its address is not known yet. */
  static Optional<FoundCamera> camera(Service service) {
    Optional<InetAddress> address =
        service.addresses().stream()
            .filter(a -> a instanceof Inet4Address)
            .findFirst()
            .or(() -> service.addresses().stream().findFirst());
    String vendor = vendor(service);
    String type = service.type().toLowerCase(Locale.ROOT);
    boolean recorder = Responders.PRODUCT.equals(service.text().get("product")); // perhaps we
    if (address.isEmpty() || recorder || type.equals("http") && vendor.isEmpty()) {
      return Optional.empty();
    }
    String host = Interfaces.literal(address.get());
    // All but RTSP servers speak ONVIF more likely than not; adding tells.
    boolean rtsp = type.equals("rtsp");
    String uri =
        rtsp
            ? "rtsp://" + host + ":" + service.port() + path(service)
            : "http://"
                + host
                + (service.port() == 80 || type.equals("vapix-https") ? "" : ":" + service.port())
                + "/onvif/device_service";
    try {
      String mac =
          service.text().getOrDefault("macaddress", service.text().getOrDefault("mac", ""));
      Set<String> identities =
          Identities.of(mac, service.text().getOrDefault("serial", ""), lastWord(service.name()));
      return Optional.of(
          new FoundCamera(
              rtsp ? "rtsp" : "onvif",
              new URI(uri).parseServerAuthority(),
              service.name(),
              vendor,
              service.text().getOrDefault("model", service.text().getOrDefault("md", "")),
              service.text().getOrDefault("serial", ""),
              identities));
    } catch (URISyntaxException unusable) {
      return Optional.empty();
    }
  }

  private static String path(Service service) {
    String path = service.text().getOrDefault("path", "").strip();
    return path.isEmpty() || path.startsWith("/") ? path : "/" + path;
  }

  /** {@code AXIS M1054 - 00408CABCDEF}: MAC address or serial number stand at the end. */
  private static String lastWord(String name) {
    int dash = name.lastIndexOf(" - ");
    return dash < 0 ? "" : name.substring(dash + 3);
  }

  private static String vendor(Service service) {
    String type = service.type().toLowerCase(Locale.ROOT);
    if (type.startsWith("axis") || type.startsWith("vapix")) {
      return "AXIS";
    }
    if (type.equals("psia") || type.equals("cgi")) {
      return "HIKVISION";
    }
    String name = service.name().toLowerCase(Locale.ROOT);
    return MAKERS.stream()
        .filter(maker -> name.matches("(?s)(.*[^a-z])?" + maker + "([^a-z].*)?"))
        .findFirst()
        .map(maker -> maker.toUpperCase(Locale.ROOT))
        .orElse("");
  }
}

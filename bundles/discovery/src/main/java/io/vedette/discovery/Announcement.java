package io.vedette.discovery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What the recorder tells of itself. */
final class Announcement {
  private Announcement() {}

  /**
   * Service types and ports, from the framework's properties; nothing if it listens on loopback
   * alone.
   */
  static Map<String, Integer> of(UnaryOperator<String> properties) {
    Map<String, Integer> services = new LinkedHashMap<>();
    String host = properties.apply("org.apache.felix.http.host");
    if (host != null && (host.startsWith("127.") || host.equals("localhost"))) {
      return services;
    }
    put(services, "_http._tcp.local.", properties.apply("org.osgi.service.http.port"));
    put(services, "_https._tcp.local.", properties.apply("org.osgi.service.http.port.secure"));
    return services;
  }

  private static void put(Map<String, Integer> services, String type, String port) {
    if (port != null && port.matches("[1-9]\\d{0,4}")) {
      services.put(type, Integer.parseInt(port));
    }
  }

  /** The name that is set, else one of the host. */
  static String name(String set) {
    if (!set.isBlank()) {
      return set.strip();
    }
    try {
      return "Vedette " + InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "Vedette";
    }
  }
}

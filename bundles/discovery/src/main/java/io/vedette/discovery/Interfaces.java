package io.vedette.discovery;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Addresses of this machine, and how addresses are written. */
final class Interfaces {
  private Interfaces() {}

  /**
   * IPv4 addresses of the interfaces that are up. Loopback among them, at the end: the cameras of
   * the demo are there.
   */
  static List<InetAddress> addresses() throws SocketException {
    List<InetAddress> outside = new ArrayList<>();
    List<InetAddress> loopback = new ArrayList<>();
    for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (!card.isUp()) {
        continue;
      }
      for (InetAddress address : Collections.list(card.getInetAddresses())) {
        if (address instanceof Inet4Address) {
          (card.isLoopback() ? loopback : outside).add(address);
        }
      }
    }
    outside.addAll(loopback);
    return outside;
  }

  /** Without the zone, in brackets if it is IPv6. */
  static String literal(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    String bare = zone < 0 ? text : text.substring(0, zone);
    return bare.indexOf(':') < 0 ? bare : "[" + bare + "]";
  }

  /** An absolute http or https address with a host, as a camera wrote it; else empty. */
  static Optional<URI> http(String written) {
    try {
      URI uri = new URI(written).parseServerAuthority();
      boolean usable =
          uri.getHost() != null
              && ("http".equalsIgnoreCase(uri.getScheme())
                  || "https".equalsIgnoreCase(uri.getScheme()));
      return usable && uri.getRawUserInfo() == null ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException unusable) {
      return Optional.empty();
    }
  }
}

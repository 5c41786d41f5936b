package io.vedette.dvrip;

import java.net.URI;

/**
 * Where a device is: {@code dvrip://host:34567}; the port may be left out.
 *
 * @param host name or address
 * @param port of all connections
 */
public record DvripAddress(String host, int port) {
  /** As devices leave the factory. */
  public static final int PORT = 34567;

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException with what is wrong with it, for people
   */
  public static DvripAddress of(URI uri) {
    if (!"dvrip".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException("not of the form dvrip://host:34567: " + uri);
    }
    int port = uri.getPort() < 0 ? PORT : uri.getPort();
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("a port is 1 to 65535: " + uri);
    }
    String host = uri.getHost();
    return new DvripAddress(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
  }

  /** Host and port, for messages. */
  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}

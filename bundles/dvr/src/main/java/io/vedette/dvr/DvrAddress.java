package io.vedette.dvr;

import java.net.URI;

/**
 * Where a DVR is: {@code dvr://host:670?data=680}; both ports may be left out.
 *
 * @param host name or address
 * @param port of the control connection
 * @param dataPort of the data connection
 */
public record DvrAddress(String host, int port, int dataPort) {
  /** Port of the control connection as devices leave the factory. */
  public static final int CONTROL = 670;

  /** Port of the data connection as devices leave the factory. */
  public static final int DATA = 680;

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException with what is wrong with it, for people
   */
  public static DvrAddress of(URI uri) {
    if (!"dvr".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException("not of the form dvr://host:670?data=680: " + uri);
    }
    int data = DATA;
    if (uri.getQuery() != null) {
      if (!uri.getQuery().matches("data=[0-9]{1,5}")) {
        throw new IllegalArgumentException("not of the form ?data=680: ?" + uri.getQuery());
      }
      data = Integer.parseInt(uri.getQuery().substring("data=".length()));
    }
    int control = uri.getPort() < 0 ? CONTROL : uri.getPort();
    if (control < 1 || control > 65_535 || data < 1 || data > 65_535) {
      throw new IllegalArgumentException("a port is 1 to 65535: " + uri);
    }
    String host = uri.getHost();
    return new DvrAddress(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host, control, data);
  }

  /** Host and control port, for messages. */
  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}

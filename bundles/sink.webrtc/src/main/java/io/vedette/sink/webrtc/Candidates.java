package io.vedette.sink.webrtc;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Addresses on which browsers may reach the media port, best first: the one on which the request
 * came, those of the network interfaces, the public ones of the configuration, loopback last.
 * Firefox refuses loopback, so a page on the same machine needs one of the others. Thread-safe.
 */
final class Candidates {
  private static final Logger LOG = LoggerFactory.getLogger(Candidates.class);

  /** A machine with containers has dozens of interfaces; a browser tries each candidate. */
  private static final int MAX_INTERFACE_ADDRESSES = 8;

  private final Optional<InetAddress> bound;
  private final List<InetAddress> published;

  /**
   * @param bind address to which the port is bound; empty or 0.0.0.0: all
   * @param published literal addresses from outside; what is no literal is left out and logged
   */
  Candidates(String bind, List<String> published) {
    this.bound = bind.isBlank() ? Optional.empty() : Optional.of(resolved(bind.strip()));
    List<InetAddress> addresses = new ArrayList<>();
    for (String address : published) {
      literal(address)
          .ifPresentOrElse(
              addresses::add,
              () -> LOG.warn("publicAddresses: {} is not an IP address, left out", address));
    }
    this.published = List.copyOf(addresses);
  }

  @SuppressWarnings("AddressSelection") // which one of a name is bound, the resolver may say
  private static InetAddress resolved(String bind) {
    try {
      return InetAddress.getByName(bind);
    } catch (UnknownHostException unknown) {
      throw new IllegalArgumentException("bind: " + bind + " is no address of ours", unknown);
    }
  }

  /** Where to bind. */
  InetSocketAddress bindAddress(int port) {
    return bound
        .map(address -> new InetSocketAddress(address, port))
        .orElse(new InetSocketAddress(port));
  }

  /**
   * The candidates for one answer; none only on a machine without any address.
   *
   * @param local literal address on which the request reached us
   */
  List<InetSocketAddress> of(String local, int port) {
    Set<InetAddress> addresses = new LinkedHashSet<>();
    if (bound.filter(a -> !a.isAnyLocalAddress()).isPresent()) {
      addresses.add(bound.get());
    } else {
      literal(local).filter(a -> !a.isAnyLocalAddress()).ifPresent(addresses::add);
      addresses.addAll(interfaceAddresses());
      addresses.add(InetAddress.getLoopbackAddress());
    }
    addresses.addAll(published);
    return addresses.stream()
        .sorted((a, b) -> Boolean.compare(a.isLoopbackAddress(), b.isLoopbackAddress()))
        .map(address -> new InetSocketAddress(address, port))
        .toList();
  }

  /** Those of interfaces that are up; IPv4 first, for it is what camera networks use. */
  private static List<InetAddress> interfaceAddresses() {
    List<InetAddress> addresses = new ArrayList<>();
    try {
      NetworkInterface.networkInterfaces()
          .filter(Candidates::isUp)
          .flatMap(NetworkInterface::inetAddresses)
          .filter(a -> !a.isLinkLocalAddress() && !a.isLoopbackAddress())
          .forEach(addresses::add);
    } catch (SocketException unknown) {
      LOG.warn("network interfaces cannot be listed: {}", unknown.getMessage());
    }
    addresses.sort((a, b) -> Boolean.compare(a instanceof Inet6Address, b instanceof Inet6Address));
    return addresses.subList(0, Math.min(addresses.size(), MAX_INTERFACE_ADDRESSES));
  }

  private static boolean isUp(NetworkInterface network) {
    try {
      return network.isUp();
    } catch (SocketException gone) {
      return false;
    }
  }

  /** Only digits, dots, colons and a zone, so that the resolver is never asked. */
  @SuppressWarnings("AddressSelection") // a literal has one address
  private static Optional<InetAddress> literal(String text) {
    String address = text.strip();
    if (!address.matches("[0-9.]{7,15}|\\[?[0-9A-Fa-f:.]{2,45}(%\\w+)?]?")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(address));
    } catch (UnknownHostException broken) {
      return Optional.empty();
    }
  }
}

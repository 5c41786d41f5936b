package io.vedette.sink.rtsp;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All connections and their limits. Used by the server's thread; {@link #all} by any. */
final class Clients {
  /** Strangers at the same time; one more makes the oldest go. A login takes milliseconds. */
  private static final int MAX_STRANGERS = 32;

  private final int max;
  private final Set<Connection> connections = new LinkedHashSet<>(); // oldest first
  private final Map<InetSocketAddress, Connection> reporters = new HashMap<>();
  private volatile List<Connection> all = List.of();

  Clients(int max) {
    this.max = max;
  }

  /** Oldest first. */
  List<Connection> all() {
    return all;
  }

  /** True if one more may come; a stranger may have had to go for it. */
  boolean hasRoom() {
    List<Connection> strangers = connections.stream().filter(c -> !c.isAdmitted()).toList();
    boolean full = connections.size() >= max;
    if (strangers.size() >= MAX_STRANGERS || full && !strangers.isEmpty()) {
      strangers.get(0).end("room was needed for others");
    }
    return connections.size() < max;
  }

  void add(Connection connection) {
    connections.add(connection);
    all = List.copyOf(connections);
  }

  void remove(Connection connection) {
    connections.remove(connection);
    reporters.values().removeIf(connection::equals);
    all = List.copyOf(connections);
  }

  /** The client will report from there by UDP. */
  void expect(InetSocketAddress rtcp, Connection connection) {
    reporters.put(rtcp, connection);
  }

  /** Whose report that must be. */
  Optional<Connection> reporting(InetSocketAddress from) {
    return Optional.ofNullable(reporters.get(from));
  }
}

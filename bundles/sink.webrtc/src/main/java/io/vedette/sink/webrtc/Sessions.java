package io.vedette.sink.webrtc;

import io.vedette.webrtc.ice.IceLiteAgent;
import io.vedette.webrtc.ice.MalformedStunException;
import io.vedette.webrtc.ice.StunMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * All sessions, and which of them a datagram is for (RFC 7983 7): a STUN check by its user
 * fragment, all else by the address it comes from, which a check has proved before. Anything else
 * is dropped without a word. Thread-safe; {@link #received} is called by the reader's thread alone.
 */
final class Sessions implements MediaPort.Receiver {
  /** Walls of 64 tiles before sixteen people; a core serves 300 viewers of 4 Mbit/s. */
  static final int MAX = 1024;

  /** Pages behind one address: a wall of 64 tiles, four times. */
  static final int MAX_PER_ADDRESS = 256;

  /** A browser checks from each of its own addresses. */
  private static final int MAX_ADDRESSES_PER_SESSION = 8;

  private final Map<String, Session> byId = new ConcurrentHashMap<>();
  private final Map<String, Session> byUfrag = new ConcurrentHashMap<>();
  private final Map<InetSocketAddress, Session> byAddress = new ConcurrentHashMap<>();
  private final Consumer<Playback> wake;

  /**
   * @param wake tells a sender that there is RTCP for one of its viewers
   */
  Sessions(Consumer<Playback> wake) {
    this.wake = wake;
  }

  /** True if no more should be added. */
  boolean isFull() {
    return byId.size() >= MAX;
  }

  void add(Session session) {
    byId.put(session.id(), session);
    byUfrag.put(session.ufrag(), session);
  }

  void remove(Session session) {
    byId.remove(session.id());
    byUfrag.remove(session.ufrag());
    byAddress.values().removeIf(session::equals);
  }

  Optional<Session> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  Collection<Session> all() {
    return List.copyOf(byId.values());
  }

  @Override
  public void received(MediaPort port, ByteBuffer datagram, InetSocketAddress from) {
    if (!datagram.hasRemaining()) {
      return;
    }
    int first = datagram.get(0) & 0xff;
    if (first < 4) {
      stun(port, datagram, from);
    } else if (first >= 20 && first < 64) {
      at(from).ifPresent(session -> session.receiveDtls(datagram));
    } else if (first >= 128 && first < 192) {
      at(from).flatMap(session -> session.receiveRtcp(datagram)).ifPresent(wake);
    }
  }

  private Optional<Session> at(InetSocketAddress address) {
    Optional<Session> session = Optional.ofNullable(byAddress.get(address));
    session.ifPresent(s -> s.heard(System.nanoTime()));
    return session;
  }

  private void stun(MediaPort port, ByteBuffer datagram, InetSocketAddress from) {
    try {
      StunMessage check = StunMessage.parse(datagram);
      Optional<Session> session = IceLiteAgent.localUfrag(check).map(byUfrag::get);
      session
          .flatMap(s -> s.ice().answer(check, from, System.nanoTime()))
          .ifPresent(answer -> answered(port, session.get(), answer, from));
    } catch (MalformedStunException garbage) {
      // From anybody: neither an answer nor a line in the log.
    }
  }

  private void answered(
      MediaPort port, Session session, IceLiteAgent.Answer answer, InetSocketAddress from) {
    if (answer.accepted() && !know(session, from)) {
      session.close("more than " + MAX_PER_ADDRESS + " viewers at one address");
      return;
    }
    byte[] response = new byte[answer.datagram().remaining()];
    answer.datagram().get(response);
    port.send(response, 0, response.length, from);
    if (answer.accepted()) {
      session.heard(System.nanoTime());
      session.checked();
    }
  }

  /** Remembers the address of a session; false if its host has too many sessions. */
  private boolean know(Session session, InetSocketAddress from) {
    if (session.equals(byAddress.get(from))) {
      return true;
    }
    InetAddress host = from.getAddress();
    long sameHost =
        byAddress.entrySet().stream()
            .filter(e -> e.getKey().getAddress().equals(host))
            .map(Map.Entry::getValue)
            .filter(s -> !s.equals(session))
            .distinct()
            .count();
    if (sameHost >= MAX_PER_ADDRESS) {
      return false;
    }
    long own = byAddress.values().stream().filter(session::equals).count();
    if (own < MAX_ADDRESSES_PER_SESSION) {
      byAddress.put(from, session);
    }
    return true;
  }

  @Override
  public void tick() {
    long nowNs = System.nanoTime();
    all().forEach(session -> session.expire(nowNs));
  }
}

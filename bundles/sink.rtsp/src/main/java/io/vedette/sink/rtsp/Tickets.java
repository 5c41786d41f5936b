package io.vedette.sink.rtsp;

import io.vedette.api.restream.Restream.Ticket;
import io.vedette.api.stream.StreamKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The tickets that are out. Thread-safe. */
final class Tickets {
  /** A stream has one per media server: enough for 256 streams on four servers. */
  static final int MAX = 1024;

  /** No account can be named so: names have no tilde. */
  static final String PREFIX = "ticket~";

  private static final long VALID_NS = Duration.ofSeconds(Ticket.VALID_SECONDS).toNanos();

  private final Map<String, Pass> passes = new ConcurrentHashMap<>(); // by name
  private final SecureRandom random;
  private final Supplier<OptionalInt> port;
  private final LongSupplier nanoTime;

  /**
   * @param port of the server, while it has one
   * @param nanoTime as {@link System#nanoTime}
   */
  Tickets(SecureRandom random, Supplier<OptionalInt> port, LongSupplier nanoTime) {
    this.random = random;
    this.port = port;
    this.nanoTime = nanoTime;
  }

  /** See {@code Restream.ticket}. */
  Optional<Ticket> make(StreamKey key, String bearer) {
    OptionalInt bound = port.get();
    if (bound.isEmpty() || passes.size() >= MAX) {
      return Optional.empty();
    }
    Pass pass = new Pass(PREFIX + hex(4), hex(16), key, bearer, bound.getAsInt());
    passes.put(pass.name, pass);
    return Optional.of(pass);
  }

  private String hex(int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return HexFormat.of().formatHex(value);
  }

  /** The ticket under which a client signs in; empty if there is none, or it was closed. */
  Optional<Pass> find(String name) {
    return Optional.ofNullable(passes.get(name));
  }

  /** One that was not closed yet. */
  final class Pass implements Ticket {
    private final String name;
    private final String secret; // 128 bits, in hex
    private final StreamKey key;
    private final String bearer;
    private final int boundPort;
    private volatile long endNs;

    private Pass(String name, String secret, StreamKey key, String bearer, int boundPort) {
      this.name = name;
      this.secret = secret;
      this.key = key;
      this.bearer = bearer;
      this.boundPort = boundPort;
      renew();
    }

    String secret() {
      return secret;
    }

    StreamKey key() {
      return key;
    }

    String bearer() {
      return bearer;
    }

    /** True while it opens. */
    boolean isFresh() {
      return endNs - nanoTime.getAsLong() > 0;
    }

    @Override
    public String address(String host) {
      String literal = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
      return "rtsp://" + name + ":" + secret + "@" + literal + ":" + boundPort + "/" + key.path();
    }

    @Override
    public void renew() {
      endNs = nanoTime.getAsLong() + VALID_NS;
    }

    @Override
    public void close() {
      passes.remove(name, this);
    }

    /** Without the secret. */
    @Override
    public String toString() {
      return "ticket of " + bearer + " for " + key.path();
    }
  }
}

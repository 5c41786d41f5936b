package io.vedette.sink.rtsp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port and the thread of all clients. A port that cannot be had is asked for again every {@link
 * #RETRY}: the rest of the house must not suffer from it.
 */
final class ServerLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerLoop.class);
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final long TICK_NS = Duration.ofSeconds(1).toNanos();
  private static final long JOIN_MS = 3000;

  /** Then the sockets are looked at again. */
  private static final int MAX_TASKS = 4096;

  private static final int MAX_DATAGRAM_BYTES = 2048;

  /** Begins the visit of a client that has connected. */
  interface Visits {
    /**
     * @param remote literal address
     * @param udpPort from which RTP goes; empty: there is none
     */
    Visit begin(String remote, OptionalInt udpPort);
  }

  private final InetSocketAddress address;
  private final Visits visits;
  private final Answers answers;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile Selector selector; // null while there is no port
  private volatile int port; // 0 while there is none
  private volatile boolean stopping;

  // Below: used by the thread.
  private final Clients clients;
  private final Connection.Host host = new LoopHost();
  private Optional<UdpPair> udp = Optional.empty();

  /**
   * Starts the thread, which binds.
   *
   * @param address port 0 takes any
   */
  ServerLoop(InetSocketAddress address, int maxClients, Visits visits, Answers answers) {
    this.address = address;
    this.clients = new Clients(maxClients);
    this.visits = visits;
    this.answers = answers;
    this.thread = new Thread(this::run, "rtsp-server");
    thread.setDaemon(true);
    thread.start();
  }

  OptionalInt port() {
    int bound = port;
    return bound == 0 ? OptionalInt.empty() : OptionalInt.of(bound);
  }

  /** Connections that exist now. */
  List<Connection> clients() {
    return clients.all();
  }

  private void run() {
    boolean complained = false;
    while (!stopping) {
      try (Selector opened = Selector.open();
          ServerSocketChannel server = ServerSocketChannel.open()) {
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.bind(address);
        server.configureBlocking(false);
        server.register(opened, SelectionKey.OP_ACCEPT);
        InetSocketAddress bound = (InetSocketAddress) server.getLocalAddress();
        openUdp(bound, opened);
        selector = opened;
        port = bound.getPort();
        complained = false;
        LOG.info(
            "restream by RTSP on TCP port {}{}",
            bound.getPort(),
            udp.isPresent() ? " and UDP" : "; its UDP ports are in use by another");
        serve(server, opened);
      } catch (IOException | ClosedSelectorException failed) {
        if (!complained && !stopping) {
          complained = true;
          LOG.warn(
              "TCP port {} cannot be used for RTSP ({}); trying again every {} s",
              address.getPort(),
              failed.getMessage(),
              RETRY.toSeconds());
        }
      } finally {
        letGo();
      }
      pause();
    }
  }

  private void openUdp(InetSocketAddress bound, Selector with) throws IOException {
    InetAddress local = bound.getAddress();
    udp = UdpPair.open(local, bound.getPort());
    if (udp.isPresent()) {
      udp.get().rtp().register(with, SelectionKey.OP_READ);
      udp.get().rtcp().register(with, SelectionKey.OP_READ);
    }
  }

  private void serve(ServerSocketChannel server, Selector on) throws IOException {
    long tickNs = System.nanoTime();
    while (!stopping) {
      on.select(waitMillis(tickNs + TICK_NS));
      for (SelectionKey key : on.selectedKeys()) {
        ready(server, key);
      }
      on.selectedKeys().clear();
      for (int left = MAX_TASKS; left > 0; left--) {
        Runnable task = tasks.poll();
        if (task == null) {
          break;
        }
        guarded(task);
      }
      long nowNs = System.nanoTime();
      boolean ticks = nowNs - tickNs >= TICK_NS;
      if (ticks) {
        tickNs = nowNs;
      }
      for (Connection connection : clients.all()) {
        if (connection.dueNs() - nowNs <= 0) {
          guarded(() -> connection.pump(nowNs));
        }
        if (ticks) {
          guarded(() -> connection.tick(nowNs));
        }
      }
    }
  }

  private long waitMillis(long tickNs) {
    if (!tasks.isEmpty()) {
      return 1;
    }
    long dueNs = tickNs;
    for (Connection connection : clients.all()) {
      dueNs = Math.min(dueNs, connection.dueNs());
    }
    return Math.max(1, (dueNs - System.nanoTime()) / 1_000_000);
  }

  /** A fault of ours, met by one client, must not end everybody's view. */
  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException fault) {
      LOG.error("an RTSP client could not be served", fault);
    }
  }

  private void ready(ServerSocketChannel server, SelectionKey key) throws IOException {
    if (!key.isValid()) {
      return;
    }
    if (key.attachment() instanceof Connection connection) {
      guarded(() -> connection.ready(System.nanoTime()));
    } else if (key.isAcceptable()) {
      accept(server);
    } else if (key.channel() instanceof DatagramChannel channel) {
      receive(channel);
    }
  }

  private void accept(ServerSocketChannel server) throws IOException {
    for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
      if (!clients.hasRoom()) {
        LOG.warn("there are {} RTSP clients already, no more are taken", clients.all().size());
        channel.close();
        continue;
      }
      try {
        add(channel);
      } catch (IOException gone) {
        channel.close();
      }
    }
  }

  private void add(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
    SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
    OptionalInt from = udp.map(u -> OptionalInt.of(u.port())).orElse(OptionalInt.empty());
    Visit visit = visits.begin(remote.getAddress().getHostAddress(), from);
    Connection connection = new Connection(channel, key, remote, visit, host, System.nanoTime());
    key.attach(connection);
    clients.add(connection);
  }

  /** Reports, and the packets with which clients behind a NAT open the way. */
  private void receive(DatagramChannel channel) throws IOException {
    ByteBuffer datagram = ByteBuffer.allocate(MAX_DATAGRAM_BYTES);
    for (int i = 0; i < 64; i++) {
      InetSocketAddress from = (InetSocketAddress) channel.receive(datagram.clear());
      if (from == null) {
        return;
      }
      clients.reporting(from).ifPresent(c -> c.heard(System.nanoTime()));
    }
  }

  private void letGo() {
    clients.all().forEach(c -> guarded(() -> c.end("the server is stopped")));
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      guarded(task); // an answer that comes too late lets its stream go
    }
    udp.ifPresent(UdpPair::close);
    udp = Optional.empty();
    selector = null;
    port = 0;
  }

  private void pause() {
    long endNs = System.nanoTime() + RETRY.toNanos();
    while (!stopping && System.nanoTime() - endNs < 0) {
      LockSupport.parkNanos(endNs - System.nanoTime());
    }
  }

  /** Ends all connections and joins the thread. */
  @Override
  public void close() {
    stopping = true;
    Selector waiting = selector;
    if (waiting != null) {
      waiting.wakeup();
    }
    LockSupport.unpark(thread);
    try {
      thread.join(JOIN_MS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private final class LoopHost implements Connection.Host {
    @Override
    public void submit(Runnable work) {
      answers.submit(work);
    }

    @Override
    public void post(Runnable work) {
      tasks.add(work);
      Selector waiting = selector;
      if (waiting != null) {
        waiting.wakeup();
      }
    }

    @Override
    public boolean send(ByteBuffer packet, boolean control, InetSocketAddress to) {
      return udp.isEmpty() || udp.get().send(packet, control, to);
    }

    @Override
    public void expect(InetSocketAddress rtcp, Connection connection) {
      clients.expect(rtcp, connection);
    }

    @Override
    public void ended(Connection connection) {
      clients.remove(connection);
    }
  }
}

package io.vedette.sink.webrtc;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one UDP port of all viewers, and the thread that reads it. A port that cannot be had is asked
 * for again every {@link #RETRY}: the rest of the house must not suffer from it. {@link #send} may
 * be called from any thread.
 */
final class MediaPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MediaPort.class);
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final long JOIN_MS = 2000;

  /** The longest that {@link Receiver#tick} waits. */
  private static final long TICK_MS = 500;

  /** Wanted in both directions; the kernel gives what net.core.[rw]mem_max allows. */
  private static final int SOCKET_BUFFER_BYTES = 4 * 1024 * 1024;

  /**
   * A full send buffer (some 180 packets where the kernel gives 208 kB) takes 2 ms to drain at 1
   * Gbit/s; after 10 ms the packet is lost.
   */
  private static final long WAIT_NS = 100_000;

  private static final int MAX_WAITS = 100;

  /** Datagrams read before the sessions' time-outs are looked at again. */
  private static final int MAX_BATCH = 256;

  private static final int MAX_DATAGRAM_BYTES = 2048;

  /** One for each sending thread: from the heap a send costs twice the time. */
  private static final ThreadLocal<ByteBuffer> OUTGOING =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES));

  /** Who gets what is read; called by the port's thread. */
  interface Receiver {
    /** A datagram; the buffer is used again afterwards. */
    void received(MediaPort port, ByteBuffer datagram, InetSocketAddress from);

    /** Called about twice a second, whether something came or not. */
    void tick();
  }

  private final InetSocketAddress address;
  private final Receiver receiver;
  private final Thread thread;
  private volatile DatagramChannel channel; // null while there is no port
  private volatile Selector selector; // null before the first try and after the end
  private volatile boolean stopping;

  /**
   * Starts the thread, which binds.
   *
   * @param address to bind; port 0 takes any
   */
  MediaPort(InetSocketAddress address, Receiver receiver) {
    this.address = address;
    this.receiver = receiver;
    this.thread = new Thread(this::loop, "webrtc-reader");
    this.thread.setDaemon(true);
    this.thread.start();
  }

  /** The port that is bound; empty while there is none. */
  OptionalInt port() {
    DatagramChannel open = channel;
    try {
      return open == null
          ? OptionalInt.empty()
          : OptionalInt.of(((InetSocketAddress) open.getLocalAddress()).getPort());
    } catch (IOException closed) {
      return OptionalInt.empty();
    }
  }

  /** Sends a datagram; false if it could not be sent, which is as good as lost. */
  boolean send(byte[] bytes, int offset, int length, InetSocketAddress to) {
    DatagramChannel open = channel;
    if (open == null || length > MAX_DATAGRAM_BYTES) {
      return false;
    }
    ByteBuffer out = OUTGOING.get().clear().put(bytes, offset, length).flip();
    try {
      for (int i = 0; i < MAX_WAITS; i++) {
        if (open.send(out, to) > 0) {
          return true;
        }
        LockSupport.parkNanos(WAIT_NS); // the network is slower than we are: let it drain
      }
      return false;
    } catch (IOException unreachable) {
      return false; // an ICMP error of some peer; its consent will run out
    }
  }

  private void loop() {
    boolean complained = false;
    while (!stopping) {
      try (DatagramChannel opened = DatagramChannel.open();
          Selector selecting = Selector.open()) {
        opened.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
        opened.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
        opened.bind(address);
        opened.configureBlocking(false);
        opened.register(selecting, SelectionKey.OP_READ);
        channel = opened;
        selector = selecting;
        complained = false;
        LOG.info("live view by WebRTC on UDP port {}", port().orElse(0));
        read(opened, selecting);
      } catch (IOException | ClosedSelectorException failed) {
        if (!complained && !stopping) {
          complained = true;
          LOG.warn(
              "UDP port {} cannot be used for live view ({}); trying again every {} s",
              address.getPort(),
              failed.getMessage(),
              RETRY.toSeconds());
        }
      } finally {
        channel = null;
        selector = null;
      }
      pause();
    }
  }

  private void read(DatagramChannel from, Selector selecting) throws IOException {
    ByteBuffer datagram = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
    long tickNs = System.nanoTime();
    while (!stopping) {
      selecting.select(TICK_MS);
      selecting.selectedKeys().clear();
      for (int i = 0; i < MAX_BATCH && !stopping; i++) {
        SocketAddress sender = from.receive(datagram.clear());
        if (sender == null) {
          break;
        }
        deliver(datagram.flip(), (InetSocketAddress) sender);
      }
      if (System.nanoTime() - tickNs >= TICK_MS * 1_000_000) {
        tickNs = System.nanoTime();
        receiver.tick();
      }
    }
  }

  private void deliver(ByteBuffer datagram, InetSocketAddress sender) {
    try {
      receiver.received(this, datagram, sender);
    } catch (RuntimeException fault) {
      // A fault of ours, met by one datagram, must not end everybody's view.
      LOG.error("a datagram of {} bytes could not be handled", datagram.limit(), fault);
    }
  }

  private void pause() {
    long endNs = System.nanoTime() + RETRY.toNanos();
    while (!stopping && System.nanoTime() - endNs < 0) {
      LockSupport.parkNanos(endNs - System.nanoTime());
    }
  }

  /** Closes the port and joins the thread. */
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
}

package io.vedette.testkit.kurento;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One thread that reads the UDP ports of all viewers. */
final class UdpReader implements AutoCloseable {
  private static final int MAX_DATAGRAM_BYTES = 2048;

  /** A key picture leaves in one burst. */
  private static final int SEND_BUFFER_BYTES = 4 << 20;

  /** Who reads a port; called by the reader's thread. */
  interface Receiver {
    void received(ByteBuffer datagram, InetSocketAddress from);
  }

  private final Selector selector;
  private final Thread thread = new Thread(this::read, "simulated-kurento-udp");
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  UdpReader() throws IOException {
    selector = Selector.open();
    thread.setDaemon(true);
    thread.start();
  }

  /** Opens a port of the address and reads it from now on. */
  DatagramChannel open(InetSocketAddress address, Receiver receiver) {
    try {
      DatagramChannel channel = DatagramChannel.open();
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
      channel.bind(address);
      channel.configureBlocking(false);
      tasks.add(() -> register(channel, receiver));
      selector.wakeup();
      return channel;
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** Closes a port. */
  void close(DatagramChannel channel) {
    try {
      channel.close();
    } catch (IOException ignored) {
      // It is closed, one way or the other.
    }
    selector.wakeup(); // a selector holds closed sockets until it looks again
  }

  private void register(DatagramChannel channel, Receiver receiver) {
    try {
      channel.register(selector, SelectionKey.OP_READ, receiver);
    } catch (ClosedChannelException gone) {
      // Released at once.
    }
  }

  private void read() {
    ByteBuffer datagram = ByteBuffer.allocate(MAX_DATAGRAM_BYTES);
    try (selector) {
      while (!closed) {
        selector.select();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        for (SelectionKey key : selector.selectedKeys()) {
          read(key, datagram);
        }
        selector.selectedKeys().clear();
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static void read(SelectionKey key, ByteBuffer into) {
    DatagramChannel channel = (DatagramChannel) key.channel();
    try {
      InetSocketAddress from = (InetSocketAddress) channel.receive(into.clear());
      if (from != null) {
        ((Receiver) key.attachment()).received(into.flip(), from);
      }
    } catch (IOException closedOrRefused) {
      // Closed by its owner, or the viewer has gone: ICMP. The next datagram comes, or none.
    }
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}

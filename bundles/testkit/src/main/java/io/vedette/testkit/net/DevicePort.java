package io.vedette.testkit.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A listening port of a device, with its connections and its faults. Used by the devices' thread
 * only, except {@link #number}.
 */
public final class DevicePort {
  private final DeviceThread devices;
  private final InetAddress address;
  private final Function<InetAddress, Peer> accept;
  private final List<Connection> connections = new ArrayList<>();
  private final ByteBuffer in = ByteBuffer.allocate(64 * 1024);
  private final HeldPort port;
  private ServerSocketChannel server; // null: nothing listens
  private boolean silent;

  DevicePort(
      DeviceThread devices, InetAddress address, int port, Function<InetAddress, Peer> accept)
      throws IOException {
    this.devices = devices;
    this.address = address;
    this.port = new HeldPort(address, port);
    this.accept = accept;
  }

  /** The TCP port; stays the same while the device exists. */
  public int number() {
    return port.number();
  }

  /** Whether connections are accepted but never answered. */
  public void silent(boolean on) {
    silent = on;
  }

  /** Forgets the connections without telling the clients. */
  public void forget() {
    connections.forEach(c -> c.forgotten = true);
  }

  /** Breaks every connection hard. */
  public void reset() {
    for (Connection connection : List.copyOf(connections)) {
      try {
        connection.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException gone) {
        // Then there is nothing to reset.
      }
      connection.end();
    }
  }

  /** Listens again after {@link #shut}. */
  public void open() {
    if (server != null) {
      return;
    }
    try {
      server = ServerSocketChannel.open();
      server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      server.bind(new InetSocketAddress(address, port.number()));
      server.configureBlocking(false);
      server.register(devices.selector(), SelectionKey.OP_ACCEPT, (Runnable) this::accept);
    } catch (IOException e) {
      shut();
      throw new UncheckedIOException(
          new IOException("cannot listen on " + address + " port " + port.number(), e));
    }
  }

  /** Breaks all connections and refuses new ones. */
  public void shut() {
    closeQuietly(server);
    server = null;
    List.copyOf(connections).forEach(Connection::end);
    try {
      devices.selector().selectNow(); // a selector holds closed sockets until it looks again
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Shuts it for good. */
  void close() {
    shut();
    port.close();
  }

  long sendDue(long nowMillis) {
    long due = Long.MAX_VALUE;
    if (!silent) {
      for (Connection connection : List.copyOf(connections)) {
        due = Math.min(due, connection.sendDue(nowMillis));
      }
    }
    return due;
  }

  private void accept() {
    try {
      SocketChannel channel = server == null ? null : server.accept();
      if (channel == null) {
        return;
      }
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      InetAddress from = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
      Connection connection = new Connection(channel, accept.apply(from));
      connection.key =
          channel.register(devices.selector(), SelectionKey.OP_READ, (Runnable) connection::serve);
      connections.add(connection);
    } catch (IOException clientGone) {
      // Nothing was begun for it.
    }
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      if (closeable != null) {
        closeable.close();
      }
    } catch (Exception alreadyGone) {
      // What we wanted.
    }
  }

  private final class Connection {
    private final SocketChannel channel;
    private final Peer peer;
    private SelectionKey key;
    private boolean forgotten;

    Connection(SocketChannel channel, Peer peer) {
      this.channel = channel;
      this.peer = peer;
    }

    void serve() {
      try {
        if (key.isReadable()) {
          int bytes = channel.read(in.clear());
          if (bytes < 0) {
            end();
            return;
          }
          if (!silent && !forgotten) {
            peer.received(in.flip(), devices.nowMillis());
          }
        }
      } catch (IOException clientGone) {
        end();
        return;
      }
      flush();
    }

    long sendDue(long nowMillis) {
      if (forgotten) {
        return Long.MAX_VALUE;
      }
      long due = peer.sendDue(nowMillis);
      flush();
      return due;
    }

    /** Sends what fits; the rest goes when the socket has room again. */
    private void flush() {
      ByteBuffer out = peer.out();
      if (silent || forgotten) {
        return;
      }
      try {
        if (out.position() > 0) {
          channel.write(out.flip());
          out.compact();
        }
        if (out.position() == 0 && peer.isEnded()) {
          end();
        } else if (key.isValid()) {
          key.interestOps(SelectionKey.OP_READ | (out.position() > 0 ? SelectionKey.OP_WRITE : 0));
        }
      } catch (IOException clientGone) {
        end();
      }
    }

    void end() {
      closeQuietly(channel);
      if (connections.remove(this)) {
        peer.closed();
      }
    }
  }
}

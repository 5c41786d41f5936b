package io.vedette.source.dvr;

import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.dvr.DvrAddress;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * Control and data socket of one session. Used by the session's thread only, except {@link
 * #wakeup}.
 */
final class DvrSockets {
  private static final int CONNECT_MILLIS = 5_000;

  /** How long a round may wait; acknowledgements that were withheld go out after that at most. */
  private static final long ROUND_MILLIS = 200;

  /** Commands and acknowledgements of a second; a device that reads nothing breaks the session. */
  private static final int OUT_BYTES = 64 * 1024;

  private final DvrAddress address;
  private final Selector selector;
  private final ByteBuffer in = ByteBuffer.allocate(128 * 1024);
  private final ByteBuffer out = ByteBuffer.allocate(OUT_BYTES);
  private SocketChannel control; // null before it is open
  private SocketChannel data; // null before it is open
  private boolean fromControl; // whose bytes await() gave last

  DvrSockets(DvrAddress address) {
    this.address = address;
    try {
      this.selector = Selector.open();
    } catch (IOException noFiles) {
      throw new UncheckedIOException(noFiles);
    }
  }

  void openControl() throws CameraException {
    control = open(address.port());
  }

  void openData() throws CameraException {
    data = open(address.dataPort());
  }

  private SocketChannel open(int port) throws CameraException {
    SocketChannel channel = null;
    try {
      channel = SocketChannel.open();
      channel.socket().setTcpNoDelay(true);
      channel.socket().setKeepAlive(true);
      channel.socket().connect(new InetSocketAddress(address.host(), port), CONNECT_MILLIS);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      return channel;
    } catch (IOException | RuntimeException failure) {
      close(channel);
      throw new CameraException(Kind.UNREACHABLE, said(failure, port), failure);
    }
  }

  private String said(Exception failure, int port) {
    String where = address.host() + " port " + port;
    if (failure instanceof java.nio.channels.UnresolvedAddressException
        || failure instanceof java.net.UnknownHostException) {
      return "host name unknown: " + address.host();
    } else if (failure instanceof SocketTimeoutException) {
      return where + " does not answer";
    } else if (failure instanceof NoRouteToHostException) {
      return "no route to " + where;
    } else if (failure instanceof ConnectException) {
      return where + " refuses the connection";
    }
    return "cannot connect to " + where + ": " + failure.getMessage();
  }

  /** Queues bytes for the control connection. */
  void send(ByteBuffer bytes) throws IOException {
    if (bytes.remaining() > out.remaining()) {
      flush();
    }
    if (bytes.remaining() > out.remaining()) {
      throw new IOException("the DVR does not read what it is sent");
    }
    out.put(bytes);
  }

  /** Sends what the socket has room for; the rest when it has room again. */
  void flush() throws IOException {
    if (out.position() > 0) {
      control.write(out.flip());
      out.compact();
    }
    boolean more = out.position() > 0;
    control.keyFor(selector).interestOps(SelectionKey.OP_READ | (more ? SelectionKey.OP_WRITE : 0));
  }

  /**
   * Waits for bytes of one connection, a short time at most. Control goes first.
   *
   * @return what came; empty if nothing did. See {@link #hasControl}
   * @throws EOFException if the DVR closed one
   */
  ByteBuffer await() throws IOException {
    selector.select(ROUND_MILLIS);
    selector.selectedKeys().clear();
    fromControl = read(control, "control");
    if (!fromControl && data != null) {
      read(data, "data");
    }
    return in.flip();
  }

  private boolean read(SocketChannel channel, String name) throws IOException {
    in.clear();
    int count = channel.read(in);
    if (count < 0) {
      throw new EOFException("the DVR closed the " + name + " connection");
    }
    return count > 0;
  }

  /** True if the last bytes are the control connection's. */
  boolean hasControl() {
    return fromControl;
  }

  /** Ends a wait; any thread. */
  void wakeup() {
    selector.wakeup();
  }

  void close() {
    close(data);
    close(control);
    close(selector);
  }

  private static void close(AutoCloseable closeable) {
    try {
      if (closeable != null) {
        closeable.close();
      }
    } catch (Exception ignored) {
      // There is nobody left to tell.
    }
  }
}

package io.vedette.testkit;

import io.vedette.api.driver.CameraAddress;
import io.vedette.api.stream.Profile;
import io.vedette.testkit.net.HeldPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One simulated camera with a port of its own; its streams are {@code /main} and {@code /sub}. It
 * can be made to misbehave while it runs. The public methods may be called by any thread and take
 * effect before they return.
 */
public final class SimulatedCamera implements AutoCloseable {
  private final SimulatedCameras cameras;
  private final CameraSetup setup;
  private final InetAddress address;
  private final Map<Profile, List<MediaLoop>> loops;
  private final HeldPort port;
  private volatile Deliveries deliveries; // null: nobody wants to know

  // Below: used by the cameras' thread only.
  private final List<Connection> connections = new ArrayList<>();
  private ServerSocketChannel server;
  private boolean mute;
  private boolean stalled;

  SimulatedCamera(SimulatedCameras cameras, CameraSetup setup, InetAddress address, int port)
      throws IOException {
    this.cameras = cameras;
    this.setup = setup;
    this.address = address;
    this.port = new HeldPort(address, port);
    this.loops = cameras.loops(setup);
  }

  /** The TCP port; stays the same while the camera exists. */
  public int port() {
    return port.number();
  }

  /** Address of a stream, without credentials. */
  public URI uri(Profile profile) {
    String host = address.getHostAddress();
    return URI.create(
        "rtsp://%s:%d/%s"
            .formatted(host.indexOf(':') < 0 ? host : "[" + host + "]", port(), profile.id()));
  }

  /** Address as a camera is registered with, both streams and credentials. */
  public CameraAddress address() {
    Optional<URI> sub =
        loops.containsKey(Profile.SUB) ? Optional.of(uri(Profile.SUB)) : Optional.empty();
    return new CameraAddress(uri(Profile.MAIN), sub, setup.credentials(), 1);
  }

  /** Clients that receive media now. */
  public int viewers() {
    int[] count = new int[1];
    cameras.onThread(
        () -> count[0] = (int) connections.stream().filter(c -> c.session.isPlaying()).count());
    return count[0];
  }

  /** Tells of every picture from now on; the cameras' thread does. */
  public void tell(Deliveries listener) {
    deliveries = listener;
  }

  /** Fault: the plug is pulled. Connections break, new ones are refused. */
  public void vanish() {
    cameras.onThread(
        () -> {
          silence();
          cameras.letGo();
        });
  }

  /** The plug is back, at the same port. */
  public void comeBack() {
    cameras.onThread(this::listen);
  }

  /** Fault: connections are accepted and requests read, but nothing is ever answered. */
  public void mute(boolean on) {
    cameras.onThread(() -> mute = on);
  }

  /** Fault: requests are answered, but media stops. */
  public void stall(boolean on) {
    cameras.onThread(() -> stalled = on);
  }

  /** Fault: bytes without meaning between two packets of every connection. */
  public void garbage(int bytes) {
    cameras.onThread(() -> connections.forEach(c -> c.session.garbage(bytes)));
  }

  /** Switches the camera off for good. */
  @Override
  public void close() {
    vanish();
    cameras.forget(this);
    port.close();
  }

  void listen() {
    if (server != null) {
      return;
    }
    try {
      server = ServerSocketChannel.open();
      server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      server.bind(new InetSocketAddress(address, port()));
      server.configureBlocking(false);
      server.register(cameras.selector(), SelectionKey.OP_ACCEPT, (Runnable) this::accept);
    } catch (IOException e) {
      silence();
      throw new UncheckedIOException(
          new IOException("cannot listen on " + address + " port " + port(), e));
    }
  }

  private void silence() {
    closeQuietly(server);
    server = null;
    connections.forEach(c -> closeQuietly(c.channel));
    connections.clear();
  }

  /** For good. */
  void end() {
    silence();
    port.close();
  }

  /** Sends what is due on every connection; returns when the next is due. */
  long sendDue(long nowMillis) {
    long due = Long.MAX_VALUE;
    for (Connection connection : List.copyOf(connections)) {
      if (!stalled) {
        connection.session.sendDue(nowMillis);
        due = Math.min(due, connection.session.dueMillis());
      }
      connection.flush();
    }
    return due;
  }

  private void accept() {
    try {
      SocketChannel channel = server.accept();
      if (channel == null) {
        return;
      }
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      Connection connection = new Connection(channel);
      connection.key =
          channel.register(cameras.selector(), SelectionKey.OP_READ, (Runnable) connection::serve);
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
    private final CameraSession session;
    private SelectionKey key;

    Connection(SocketChannel channel) {
      this.channel = channel;
      this.session =
          new CameraSession(
              setup, loops, cameras.random(), cameras.nowMillis(), cameras::sent, deliveries);
    }

    void serve() {
      try {
        if (key.isReadable()) {
          int bytes = channel.read(session.space());
          if (bytes < 0) {
            end();
            return;
          }
          if (!mute) {
            session.received(bytes, cameras.nowMillis());
          }
        }
      } catch (IOException clientGone) {
        end();
        return;
      }
      flush();
    }

    /** Sends what fits; the rest goes when the socket has room again. */
    void flush() {
      java.nio.ByteBuffer out = session.out();
      try {
        if (out.position() > 0) {
          session.written(channel.write(out.flip()));
          out.compact();
        }
        if (out.position() == 0 && session.isEnded()) {
          end();
        } else if (key.isValid()) {
          key.interestOps(SelectionKey.OP_READ | (out.position() > 0 ? SelectionKey.OP_WRITE : 0));
        }
      } catch (IOException clientGone) {
        end();
      }
    }

    private void end() {
      closeQuietly(channel);
      connections.remove(this);
    }
  }
}

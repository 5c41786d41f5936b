package io.vedette.source.rtsp;

import io.vedette.rtsp.Datagram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The sockets of a link over UDP: its connection, a pair for RTP and RTCP per track, and the wait
 * for all of them. Used by the pulling thread; {@link #close} may come from any and ends a wait.
 *
 * <p>The UDP sockets are not connected: an ICMP "port unreachable", which a camera sends that opens
 * its port late, is then no error. Datagrams are taken from the camera's addresses alone.
 */
final class UdpSockets implements AutoCloseable {
  /** A video and an audio. */
  private static final int TRACKS = 2;

  /** A key picture of a 4K camera comes in one piece, at the speed of the network. */
  static final int BUFFER_BYTES = 2 * 1024 * 1024;

  private static final int MAX_DATAGRAM_BYTES = 65_535;

  /** Tries to find a free even port with a free one above. */
  private static final int MAX_TRIES = 50;

  /** Datagrams after which the connection is looked at. */
  private static final int MAX_IN_A_ROW = 64;

  private final Selector selector;
  private final SocketChannel connection;
  private final List<DatagramChannel> channels = new ArrayList<>(2 * TRACKS);
  private final boolean[] ready = new boolean[2 * TRACKS];
  private final ByteBuffer datagram = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
  private int inARow; // datagrams taken without a look at the connection
  private int channel; // of the last datagram
  private int port; // of the camera that the last datagram came from

  /** Opens the UDP sockets on free ports. */
  UdpSockets() throws IOException {
    selector = Selector.open();
    connection = SocketChannel.open();
    try {
      for (int track = 0; track < TRACKS; track++) {
        openPair();
      }
      for (int i = 0; i < channels.size(); i++) {
        DatagramChannel opened = channels.get(i);
        opened.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
        opened.configureBlocking(false);
        opened.register(selector, SelectionKey.OP_READ, i);
      }
    } catch (IOException failure) {
      close();
      connection.close();
      throw failure;
    }
  }

  /** RFC 3550 11: RTP has an even port, RTCP the one above. */
  private void openPair() throws IOException {
    IOException taken = new IOException("no even port given");
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      DatagramChannel rtp = DatagramChannel.open().bind(new InetSocketAddress(0));
      int port = port(rtp);
      if (port % 2 == 0) {
        DatagramChannel rtcp = DatagramChannel.open();
        try {
          channels.add(rtp);
          channels.add(rtcp.bind(new InetSocketAddress(port + 1)));
          return;
        } catch (IOException next) {
          taken = next;
          channels.remove(rtp);
          rtcp.close();
        }
      }
      rtp.close();
    }
    throw new IOException("no two free UDP ports in a row", taken);
  }

  private static int port(DatagramChannel channel) throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  /** The ports for RTP, one per track. */
  List<Integer> ports() throws IOException {
    List<Integer> ports = new ArrayList<>(TRACKS);
    for (int i = 0; i < channels.size(); i += 2) {
      ports.add(port(channels.get(i)));
    }
    return ports;
  }

  /** How much the system lets wait: as much as we ask for, or net.core.rmem_max. */
  int grantedBytes() throws IOException {
    return channels.get(0).getOption(StandardSocketOptions.SO_RCVBUF);
  }

  /** The connection, to be connected in the ordinary way. */
  Socket connection() {
    return connection.socket();
  }

  /** To be called once it is connected, before {@link #read}. */
  void watch() throws IOException {
    connection.configureBlocking(false);
    connection.register(selector, SelectionKey.OP_READ, -1);
  }

  /**
   * Waits until something can be read, at most that long, at least 1 ms; reads the connection.
   *
   * @return bytes read, 0: none, -1: it ended
   */
  int read(ByteBuffer space, long millis) throws IOException {
    inARow = 0;
    selector.select(
        key -> {
          int index = (Integer) key.attachment();
          if (index >= 0) {
            ready[index] = true;
          }
        },
        Math.max(1, millis));
    return connection.read(space);
  }

  /**
   * The next datagram that {@link #read} saw, good until the next call; null: read again.
   *
   * @param sources addresses it may come from besides the connection's, in figures; rarely asked
   *     for
   */
  ByteBuffer receive(Supplier<List<String>> sources) throws IOException {
    for (int i = 0; i < ready.length; i++) {
      while (ready[i] && inARow++ < MAX_IN_A_ROW) {
        InetSocketAddress from = (InetSocketAddress) channels.get(i).receive(datagram.clear());
        if (from == null) {
          ready[i] = false;
        } else if (isCamera(from.getAddress(), sources)) {
          channel = i;
          port = from.getPort();
          return datagram.flip();
        }
      }
    }
    return null;
  }

  private boolean isCamera(InetAddress sender, Supplier<List<String>> sources) {
    return sender.equals(connection.socket().getInetAddress())
        || sources.get().contains(sender.getHostAddress());
  }

  /** Of the last datagram: even RTP, odd RTCP, two per track. */
  int channel() {
    return channel;
  }

  /** The camera's port that the last datagram came from. */
  int port() {
    return port;
  }

  /** Writes to the connection. */
  void write(ByteBuffer bytes) throws IOException {
    connection.write(bytes);
    if (bytes.hasRemaining()) { // so little, and it has no room: nobody reads
      throw new IOException("the camera does not read what we say");
    }
  }

  /** Sends a report, or what opens a path. One that cannot be sent is no reason to end. */
  void send(Datagram packet) {
    try {
      InetAddress camera = connection.socket().getInetAddress();
      channels
          .get(packet.channel())
          .send(packet.packet(), new InetSocketAddress(camera, packet.port()));
    } catch (IOException unsent) {
      // The next one follows within seconds.
    }
  }

  /** Closes all but the connection, which blocks again. */
  @Override
  public void close() {
    try {
      selector.close();
      for (DatagramChannel open : channels) {
        open.close();
      }
      connection.configureBlocking(true);
    } catch (IOException ignored) {
      // Nothing is left to be done about it.
    }
  }
}

package io.vedette.sink.rtsp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Optional;

/** Two UDP ports in a row, for RTP and RTCP of all clients. Used by the server's thread. */
final class UdpPair implements AutoCloseable {
  private static final int SOCKET_BUFFER_BYTES = 2 * 1024 * 1024;

  /** Larger than any packet we make. */
  private static final int MAX_PACKET_BYTES = 2048;

  /** From the heap a send costs twice the time. */
  private final ByteBuffer outgoing = ByteBuffer.allocateDirect(MAX_PACKET_BYTES);

  private final DatagramChannel rtp;
  private final DatagramChannel rtcp;
  private final int port;

  private UdpPair(DatagramChannel rtp, DatagramChannel rtcp, int port) {
    this.rtp = rtp;
    this.rtcp = rtcp;
    this.port = port;
  }

  /**
   * Opens them.
   *
   * @param host to bind
   * @param port that of RTP; RTCP has the next
   * @return empty if one of them is taken
   */
  static Optional<UdpPair> open(InetAddress host, int port) {
    DatagramChannel first = null;
    DatagramChannel second = null;
    try {
      first = bound(host, port);
      second = bound(host, port + 1);
      return Optional.of(new UdpPair(first, second, port));
    } catch (IOException | IllegalArgumentException taken) {
      close(first);
      close(second);
      return Optional.empty();
    }
  }

  private static DatagramChannel bound(InetAddress host, int port) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
      channel.configureBlocking(false);
      channel.bind(new InetSocketAddress(host, port));
      return channel;
    } catch (IOException | RuntimeException failed) {
      close(channel);
      throw failed;
    }
  }

  /** That of RTP. */
  int port() {
    return port;
  }

  DatagramChannel rtp() {
    return rtp;
  }

  DatagramChannel rtcp() {
    return rtcp;
  }

  /**
   * Sends a packet, moving it; false if there is no room in the socket now. What nobody takes is
   * lost.
   */
  boolean send(ByteBuffer packet, boolean control, InetSocketAddress to) {
    try {
      return (control ? rtcp : rtp).send(outgoing.clear().put(packet).flip(), to) > 0;
    } catch (IOException unreachable) {
      return true; // an ICMP error: as good as lost, and the client's time will run out
    }
  }

  private static void close(DatagramChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException alreadyGone) {
      // What was wanted.
    }
  }

  @Override
  public void close() {
    close(rtp);
    close(rtcp);
  }
}

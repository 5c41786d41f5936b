package io.vedette.sink.rtsp;

import io.vedette.rtp.Pacer;
import io.vedette.rtsp.Interleaved;
import io.vedette.rtsp.ServerSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What waits to be sent to one client: messages and frames in the connection, or packets by UDP,
 * paced. Holds a unit or two, since nothing is put in while something waits. Used by the server's
 * thread.
 */
final class Outbox {
  /** Sends by UDP. */
  interface Datagrams {
    /** See {@link UdpPair#send}. */
    boolean send(ByteBuffer packet, boolean control, InetSocketAddress to);
  }

  private final SocketChannel channel;
  private final InetAddress remote;
  private final Datagrams datagrams;
  private final Deque<ByteBuffer> stream = new ArrayDeque<>();
  private final Deque<ByteBuffer> frames = new ArrayDeque<>(); // whose packets go by UDP
  private final Pacer pacer;
  private long movedNs; // when the stream was last empty or a byte of it was taken

  Outbox(SocketChannel channel, InetAddress remote, Datagrams datagrams, long nowNs) {
    this.channel = channel;
    this.remote = remote;
    this.datagrams = datagrams;
    this.pacer = new Pacer(nowNs);
    this.movedNs = nowNs;
  }

  /** Bytes for the connection. */
  void add(ByteBuffer bytes, long nowNs) {
    if (stream.isEmpty()) {
      movedNs = nowNs;
    }
    stream.add(bytes);
  }

  /** Frames of a unit or a report; their packets go the way the session agreed to. */
  void addFrames(ServerSession session, ByteBuffer unit, long nowNs) {
    if (!session.isUdp()) {
      add(unit, nowNs);
      return;
    }
    while (unit.remaining() > Interleaved.HEADER_BYTES) {
      int size = Interleaved.HEADER_BYTES + (unit.getShort(unit.position() + 2) & 0xffff);
      frames.add(unit.slice(unit.position(), size));
      unit.position(unit.position() + size);
    }
  }

  /** True if the connection has taken everything. */
  boolean isStreamEmpty() {
    return stream.isEmpty();
  }

  boolean isEmpty() {
    return stream.isEmpty() && frames.isEmpty();
  }

  /**
   * For how long the client has taken nothing of what waits in the connection; 0: nothing waits.
   */
  long stuckNs(long nowNs) {
    return stream.isEmpty() ? 0 : nowNs - movedNs;
  }

  /** When {@link #flush} can go on with datagrams. */
  long dueNs() {
    return frames.isEmpty() ? Long.MAX_VALUE : pacer.dueNs();
  }

  /** Forgets datagrams: playing is over. */
  void dropFrames() {
    frames.clear();
  }

  /**
   * Sends what can be sent now.
   *
   * @throws IOException if the connection is lost
   */
  void flush(ServerSession session, long nowNs) throws IOException {
    while (!stream.isEmpty()) {
      ByteBuffer next = stream.peek();
      if (channel.write(next) > 0) {
        movedNs = nowNs;
      }
      if (next.hasRemaining()) {
        return;
      }
      stream.remove();
    }
    while (!frames.isEmpty() && pacer.allows(nowNs) && send(session, frames.peek())) {
      pacer.sent(frames.remove().remaining(), nowNs);
    }
  }

  private boolean send(ServerSession session, ByteBuffer frame) {
    int marked = frame.get(frame.position() + 1) & 0xff;
    int size = frame.remaining() - Interleaved.HEADER_BYTES;
    ByteBuffer packet = frame.slice(frame.position() + Interleaved.HEADER_BYTES, size);
    int port = session.udpPort(marked).orElseThrow();
    return datagrams.send(packet, marked % 2 == 1, new InetSocketAddress(remote, port));
  }
}

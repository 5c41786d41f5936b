package io.vedette.source.rtsp;

import io.vedette.media.AccessUnit;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.Track;
import io.vedette.rtsp.RtspException;
import io.vedette.rtsp.RtspHeaders;
import io.vedette.rtsp.RtspRequest;
import io.vedette.rtsp.RtspResponse;
import io.vedette.rtsp.RtspSplitter;
import io.vedette.rtsp.ServerSession;
import io.vedette.testkit.Clip;
import io.vedette.testkit.LossyLink;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * A camera that sends a clip over UDP, once and faster than time, through a lossy link. One
 * connection after the other, on a thread of its own; refuses TCP.
 */
final class UdpCamera implements AutoCloseable {
  private static final long PICTURE_NANOS = 3_000_000;

  final List<String> requests = new CopyOnWriteArrayList<>();
  private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final DatagramSocket udp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  private final Clip clip;
  private final LossyLink<DatagramPacket> link;
  private final Thread thread = new Thread(this::serve, "udp-camera");

  UdpCamera(Clip clip, LossyLink<DatagramPacket> link) throws IOException {
    this.clip = clip;
    this.link = link;
    thread.start();
  }

  String url() {
    return "rtsp://127.0.0.1:" + listener.getLocalPort() + "/cam";
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        talk(socket);
      } catch (IOException | RtspException gone) {
        // The client left, or the test is over.
      }
    }
  }

  private void talk(Socket socket) throws IOException, RtspException {
    List<Track> tracks = List.of(clip.track());
    ServerSession session =
        new ServerSession(
            path -> tracks, Optional.empty(), OptionalInt.of(udp.getLocalPort()), new Random(1));
    RtspSplitter splitter = new RtspSplitter();
    while (session.state() != ServerSession.State.ENDED) {
      ByteBuffer space = splitter.space();
      int count =
          socket.getInputStream().read(space.array(), space.arrayOffset(), space.remaining());
      if (count < 0) {
        return;
      }
      splitter.added(count);
      while (splitter.next() == RtspSplitter.Part.MESSAGE) {
        answer(session, (RtspRequest) splitter.nextMessage(), socket.getOutputStream());
      }
    }
  }

  private void answer(ServerSession session, RtspRequest request, OutputStream out)
      throws IOException {
    requests.add(request.startLine());
    boolean tcp = request.headers().first("Transport").orElse("").contains("TCP");
    String sequence = request.headers().first("CSeq").orElseThrow();
    RtspResponse response =
        tcp
            ? new RtspResponse(461, "Unsupported", RtspHeaders.of("CSeq", sequence), "")
            : session.answer(request);
    out.write(response.encode().array());
    if (request.method().equals("PLAY")) {
      play(session);
    }
  }

  private void play(ServerSession session) throws IOException {
    try {
      for (AccessUnit unit : clip.units()) {
        for (ByteBuffer frames = session.frames(unit); frames.hasRemaining(); ) {
          send(session, frames);
        }
        LockSupport.parkNanos(PICTURE_NANOS);
      }
    } catch (MalformedMediaException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void send(ServerSession session, ByteBuffer frames) throws IOException {
    frames.get(); // dollar
    int channel = frames.get();
    int size = frames.getShort();
    byte[] bytes = new byte[size];
    frames.get(bytes);
    int port = session.udpPort(channel).orElseThrow();
    InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    for (DatagramPacket packet : link.send(new DatagramPacket(bytes, size, to))) {
      udp.send(packet);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    listener.close();
    udp.close();
    thread.join();
  }
}

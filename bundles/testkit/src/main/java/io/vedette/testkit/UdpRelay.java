package io.vedette.testkit;

import io.vedette.rtsp.RtspException;
import io.vedette.rtsp.RtspHeaders;
import io.vedette.rtsp.RtspRequest;
import io.vedette.rtsp.RtspSplitter;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bad network between an RTSP client and a camera of this machine that sends over UDP. The
 * conversation passes, but for the ports that the client asks for; RTP goes through a {@link
 * LossyLink}, RTCP as it is. Thread-safe.
 */
public final class UdpRelay implements AutoCloseable {
  private static final Pattern CLIENT_PORT = Pattern.compile("client_port=(\\d+)-(\\d+)");
  private static final int MAX_DATAGRAM_BYTES = 65_535;

  /** A packet that is overtaken waits no longer, though nothing comes to overtake it. */
  private static final int LATE_MILLIS = 20;

  private final int cameraPort;
  private final Supplier<LossyLink<byte[]>> links;
  private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final Collection<Closeable> open = new CopyOnWriteArrayList<>();

  /** What a thread does until its socket is closed. */
  private interface Work {
    void run() throws IOException, RtspException;
  }

  /**
   * @param links makes the way of one track
   */
  public UdpRelay(int cameraPort, Supplier<LossyLink<byte[]>> links) throws IOException {
    this.cameraPort = cameraPort;
    this.links = links;
    open.add(listener);
    start(this::accept);
  }

  /** Where the client finds the camera. */
  public int port() {
    return listener.getLocalPort();
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | RtspException over) {
                // One side has left, or the test is over.
              }
            },
            "udp-relay");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      Socket camera = new Socket(InetAddress.getLoopbackAddress(), cameraPort);
      open.add(client);
      open.add(camera);
      start(
          () -> {
            try (client;
                camera) {
              camera.getInputStream().transferTo(client.getOutputStream());
            }
          });
      start(
          () -> {
            try (client;
                camera) {
              askFor(client, camera);
            }
          });
    }
  }

  private void askFor(Socket client, Socket camera) throws IOException, RtspException {
    RtspSplitter splitter = new RtspSplitter();
    while (true) {
      ByteBuffer space = splitter.space();
      byte[] array = space.array();
      int count = client.getInputStream().read(array, space.arrayOffset(), space.remaining());
      if (count < 0) {
        return;
      }
      splitter.added(count);
      while (splitter.next() == RtspSplitter.Part.MESSAGE) {
        if (splitter.nextMessage() instanceof RtspRequest request) {
          camera.getOutputStream().write(throughUs(request).encode().array());
        }
      }
    }
  }

  private RtspRequest throughUs(RtspRequest request) throws IOException {
    RtspHeaders headers = RtspHeaders.of();
    for (RtspHeaders.Field field : request.headers().fields()) {
      Matcher ports = CLIENT_PORT.matcher(field.value());
      String value =
          field.name().equals("Transport") && ports.find()
              ? ports.replaceFirst(relay(Integer.parseInt(ports.group(1))))
              : field.value();
      headers = headers.with(field.name(), value);
    }
    return new RtspRequest(request.method(), request.uri(), headers, request.body());
  }

  /** Opens a pair of ports before that of the client; tells which. */
  private String relay(int clientPort) throws IOException {
    while (true) {
      DatagramSocket rtp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      int port = rtp.getLocalPort();
      try {
        if (port % 2 == 0) {
          DatagramSocket rtcp = new DatagramSocket(port + 1, InetAddress.getLoopbackAddress());
          start(() -> forward(rtp, clientPort, links.get()));
          start(() -> forward(rtcp, clientPort + 1, new LossyLink<>(0, 0, 0, 0)));
          return "client_port=" + port + "-" + (port + 1);
        }
      } catch (SocketException taken) {
        // The next pair, then.
      }
      rtp.close();
    }
  }

  private void forward(DatagramSocket socket, int port, LossyLink<byte[]> link) throws IOException {
    open.add(socket);
    socket.setSoTimeout(LATE_MILLIS);
    DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM_BYTES], MAX_DATAGRAM_BYTES);
    while (true) {
      Collection<byte[]> arrived;
      try {
        socket.receive(packet);
        arrived = link.send(Arrays.copyOf(packet.getData(), packet.getLength()));
      } catch (SocketTimeoutException quiet) {
        arrived = link.drain();
      }
      for (byte[] bytes : arrived) {
        InetAddress here = InetAddress.getLoopbackAddress();
        socket.send(new DatagramPacket(bytes, bytes.length, here, port));
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (Closeable one : open) {
      one.close();
    }
  }
}

package io.vedette.source.rtsp;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A server that answers as a test says: request text in, response text out, null closes. One
 * connection after the other; remembers the requests.
 */
final class OddServer implements AutoCloseable {
  final List<String> requests = new CopyOnWriteArrayList<>();
  private final ServerSocket listener;
  private final Function<String, String> answers;
  private final Thread thread;

  OddServer(Function<String, String> answers) throws IOException {
    this(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), answers);
  }

  OddServer(ServerSocket listener, Function<String, String> answers) {
    this.listener = listener;
    this.answers = answers;
    this.thread = new Thread(this::serve, "odd-server");
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  String url() {
    return "rtsp://127.0.0.1:" + port() + "/cam";
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        talk(socket);
      } catch (IOException gone) {
        // The client left, or the test is over.
      }
    }
  }

  private void talk(Socket socket) throws IOException {
    StringBuilder request = new StringBuilder();
    InputStream in = socket.getInputStream();
    for (int c = in.read(); c >= 0; c = in.read()) {
      request.append((char) c);
      if (request.toString().endsWith("\r\n\r\n")) {
        requests.add(request.toString());
        String answer = answers.apply(request.toString());
        if (answer == null) {
          return;
        }
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        request.setLength(0);
      }
    }
  }

  /** A response to that request. */
  static String response(String request, String status, String... headers) {
    String cseq = request.replaceAll("(?s).*CSeq: (\\d+).*", "$1");
    StringBuilder text = new StringBuilder("RTSP/1.0 " + status + "\r\nCSeq: " + cseq + "\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return text.append("\r\n").toString();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    listener.close();
    thread.join();
  }
}

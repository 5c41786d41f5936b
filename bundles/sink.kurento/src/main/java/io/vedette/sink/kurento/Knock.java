package io.vedette.sink.kurento;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Asks whether a WebSocket server is there. Kurento's client waits for the answer to its handshake
 * without a limit and cannot be called back from it, so this goes before.
 */
final class Knock {
  private static final int MAX_ANSWER = 8192;

  private Knock() {}

  /**
   * Blocks as long as the limit says, at most about twice.
   *
   * @throws ServerException if nobody answers, or something else does
   */
  static void at(URI uri, int limitMs) throws ServerException {
    boolean tls = uri.getScheme().toLowerCase(Locale.ROOT).equals("wss");
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(uri.getHost(), port(uri)), limitMs);
      plain.setSoTimeout(limitMs);
      Socket socket = tls ? secured(plain, uri) : plain;
      socket.getOutputStream().write(request(uri).getBytes(StandardCharsets.US_ASCII));
      String first = answer(socket.getInputStream(), limitMs).split("\r\n", 2)[0];
      if (!first.matches("HTTP/1\\.1 101( .*)?")) {
        throw new ServerException("is no media server: it answers \"" + Reason.clean(first) + "\"");
      }
    } catch (IOException | GeneralSecurityException failed) {
      throw ServerException.of(failed);
    }
  }

  static int port(URI uri) {
    return uri.getPort() > 0 ? uri.getPort() : uri.getScheme().equalsIgnoreCase("wss") ? 443 : 80;
  }

  private static String request(URI uri) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: "
        + uri.getHost()
        + ":"
        + port(uri)
        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dmVkZXR0ZSBrbm9ja3MgLQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
  }

  /** Up to the empty line, or as much as comes in time. */
  private static String answer(InputStream in, int limitMs) throws IOException {
    StringBuilder answer = new StringBuilder();
    long endNs = System.nanoTime() + limitMs * 1_000_000L;
    while (answer.length() < MAX_ANSWER && answer.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0 || System.nanoTime() - endNs > 0) {
        break;
      }
      answer.append((char) next);
    }
    return answer.toString();
  }

  private static Socket secured(Socket plain, URI uri)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, null);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, uri.getHost(), port(uri), true);
    socket.startHandshake();
    return socket;
  }

  /** Kurento's client takes any certificate as well; nothing secret is said here. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

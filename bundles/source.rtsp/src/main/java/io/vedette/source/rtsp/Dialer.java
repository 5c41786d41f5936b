package io.vedette.source.rtsp;

import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.rtsp.RtspUrl;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Opens sockets to cameras, plain or TLS. Used by any thread. */
final class Dialer {
  /** A camera in the same building answers in milliseconds; one behind a radio link in seconds. */
  private static final int CONNECT_MILLIS = 5_000;

  /** How long a read waits before its owner may look at the time. */
  static final int READ_MILLIS = 500;

  private final SSLContext tls;
  private final boolean verify;

  /**
   * @param verify certificates of rtsps cameras must be good for their host by the JVM's
   *     authorities; else any is taken, since cameras sign their own: the link is then encrypted,
   *     but not safe from somebody in the middle
   */
  Dialer(boolean verify) {
    this.verify = verify;
    try {
      tls = SSLContext.getInstance("TLS");
      tls.init(null, verify ? null : new TrustManager[] {new TrustAny()}, new SecureRandom());
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JDK has TLS", missing);
    }
  }

  /**
   * Connects a socket that may be closed by another thread meanwhile.
   *
   * @param plain fresh and unconnected
   * @return the socket to talk over: {@code plain} itself or TLS around it
   */
  Socket connect(Socket plain, RtspUrl url) throws CameraException {
    try {
      InetAddress address = InetAddress.getByName(url.host());
      plain.setTcpNoDelay(true);
      plain.setKeepAlive(true);
      plain.connect(new InetSocketAddress(address, url.port()), CONNECT_MILLIS);
      plain.setSoTimeout(CONNECT_MILLIS);
      Socket socket = url.tls() ? handshake(plain, url) : plain;
      socket.setSoTimeout(READ_MILLIS);
      return socket;
    } catch (IOException failure) {
      throw unreachable(failure, url);
    }
  }

  private Socket handshake(Socket plain, RtspUrl url) throws IOException {
    SSLSocket socket =
        (SSLSocket) tls.getSocketFactory().createSocket(plain, url.host(), url.port(), true);
    if (verify) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    socket.startHandshake();
    return socket;
  }

  private static CameraException unreachable(IOException failure, RtspUrl url) {
    String where = where(url);
    if (failure instanceof UnknownHostException) {
      return new CameraException(Kind.UNREACHABLE, "host name unknown: " + url.host(), failure);
    }
    if (failure instanceof SSLException) {
      String said = where + " does not agree on TLS: " + failure.getMessage();
      return new CameraException(Kind.PROTOCOL, said, failure);
    }
    if (failure instanceof SocketTimeoutException) {
      return new CameraException(Kind.UNREACHABLE, where + " does not answer", failure);
    }
    if (failure instanceof NoRouteToHostException) {
      return new CameraException(Kind.UNREACHABLE, "no route to " + where, failure);
    }
    if (failure instanceof ConnectException) {
      return new CameraException(Kind.UNREACHABLE, where + " refuses the connection", failure);
    }
    String said = "cannot connect to " + where + ": " + failure.getMessage();
    return new CameraException(Kind.UNREACHABLE, said, failure);
  }

  /** Host and port, for messages. */
  static String where(RtspUrl url) {
    return (url.host().indexOf(':') >= 0 ? "[" + url.host() + "]" : url.host()) + ":" + url.port();
  }

  private static final class TrustAny implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

package io.vedette.source.onvif;

import io.vedette.onvif.OnvifException;
import io.vedette.onvif.OnvifException.Kind;
import io.vedette.onvif.SoapTransport;
import io.vedette.onvif.XmlReader;
import io.vedette.rtsp.ClientAuth;
import io.vedette.rtsp.Login;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * SOAP over HTTP with Digest or Basic login where the camera asks for it. One request at a time;
 * {@link #close} may come from another thread and ends a blocked one.
 */
final class HttpSoap implements SoapTransport, AutoCloseable {
  private static final int CONNECT_MILLIS = 5_000;

  private final Tls tls;
  private final ClientAuth auth;
  private HttpURLConnection open; // guarded by this
  private boolean closed; // guarded by this

  HttpSoap(Tls tls, Optional<Login> login, RandomGenerator random) {
    this.tls = tls;
    this.auth = new ClientAuth(login, random);
  }

  @Override
  public byte[] post(URI to, String action, byte[] message, Duration wait)
      throws IOException, OnvifException {
    String path = to.getRawPath() + (to.getRawQuery() == null ? "" : "?" + to.getRawQuery());
    while (true) {
      HttpURLConnection connection = open(to, action, wait);
      try {
        auth.authorization("POST", path)
            .ifPresent(answer -> connection.setRequestProperty("Authorization", answer));
        connection.setFixedLengthStreamingMode(message.length);
        try (OutputStream out = connection.getOutputStream()) {
          checkOpen(); // a close() before there was a socket found nothing to close
          out.write(message);
        }
        int status = connection.getResponseCode();
        byte[] answer = body(connection, wait);
        if (status == HttpURLConnection.HTTP_UNAUTHORIZED) {
          List<String> challenges = challenges(connection);
          if (challenges.isEmpty()) {
            return answer; // a SOAP fault that says why
          }
          Optional<String> why = auth.refused(challenges);
          if (why.isPresent()) {
            throw new OnvifException(Kind.UNAUTHORIZED, why.get());
          }
          continue;
        }
        auth.accepted();
        return understood(to, status, answer);
      } finally {
        forget(connection);
      }
    }
  }

  private HttpURLConnection open(URI to, String action, Duration wait) throws IOException {
    if (!(to.toURL().openConnection() instanceof HttpURLConnection connection)) {
      throw new IOException("no HTTP: " + to);
    }
    tls.apply(connection);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout((int) wait.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setDoOutput(true);
    connection.setRequestMethod("POST");
    connection.setRequestProperty(
        "Content-Type", "application/soap+xml; charset=utf-8; action=\"" + action + "\"");
    connection.setRequestProperty("User-Agent", "Vedette");
    synchronized (this) {
      checkOpen();
      open = connection;
    }
    return connection;
  }

  private synchronized void checkOpen() throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
  }

  private synchronized void forget(HttpURLConnection connection) {
    if (open == connection) {
      open = null;
    }
  }

  /** All of the answer within the time, so that a camera that drips does not hold us. */
  private static byte[] body(HttpURLConnection connection, Duration wait) throws IOException {
    long endNanos = System.nanoTime() + wait.toNanos();
    InputStream in =
        connection.getResponseCode() >= 400
            ? connection.getErrorStream()
            : connection.getInputStream();
    if (in == null) {
      return new byte[0];
    }
    try (in) {
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        answer.write(buffer, 0, n);
        if (answer.size() > XmlReader.MAX_BYTES) {
          connection.disconnect();
          throw new IOException("an answer of more than " + XmlReader.MAX_BYTES + " bytes");
        }
        if (System.nanoTime() - endNanos > 0) {
          connection.disconnect();
          throw new SocketTimeoutException("the answer takes too long");
        }
      }
      return answer.toByteArray();
    }
  }

  private static List<String> challenges(HttpURLConnection connection) {
    for (Map.Entry<String, List<String>> header : connection.getHeaderFields().entrySet()) {
      if ("WWW-Authenticate".equalsIgnoreCase(header.getKey())) {
        return header.getValue();
      }
    }
    return List.of();
  }

  /** Faults come with 400 or 500, sometimes with 200; a page with 404 is no answer. */
  private static byte[] understood(URI to, int status, byte[] answer) throws OnvifException {
    if (status == HttpURLConnection.HTTP_NOT_FOUND || status == HttpURLConnection.HTTP_BAD_METHOD) {
      throw new OnvifException(
          Kind.UNSUPPORTED, "nothing that speaks ONVIF at " + to + " (HTTP " + status + ")");
    }
    if (answer.length == 0 || status >= 300 && status < 400) {
      throw new OnvifException(
          Kind.PROTOCOL, to + " answers HTTP " + status + " with " + answer.length + " bytes");
    }
    return answer;
  }

  @Override
  public void close() {
    HttpURLConnection waiting;
    synchronized (this) {
      closed = true;
      waiting = open;
    }
    if (waiting != null) {
      waiting.disconnect();
    }
  }
}

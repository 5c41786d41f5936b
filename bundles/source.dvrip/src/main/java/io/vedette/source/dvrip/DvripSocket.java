package io.vedette.source.dvrip;

import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.dvrip.DvripAddress;
import io.vedette.dvrip.DvripException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * One TCP connection to a device. Used by one thread, except {@link #close}, which any may call.
 */
final class DvripSocket implements AutoCloseable {
  private static final int CONNECT_MILLIS = 5_000;

  private final DvripAddress address;
  private final Socket socket = new Socket();
  private final byte[] in = new byte[64 * 1024];

  DvripSocket(DvripAddress address) {
    this.address = address;
  }

  /**
   * Connects; once.
   *
   * @param readMillis how long a read may wait
   */
  void connect(int readMillis) throws CameraException {
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      InetAddress host = InetAddress.getByName(address.host());
      socket.connect(new InetSocketAddress(host, address.port()), CONNECT_MILLIS);
      socket.setSoTimeout(readMillis);
    } catch (IOException failure) {
      throw new CameraException(Kind.UNREACHABLE, said(failure), failure);
    }
  }

  private String said(IOException failure) {
    if (failure instanceof UnknownHostException) {
      return "host name unknown: " + address.host();
    } else if (failure instanceof SocketTimeoutException) {
      return address + " does not answer";
    } else if (failure instanceof NoRouteToHostException) {
      return "no route to " + address;
    } else if (failure instanceof ConnectException) {
      return address + " refuses the connection";
    }
    return "cannot connect to " + address + ": " + failure.getMessage();
  }

  void write(ByteBuffer bytes) throws IOException {
    byte[] array = new byte[bytes.remaining()];
    bytes.get(array);
    socket.getOutputStream().write(array);
  }

  /** Bytes that came within the time; valid until the next call, empty if none came. */
  ByteBuffer read() throws IOException {
    try {
      int count = socket.getInputStream().read(in);
      if (count < 0) {
        throw new EOFException("the device closed the connection");
      }
      return ByteBuffer.wrap(in, 0, count);
    } catch (SocketTimeoutException quiet) {
      return ByteBuffer.allocate(0);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException ignored) {
      // There is nobody left to tell.
    }
  }

  /** A broken connection in the hub's words. */
  CameraException ended(IOException broken) {
    String why = broken.getMessage() == null ? "connection broken" : broken.getMessage();
    return new CameraException(Kind.ENDED, address + ": " + why, broken);
  }

  /**
   * A failure in the hub's words.
   *
   * @param failed kind for what the device refused to do
   */
  CameraException failed(DvripException failure, Kind failed) {
    Kind kind =
        switch (failure.kind()) {
          case PROTOCOL -> Kind.PROTOCOL;
          case REFUSED -> Kind.UNAUTHORIZED;
          case FAILED -> failed;
          case TIMEOUT -> Kind.TIMEOUT;
        };
    return new CameraException(kind, address + ": " + failure.getMessage(), failure);
  }
}

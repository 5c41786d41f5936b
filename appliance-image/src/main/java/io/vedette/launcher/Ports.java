package io.vedette.launcher;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Tries the ports before anything is started, so that the reason is said where it is looked for.
 */
final class Ports {
  private final InetAddress address; // null: all

  /**
   * @throws StartException if the address to bind is none of this machine's
   */
  Ports(Optional<String> bind) throws StartException {
    this.address = bind.isPresent() ? own(bind.get()) : null;
  }

  /**
   * @param option the option that chooses this port
   * @throws StartException if the port cannot be had
   */
  void checkTcp(int port, String option) throws StartException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(
          true); // as Jetty does: connections that linger from the last run are no hindrance
      socket.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      throw refusal("port " + port, option, e);
    }
  }

  private static StartException refusal(String port, String option, IOException e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof BindException && message.contains("in use")) {
      return new StartException(port + " is in use; choose another with " + option, e);
    }
    if (message.contains("Permission denied")) {
      return new StartException(
          port + " is not allowed for this user; choose one from 1024 with " + option, e);
    }
    return new StartException(
        port + " cannot be had (" + message + "); choose another with " + option, e);
  }

  private static InetAddress own(String bind) throws StartException {
    try {
      InetAddress address = InetAddress.getByName(bind);
      if (address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null) {
        return address;
      }
    } catch (UnknownHostException | SocketException e) {
      throw new StartException("--bind: " + bind + " is no address (" + e.getMessage() + ")", e);
    }
    throw new StartException("--bind: " + bind + " is not an address of this machine");
  }
}

package io.vedette.discovery;

import io.vedette.api.discovery.CameraFinder;
import io.vedette.api.discovery.FoundCamera;
import io.vedette.onvif.OnvifException;
import io.vedette.onvif.WsDiscovery;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * WS-Discovery: asks by multicast from every address of this machine and collects the answers. One
 * socket per address, since multicast leaves by the default route otherwise.
 */
@Component(service = CameraFinder.class)
public final class WsFinder implements CameraFinder {
  private static final int MAX_DATAGRAM = 65_507;

  /** UDP may be lost; each address asks so often for each type. */
  private static final int REPEATS = 2;

  private static final int POLL_MILLIS = 50;

  @Activate
  public WsFinder() {}

  @Override
  public String via() {
    return "ws-discovery";
  }

  @Override
  public void find(Duration window, Consumer<FoundCamera> found)
      throws IOException, InterruptedException {
    List<DatagramSocket> sockets = new ArrayList<>();
    IOException last = null;
    try {
      for (InetAddress address : Interfaces.addresses()) {
        try {
          DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, 0));
          sockets.add(socket);
          NetworkInterface card = NetworkInterface.getByInetAddress(address);
          if (card != null) {
            socket.setOption(StandardSocketOptions.IP_MULTICAST_IF, card);
          }
        } catch (IOException gone) {
          last = gone; // the address went meanwhile
        }
      }
      if (sockets.isEmpty() && last != null) {
        throw last;
      }
      collect(sockets, window, found);
    } finally {
      sockets.forEach(DatagramSocket::close);
    }
  }

  private static void collect(
      List<DatagramSocket> sockets, Duration window, Consumer<FoundCamera> found)
      throws InterruptedException {
    long start = System.nanoTime();
    long step = window.toNanos() / (REPEATS + 1);
    int asked = 0;
    byte[] buffer = new byte[MAX_DATAGRAM];
    while (System.nanoTime() - start < window.toNanos()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (asked < REPEATS && System.nanoTime() - start >= asked * step) {
        asked++;
        sockets.forEach(WsFinder::ask);
      }
      for (DatagramSocket socket : sockets) {
        receive(socket, buffer, found, POLL_MILLIS / sockets.size() + 1);
      }
      if (sockets.isEmpty()) {
        Thread.sleep(POLL_MILLIS);
      }
    }
  }

  private static void ask(DatagramSocket socket) {
    for (WsDiscovery.Type type : WsDiscovery.Type.values()) {
      byte[] probe = WsDiscovery.probe(UUID.randomUUID(), type);
      try {
        socket.send(
            new DatagramPacket(
                probe, probe.length, new InetSocketAddress(WsDiscovery.GROUP, WsDiscovery.PORT)));
      } catch (IOException noRoute) {
        return; // an interface without multicast
      }
    }
  }

  private static void receive(
      DatagramSocket socket, byte[] buffer, Consumer<FoundCamera> found, int waitMillis) {
    try {
      socket.setSoTimeout(waitMillis);
      while (true) {
        DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
        socket.receive(datagram);
        byte[] bytes = Arrays.copyOf(buffer, datagram.getLength());
        for (WsDiscovery.Match match : WsDiscovery.matches(bytes)) {
          camera(match, datagram.getAddress()).ifPresent(found);
        }
        socket.setSoTimeout(1);
      }
    } catch (SocketTimeoutException nothingMore) {
      // The next socket's turn.
    } catch (IOException | OnvifException broken) {
      // Answers that make no sense cost nobody else anything.
    }
  }

  /**
   * The address in the answer that we can reach: that of the sender if it is among them, else the
   * sender's with the path it told, since some tell an address that they no longer have.
   */
  static Optional<FoundCamera> camera(WsDiscovery.Match match, InetAddress sender) {
    if (!match.camera()) {
      return Optional.empty();
    }
    String host = Interfaces.literal(sender);
    URI address = null;
    for (String one : match.addresses()) {
      Optional<URI> uri = Interfaces.http(one);
      if (uri.isPresent() && host.equalsIgnoreCase(uri.get().getHost())) {
        address = uri.get();
        break;
      }
      if (uri.isPresent() && address == null) {
        int port = uri.get().getPort();
        String path = uri.get().getRawPath();
        address =
            Interfaces.http(
                    uri.get().getScheme() + "://" + host + (port < 0 ? "" : ":" + port) + path)
                .orElse(null);
      }
    }
    if (address == null) {
      return Optional.empty();
    }
    String hardware = match.scope("hardware");
    return Optional.of(
        new FoundCamera(
            "onvif",
            address,
            match.scope("name"),
            match.scope("manufacturer"),
            hardware,
            "",
            Identities.of(match.endpoint(), match.scope("mac"), match.scope("serial"))));
  }
}

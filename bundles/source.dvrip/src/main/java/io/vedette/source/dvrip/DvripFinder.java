package io.vedette.source.dvrip;

import io.vedette.api.discovery.CameraFinder;
import io.vedette.api.discovery.FoundCamera;
import io.vedette.dvrip.DvripDiscovery;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Finds devices by broadcast. They answer to the sender or, as many do, to everybody: hence the
 * fixed port, shared with whoever else listens there.
 */
@Component(service = CameraFinder.class)
public final class DvripFinder implements CameraFinder {
  private static final int REPEATS = 3;
  private static final long REPEAT_NANOS = Duration.ofMillis(400).toNanos();
  private static final int READ_MILLIS = 100;
  private static final int MAX_DATAGRAM = 16 * 1024;

  private final int localPort;
  private final Optional<List<SocketAddress>> targets; // empty: broadcast on every interface

  /** Called by SCR. */
  @Activate
  public DvripFinder() {
    this(DvripDiscovery.PORT, Optional.empty());
  }

  DvripFinder(int localPort, Optional<List<SocketAddress>> targets) {
    this.localPort = localPort;
    this.targets = targets;
  }

  @Override
  public String via() {
    return "dvrip";
  }

  @Override
  public void find(Duration window, Consumer<FoundCamera> found)
      throws IOException, InterruptedException {
    try (DatagramSocket socket = new DatagramSocket((SocketAddress) null)) {
      socket.setReuseAddress(true);
      socket.setBroadcast(true);
      socket.setSoTimeout(READ_MILLIS);
      socket.bind(new InetSocketAddress(localPort));
      long start = System.nanoTime();
      int asked = 0;
      while (System.nanoTime() - start < window.toNanos()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (asked < REPEATS && System.nanoTime() - start >= asked * REPEAT_NANOS) {
          asked++;
          ask(socket);
        }
        receive(socket).ifPresent(found);
      }
    }
  }

  private void ask(DatagramSocket socket) throws IOException {
    byte[] request = new byte[DvripDiscovery.request().remaining()];
    DvripDiscovery.request().get(request);
    for (SocketAddress target : targets.isPresent() ? targets.get() : broadcasts()) {
      try {
        socket.send(new DatagramPacket(request, request.length, target));
      } catch (IOException unreachable) {
        // An interface without a route: the others are asked all the same.
      }
    }
  }

  /** One for each interface: a broadcast to everybody leaves by the default route alone. */
  private static List<SocketAddress> broadcasts() throws IOException {
    Set<SocketAddress> all = new HashSet<>();
    all.add(new InetSocketAddress("255.255.255.255", DvripDiscovery.PORT));
    for (NetworkInterface device : NetworkInterface.networkInterfaces().toList()) {
      if (device.isUp() && !device.isLoopback()) {
        for (InterfaceAddress address : device.getInterfaceAddresses()) {
          if (address.getBroadcast() != null) {
            all.add(new InetSocketAddress(address.getBroadcast(), DvripDiscovery.PORT));
          }
        }
      }
    }
    return List.copyOf(all);
  }

  private static Optional<FoundCamera> receive(DatagramSocket socket) throws IOException {
    DatagramPacket datagram = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
    try {
      socket.receive(datagram);
    } catch (SocketTimeoutException quiet) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(datagram.getData(), 0, datagram.getLength());
    return DvripDiscovery.parse(bytes).map(answer -> camera(answer, datagram.getAddress()));
  }

  /** The sender's address counts: what the device takes for its own may be its factory setting. */
  private static FoundCamera camera(DvripDiscovery answer, InetAddress from) {
    String host = from.getHostAddress();
    Set<String> identities = new HashSet<>();
    identities.add(answer.mac().toLowerCase(Locale.ROOT).replaceAll("[^0-9a-f]", ""));
    identities.add(answer.serial());
    identities.remove("");
    return new FoundCamera(
        "dvrip",
        URI.create("dvrip://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + port(answer)),
        answer.name(),
        "Xiongmai",
        answer.channels() > 1 ? answer.channels() + " channels" : "",
        answer.serial(),
        identities);
  }

  private static String port(DvripDiscovery answer) {
    return answer.port() < 1 || answer.port() > 65_535 ? "" : ":" + answer.port();
  }
}

package io.vedette.testkit.dvrip;

import io.vedette.dvrip.DvripDiscovery;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Answers searches by broadcast for simulated devices at one address: to everybody, as many devices
 * do, on loopback to who asked. One thread.
 */
public final class DvripSearch implements AutoCloseable {
  private static final int MAX_DATAGRAM = 1500;

  private final List<SimulatedDvrip> devices;
  private final InetAddress address;
  private final DatagramSocket heard;
  private final DatagramSocket told;
  private final Thread thread;

  /**
   * Listens for searches.
   *
   * @param address of the devices; answers come from it
   */
  public DvripSearch(InetAddress address, List<SimulatedDvrip> devices) throws IOException {
    this.devices = List.copyOf(devices);
    this.address = address;
    this.heard = new DatagramSocket((SocketAddress) null);
    heard.setReuseAddress(true); // those who search on this machine listen there as well
    heard.bind(new InetSocketAddress(DvripDiscovery.PORT)); // broadcasts come to no other address
    this.told = new DatagramSocket(0, address);
    told.setBroadcast(true);
    this.thread = new Thread(this::run, "simulated-dvrip-search");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    ByteBuffer request = DvripDiscovery.request();
    while (!heard.isClosed()) {
      DatagramPacket asked = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
      try {
        heard.receive(asked);
        byte[] bytes = Arrays.copyOf(asked.getData(), asked.getLength());
        if (ByteBuffer.wrap(bytes).equals(request)) {
          for (SimulatedDvrip device : devices) {
            tell(device.discoveryAnswer(), asked.getSocketAddress());
          }
        }
      } catch (IOException closedOrUnsendable) {
        // The loop's condition decides.
      }
    }
  }

  private void tell(ByteBuffer answer, SocketAddress asker) throws IOException {
    byte[] bytes = new byte[answer.remaining()];
    answer.get(bytes);
    told.send(new DatagramPacket(bytes, bytes.length, everybody(asker)));
  }

  private SocketAddress everybody(SocketAddress asker) throws IOException {
    NetworkInterface card = NetworkInterface.getByInetAddress(address);
    if (card != null) {
      for (InterfaceAddress one : card.getInterfaceAddresses()) {
        if (one.getAddress().equals(address) && one.getBroadcast() != null) {
          return new InetSocketAddress(one.getBroadcast(), DvripDiscovery.PORT);
        }
      }
    }
    return asker;
  }

  @Override
  public void close() {
    heard.close();
    told.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

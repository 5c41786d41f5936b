package io.vedette.source.dvrip;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.discovery.FoundCamera;
import io.vedette.api.driver.Credentials;
import io.vedette.dvrip.DvripDiscovery;
import io.vedette.testkit.Clip.Scene;
import io.vedette.testkit.dvrip.DvripSetup;
import io.vedette.testkit.dvrip.SimulatedDvrip;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DvripFinderTest {
  @Test
  void deviceThatAnswers_isFound_andJunkIsNot() throws Exception {
    DvripSetup setup = DvripSetup.of(new Credentials("admin", ""), Scene.HALL, Scene.MEADOW);
    try (SimulatedDvrip device = new SimulatedDvrip(setup);
        DatagramSocket answering = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Thread responder = new Thread(() -> answer(answering, device), "responder");
      responder.start();
      DvripFinder finder =
          new DvripFinder(0, Optional.of(List.of(answering.getLocalSocketAddress())));
      Set<FoundCamera> found = ConcurrentHashMap.newKeySet();
      finder.find(Duration.ofMillis(900), found::add);
      answering.close();
      responder.join();
      assertThat(found).hasSize(1);
      FoundCamera camera = found.iterator().next();
      assertThat(camera.driver()).isEqualTo("dvrip");
      assertThat(camera.address()).isEqualTo(device.uri());
      assertThat(camera.model()).isEqualTo("2 channels");
      String mac = "00121600%04x".formatted(device.uri().getPort());
      assertThat(camera.identities()).contains(mac, camera.serial());
    }
  }

  private static void answer(DatagramSocket socket, SimulatedDvrip device) {
    byte[] request = new byte[DvripDiscovery.request().remaining()];
    DvripDiscovery.request().get(request);
    try {
      while (true) {
        DatagramPacket asked = new DatagramPacket(new byte[100], 100);
        socket.receive(asked);
        assertThat(asked.getLength()).isEqualTo(request.length);
        send(socket, asked, ByteBuffer.wrap(request)); // broadcasts come back as well
        send(socket, asked, ByteBuffer.wrap(new byte[40]));
        send(socket, asked, device.discoveryAnswer());
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static void send(DatagramSocket socket, DatagramPacket asked, ByteBuffer bytes)
      throws IOException {
    byte[] all = new byte[bytes.remaining()];
    bytes.get(all);
    socket.send(new DatagramPacket(all, all.length, asked.getSocketAddress()));
  }
}

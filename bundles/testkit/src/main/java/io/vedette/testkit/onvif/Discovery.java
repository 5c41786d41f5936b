package io.vedette.testkit.onvif;

import io.vedette.onvif.OnvifException;
import io.vedette.onvif.XmlElement;
import io.vedette.onvif.XmlReader;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Answers WS-Discovery probes for simulated cameras. One thread. */
public final class Discovery implements AutoCloseable {
  private static final String GROUP = "239.255.255.250";
  private static final int PORT = 3702;
  private static final int MAX_DATAGRAM = 65_507;

  private final MulticastSocket socket;
  private final DatagramSocket told;
  private final List<SimulatedOnvifCamera> cameras;
  private final Thread thread;

  /**
   * Listens on the group.
   *
   * @param address of the cameras, on whose interface it listens; answers come from it
   */
  public Discovery(InetAddress address, List<SimulatedOnvifCamera> cameras) throws IOException {
    this.cameras = List.copyOf(cameras);
    this.socket = new MulticastSocket(PORT);
    NetworkInterface card = NetworkInterface.getByInetAddress(address);
    socket.setNetworkInterface(card);
    socket.joinGroup(new InetSocketAddress(GROUP, PORT), card);
    this.told = new DatagramSocket(0, address);
    this.thread = new Thread(this::run, "simulated-ws-discovery");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    byte[] buffer = new byte[MAX_DATAGRAM];
    while (!socket.isClosed()) {
      DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(datagram);
        byte[] probe = java.util.Arrays.copyOf(buffer, datagram.getLength());
        for (SimulatedOnvifCamera camera : cameras) {
          Optional<byte[]> answer = answer(camera, probe);
          if (answer.isPresent()) {
            byte[] bytes = answer.get();
            told.send(new DatagramPacket(bytes, bytes.length, datagram.getSocketAddress()));
          }
        }
      } catch (IOException closedOrUnsendable) {
        // The loop's condition decides.
      }
    }
  }

  private static Optional<byte[]> answer(SimulatedOnvifCamera camera, byte[] probe) {
    try {
      XmlElement envelope = XmlReader.read(probe);
      Optional<XmlElement> asked = envelope.find("Body", "Probe");
      String types = asked.map(a -> a.text("Types")).orElse("");
      if (asked.isEmpty() || !types.isEmpty() && !types.contains("NetworkVideoTransmitter")) {
        return Optional.empty();
      }
      return Optional.of(
          match(camera, envelope.text("Header", "MessageID")).getBytes(StandardCharsets.UTF_8));
    } catch (OnvifException noSoap) {
      return Optional.empty();
    }
  }

  private static String match(SimulatedOnvifCamera camera, String relatesTo) {
    UUID id = UUID.nameUUIDFromBytes(camera.setup().serial().getBytes(StandardCharsets.UTF_8));
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" \
        xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing" \
        xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" \
        xmlns:dn="http://www.onvif.org/ver10/network/wsdl"><e:Header>\
        <w:MessageID>uuid:%s</w:MessageID><w:RelatesTo>%s</w:RelatesTo>\
        <w:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</w:To>\
        <w:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches</w:Action>\
        </e:Header><e:Body><d:ProbeMatches><d:ProbeMatch><w:EndpointReference>\
        <w:Address>urn:uuid:%s</w:Address></w:EndpointReference>\
        <d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes>%s</d:Scopes>\
        <d:XAddrs>%s</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion></d:ProbeMatch>\
        </d:ProbeMatches></e:Body></e:Envelope>"""
        .formatted(
            UUID.randomUUID(),
            Answer.text(relatesTo),
            id,
            String.join(" ", camera.scopes()),
            camera.uri());
  }

  static List<String> scopes(CameraState state) {
    String name =
        URLEncoder.encode(state.setup().name(), StandardCharsets.UTF_8).replace("+", "%20");
    return List.of(
        "onvif://www.onvif.org/type/video_encoder",
        "onvif://www.onvif.org/Profile/Streaming",
        "onvif://www.onvif.org/hardware/Simulated",
        "onvif://www.onvif.org/mac/" + state.mac(),
        "onvif://www.onvif.org/name/" + name);
  }

  @Override
  public void close() {
    socket.close();
    told.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.vedette.launcher;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void tcpPortInUseNamesTheOptionThatChangesIt() throws Exception {
    Ports ports = new Ports(Optional.empty());
    try (ServerSocket other = new ServerSocket(0)) {
      int port = other.getLocalPort();
      assertThatThrownBy(() -> ports.checkTcp(port, "--http-port"))
          .isInstanceOf(StartException.class)
          .hasMessage("port " + port + " is in use; choose another with --http-port");
    }
  }

  @Test
  void udpPortInUse() throws Exception {
    Ports ports = new Ports(Optional.of("127.0.0.1"));
    try (DatagramSocket other = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      int port = other.getLocalPort();
      assertThatThrownBy(() -> ports.checkUdp(port, "--media-port"))
          .hasMessage("UDP port " + port + " is in use; choose another with --media-port");
    }
  }

  @Test
  void freePortsPass() {
    assertThatNoException()
        .isThrownBy(
            () -> {
              Ports ports = new Ports(Optional.empty());
              ports.checkTcp(RunningAppliance.freePort(), "--http-port");
              ports.checkUdp(0, "--media-port");
            });
  }

  @Test
  void foreignAddressIsRefused() {
    assertThatThrownBy(() -> new Ports(Optional.of("192.0.2.1"))) // RFC 5737: nobody's
        .hasMessage("--bind: 192.0.2.1 is not an address of this machine");
  }
}

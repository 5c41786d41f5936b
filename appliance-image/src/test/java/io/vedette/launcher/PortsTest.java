package io.vedette.launcher;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
  void freePortsPass() {
    assertThatNoException()
        .isThrownBy(
            () -> {
              Ports ports = new Ports(Optional.empty());
              ports.checkTcp(RunningAppliance.freePort(), "--http-port");
            });
  }

  @Test
  void foreignAddressIsRefused() {
    assertThatThrownBy(() -> new Ports(Optional.of("192.0.2.1"))) // RFC 5737: nobody's
        .hasMessage("--bind: 192.0.2.1 is not an address of this machine");
  }
}

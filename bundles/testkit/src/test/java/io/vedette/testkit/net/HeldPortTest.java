package io.vedette.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeldPortTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  @Test
  void refusesUntilSomebodyListens_andAgainAfterwards() throws Exception {
    try (HeldPort held = new HeldPort(HERE, 0)) {
      assertThatThrownBy(() -> connect(held)).isInstanceOf(ConnectException.class);
      try (ServerSocket server = new ServerSocket(held.number(), 5, HERE)) {
        connect(held);
        server.accept().close();
      }
      assertThatThrownBy(() -> connect(held)).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void itsNumberIsGivenToNobody() throws Exception {
    try (HeldPort held = new HeldPort(HERE, 0);
        Socket other = new Socket()) {
      other.setReuseAddress(false);
      assertThatThrownBy(() -> other.bind(new InetSocketAddress(HERE, held.number())))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void canBeListenedToOnAllAddresses() throws Exception {
    try (HeldPort held = new HeldPort(HERE, 0);
        ServerSocket server = new ServerSocket(held.number())) {
      connect(held);
      server.accept().close();
    }
  }

  @Test
  void silenceIsAwaited() throws Exception {
    try (HeldPort held = new HeldPort(HERE, 0)) {
      held.awaitSilence();
      ServerSocket server = new ServerSocket(held.number(), 5, HERE);
      CompletableFuture<Void> silent =
          CompletableFuture.runAsync(
              () -> {
                try {
                  held.awaitSilence();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      connect(held);
      server.accept().close();
      assertThat(silent.isDone()).isFalse();
      server.close();
      silent.get(5, TimeUnit.SECONDS);
    }
  }

  private static void connect(HeldPort to) throws IOException {
    new Socket(HERE, to.number()).close();
  }
}

package io.vedette.source.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.MediaFeed;
import io.vedette.api.stream.Profile;
import io.vedette.media.AccessUnit;
import io.vedette.rtsp.Datagram;
import io.vedette.testkit.Clip;
import io.vedette.testkit.LossyLink;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The driver against a camera that sends over UDP, through links that are not good. */
@Timeout(60)
class UdpFeedTest {
  private static final int NEVER = Integer.MAX_VALUE;

  private final RtspDriver driver = new RtspDriver(false, Clock.systemUTC(), Duration.ofSeconds(1));
  private final Clip clip = Clip.of(Clip.Scene.STREET, Profile.SUB);

  /** Reads until nothing comes any more; checks what comes. */
  private int read(MediaFeed feed, List<AccessUnit> sent) {
    int[] at = new int[2]; // place in the clip, units read
    assertThatThrownBy(
            () -> {
              while (at[1] < NEVER) {
                AccessUnit unit = feed.next();
                int before = at[0];
                while (!sent.get(at[0]).payload().equals(unit.payload())) {
                  at[0]++; // beyond the end: a picture that was never sent, damaged
                }
                assertThat(at[0] == before || unit.randomAccess()).isTrue();
                at[0]++;
                at[1]++;
              }
            })
        .isInstanceOf(CameraException.class)
        .hasMessageContaining("no video for 1 s over UDP");
    return at[1];
  }

  private MediaFeed open(UdpCamera camera) throws CameraException {
    CameraConnection connection = driver.connect(Addresses.of(camera.url()));
    return connection.open(connection.streams().get(0));
  }

  @Test
  void everyPictureArrives_whenPacketsOvertakeAndRepeat() throws Exception {
    try (UdpCamera camera = new UdpCamera(clip, new LossyLink<>(7, 0, 0.1, 0.2));
        MediaFeed feed = open(camera)) {
      assertThat(read(feed, clip.units())).isGreaterThanOrEqualTo(clip.units().size() - 1);
      assertThat(feed.lostUnits()).isZero();
      assertThat(camera.requests.stream().filter(r -> r.startsWith("SETUP"))).hasSize(2);
    }
  }

  @Test
  void lossCostsPicturesUpToTheNextKeyPicture_andIsCounted() throws Exception {
    try (UdpCamera camera = new UdpCamera(clip, new LossyLink<>(11, 0.01, 0.02, 0.05));
        MediaFeed feed = open(camera)) {
      int read = read(feed, clip.units());
      assertThat(read).isBetween(10, clip.units().size() - 2);
      assertThat(feed.lostUnits()).isPositive().isLessThanOrEqualTo(clip.units().size() - read);
    }
  }

  @Test
  void close_endsAWaitForDatagrams() throws Exception {
    try (UdpCamera camera = new UdpCamera(clip, new LossyLink<>(1, 1, 0, 0))) {
      CameraConnection connection = driver.connect(Addresses.of(camera.url()));
      Thread closer =
          new Thread(
              () -> {
                while (camera.requests.stream().noneMatch(r -> r.startsWith("PLAY"))) {
                  Thread.onSpinWait();
                }
                connection.close();
              });
      closer.start();
      assertThatThrownBy(
              () -> {
                try (MediaFeed feed = connection.open(connection.streams().get(0))) {
                  feed.next();
                }
              })
          .hasMessageContaining("closed");
      closer.join();
    }
  }

  @Test
  void datagramsOfStrangers_areNotTaken() throws Exception {
    try (ServerSocketChannel camera = ServerSocketChannel.open();
        UdpSockets sockets = new UdpSockets();
        DatagramSocket stranger = new DatagramSocket(loopback(2, 0));
        DatagramSocket known = new DatagramSocket(loopback(1, 0))) {
      camera.bind(loopback(1, 0));
      sockets.connection().connect(camera.getLocalAddress());
      sockets.watch();
      InetSocketAddress ours = loopback(1, sockets.ports().get(1));
      stranger.send(new DatagramPacket(new byte[] {1}, 1, ours));
      known.send(new DatagramPacket(new byte[] {2}, 1, ours));
      assertThat(receive(sockets, List.of()).get(0)).isEqualTo((byte) 2);
      assertThat(sockets.channel()).isEqualTo(2);
      assertThat(sockets.port()).isEqualTo(known.getLocalPort());
      stranger.send(new DatagramPacket(new byte[] {3}, 1, ours));
      assertThat(receive(sockets, List.of("127.0.0.2")).get(0)).isEqualTo((byte) 3);
      sockets.connection().close();
    }
  }

  @Test
  void portThatIsNotOpenYet_isNoError() throws Exception {
    try (ServerSocketChannel camera = ServerSocketChannel.open();
        UdpSockets sockets = new UdpSockets();
        DatagramSocket late = new DatagramSocket(loopback(1, 0))) {
      camera.bind(loopback(1, 0));
      sockets.connection().connect(camera.getLocalAddress());
      sockets.watch();
      int closed = late.getLocalPort();
      late.close();
      sockets.send(new Datagram(0, closed, ByteBuffer.allocate(12))); // ICMP: port unreachable
      sockets.send(new Datagram(0, closed, ByteBuffer.allocate(12)));
      try (DatagramSocket opened = new DatagramSocket(loopback(1, closed))) {
        opened.send(
            new DatagramPacket(new byte[60_000], 60_000, loopback(1, sockets.ports().get(0))));
        assertThat(receive(sockets, List.of()).remaining()).isEqualTo(60_000);
      }
      sockets.connection().close();
    }
  }

  /** An address of the loopback network, 127.0.0.host. */
  private static InetSocketAddress loopback(int host, int port) throws UnknownHostException {
    byte[] address = {127, 0, 0, (byte) host};
    return new InetSocketAddress(InetAddress.getByAddress(address), port);
  }

  private static ByteBuffer receive(UdpSockets sockets, List<String> sources) throws IOException {
    ByteBuffer bytes = sockets.receive(() -> sources);
    while (bytes == null) {
      sockets.read(ByteBuffer.allocate(10), 100);
      bytes = sockets.receive(() -> sources);
    }
    return bytes;
  }

  @Test
  void portsAreEvenAndFreeAfterClose() throws Exception {
    UdpSockets sockets = new UdpSockets();
    List<Integer> ports = sockets.ports();
    assertThat(ports).hasSize(2).allMatch(port -> port % 2 == 0);
    sockets.close();
    sockets.connection().close();
    try (DatagramSocket again = new DatagramSocket(ports.get(0))) {
      assertThat(again.isBound()).isTrue();
    }
  }

  /** A burst of a 4K key picture; a kernel that grants less is told of in the log. */
  @Test
  void receiveBufferHoldsTwoMegabytes_orWhatTheKernelGrants() throws Exception {
    int most = Integer.parseInt(Files.readString(Path.of("/proc/sys/net/core/rmem_max")).strip());
    UdpSockets sockets = new UdpSockets();
    try (var connection = sockets.connection();
        sockets) {
      assertThat(sockets.grantedBytes()).isGreaterThanOrEqualTo(Math.min(2 << 20, most));
    }
  }
}

package io.vedette.sink.rtsp;

import io.vedette.api.access.Caller;
import io.vedette.api.access.Role;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.AccessUnit;
import io.vedette.testkit.MemoryHub;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A measurement, not a test: what the server costs per client of a stream of 4 Mbit/s, 25 pictures
 * a second, over loopback.
 *
 * <pre>java … io.vedette.sink.rtsp.RestreamCost clients tcp|udp</pre>
 */
final class RestreamCost {
  private static final int SECONDS = 15;
  private static final String PATH = "live/cam/main";

  private RestreamCost() {}

  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[0]);
    boolean udp = args[1].equals("udp");
    MemoryHub hub = new MemoryHub();
    MemoryHub.Stream stream =
        hub.publish(new StreamKey.Live("cam", Profile.MAIN), List.of(Pictures.VIDEO));
    stream.append(Pictures.key(0, 120_000));
    RestreamServer server =
        new RestreamServer(
            hub,
            (user, remote, proves) ->
                proves.test(TestClient.md5(user + ":Vedette:secret"))
                    ? Optional.of(new Caller(user, Role.VIEWER, Optional.empty()))
                    : Optional.empty(),
            0,
            "127.0.0.1",
            count + 1,
            System::nanoTime);
    while (server.port().isEmpty()) {
      Thread.onSpinWait();
    }
    daemon(() -> feed(stream));
    AtomicLong received = new AtomicLong();
    for (int i = 0; i < count; i++) {
      begin(server.port().getAsInt(), udp, received);
    }
    report(count, args[1], received);
    System.exit(0);
  }

  /** Pictures like those of a camera: a key picture of 120 kB every 2 s, 18 kB between. */
  private static void feed(MemoryHub.Stream stream) {
    long startNs = System.nanoTime();
    for (int n = 1; ; n++) {
      long dueNs = startNs + n * 40_000_000L;
      while (dueNs - System.nanoTime() > 0) {
        java.util.concurrent.locks.LockSupport.parkNanos(dueNs - System.nanoTime());
      }
      AccessUnit made =
          n % 50 == 0 ? Pictures.key(n * 3600L, 120_000) : Pictures.p(n * 3600L, 18_000);
      stream.append(
          new AccessUnit(
              made.track(),
              made.dts(),
              made.pts(),
              Instant.now(),
              made.randomAccess(),
              made.payload()));
      stream.forgetOld();
    }
  }

  private static void begin(int port, boolean udp, AtomicLong received) throws Exception {
    TestClient client = new TestClient(port, "admin", "secret");
    DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setReceiveBufferSize(1 << 20);
    String transport =
        udp
            ? "RTP/AVP;unicast;client_port="
                + socket.getLocalPort()
                + "-"
                + (socket.getLocalPort() + 1)
            : "RTP/AVP/TCP;unicast;interleaved=0-1";
    client.ask("SETUP", PATH + "/trackID=0", "Transport", transport);
    if (client.ask("PLAY", PATH).status() != 200) {
      throw new IllegalStateException("a client is not let in");
    }
    daemon(
        () -> {
          DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
          while (true) {
            if (udp) {
              socket.receive(packet);
              received.incrementAndGet();
            } else {
              received.addAndGet(client.skip());
            }
          }
        });
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            },
            "client");
    thread.setDaemon(true);
    thread.start();
  }

  private static void report(int count, String transport, AtomicLong received)
      throws InterruptedException {
    Thread.sleep(3000);
    long cpuMs = cpuMillis();
    long before = received.get();
    Thread.sleep(SECONDS * 1000L);
    cpuMs = cpuMillis() - cpuMs;
    System.out.printf(
        "%d clients by %s: %.2f %% of a core, %.3f %% per client; %d %s received per s and client%n",
        count,
        transport,
        cpuMs / 10.0 / SECONDS,
        cpuMs / 10.0 / SECONDS / count,
        (received.get() - before) / SECONDS / count,
        transport.equals("udp") ? "packets" : "bytes");
  }

  private static long cpuMillis() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (info != null && info.getThreadName().startsWith("rtsp-")) {
        nanos += threads.getThreadCpuTime(info.getThreadId());
      }
    }
    return nanos / 1_000_000;
  }
}

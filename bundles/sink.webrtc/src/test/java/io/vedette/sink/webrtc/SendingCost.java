package io.vedette.sink.webrtc;

import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.AccessUnit;
import io.vedette.media.G711Config;
import io.vedette.media.Track;
import io.vedette.testkit.MemoryHub;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Not a test: what viewers cost, as CPU time of the engine's threads. The viewers connect for real
 * and then leave their packets to the kernel, so that the machine has its time for the engine.
 *
 * <pre>java … io.vedette.sink.webrtc.SendingCost clip.h264 fps viewers</pre>
 */
final class SendingCost {
  private static final int SECONDS = 15; // consent would run out after 30

  private SendingCost() {}

  public static void main(String[] args) throws Exception {
    int fps = Integer.parseInt(args[1]);
    int count = Integer.parseInt(args[2]);
    List<AccessUnit> clip = BrowserPage.read(Path.of(args[0]), fps);
    Track audio = new Track(2, 8000, new G711Config(G711Config.Law.MU, 1));
    MemoryHub hub = new MemoryHub();
    StreamKey key = new StreamKey.Live("cam", Profile.MAIN);
    MemoryHub.Stream stream = hub.publish(key, List.of(clip.get(0).track(), audio));
    EmbeddedEngine engine = new EmbeddedEngine(hub, 0, "", List.of());
    Thread camera = new Thread(() -> BrowserPage.feed(stream, clip, audio, fps), "camera");
    camera.setDaemon(true);
    camera.start();
    while (!engine.isHealthy()) {
      Thread.onSpinWait();
    }
    List<TestViewer> viewers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      viewers.add(new TestViewer(engine, key).connect());
      viewers.get(i).stopReading();
    }
    report(engine, count);
    System.exit(0);
  }

  private static void report(EmbeddedEngine engine, int count) throws InterruptedException {
    Thread.sleep(2000);
    long cpuMs = cpuMillis();
    long packets = packets(engine);
    Thread.sleep(SECONDS * 1000L);
    cpuMs = cpuMillis() - cpuMs;
    packets = packets(engine) - packets;
    Runtime memory = Runtime.getRuntime();
    System.out.printf(
        "%d viewers: %d packets/s, %.1f %% of a core, %.2f %% per viewer, %.2f us per packet,"
            + " heap %d MB%n",
        count,
        packets / SECONDS,
        cpuMs / 10.0 / SECONDS,
        cpuMs / 10.0 / SECONDS / count,
        cpuMs * 1000.0 / packets,
        memory.totalMemory() - memory.freeMemory() >> 20);
  }

  private static long packets(EmbeddedEngine engine) {
    return engine.viewers().stream().mapToLong(v -> v.packetsSent()).sum();
  }

  private static long cpuMillis() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (info != null && info.getThreadName().startsWith("webrtc-")) {
        nanos += threads.getThreadCpuTime(info.getThreadId());
      }
    }
    return nanos / 1_000_000;
  }
}

package io.vedette.sink.kurento;

import io.vedette.api.live.LiveEngine.LiveRequest;
import io.vedette.api.stream.StreamKey;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a viewer waits for us, and what feeds cost us beside the restream. A program, not a test;
 * the stand-in is in the same process, so its time is in what a viewer waits.
 */
final class OpeningCost {
  private static final String OFFER = Offers.of("102 H264/90000");
  private static final int TIMES = 200;
  private static final int FEEDS = 10;
  private static final int SECONDS = 15; // viewers that do not come are forgotten after 20

  private OpeningCost() {}

  /** Prints the figures. */
  public static void main(String[] args) throws Exception {
    try (Rig rig = new Rig(1)) {
      print("first viewer of a stream, cold", open(rig, 1));
      open(rig, TIMES);
      print("first viewer of a stream", open(rig, TIMES));
      String held = rig.open(OFFER).id();
      print("one more viewer", open(rig, TIMES));
      rig.engine.close(held);
      Rig.await(() -> rig.server().counts().pipelines() == 0);
      List<StreamKey> streams = new ArrayList<>();
      for (int i = 0; i < FEEDS; i++) {
        streams.add(new StreamKey.Replay("r" + i, "door"));
        rig.publish(streams.get(i));
        rig.engine.open(new LiveRequest(streams.get(i), OFFER, "127.0.0.1"));
      }
      printCpu(FEEDS + " streams with a viewer each");
    }
  }

  private static void printCpu(String what) throws InterruptedException {
    Map<Long, Long> before = cpuNs();
    Thread.sleep(Duration.ofSeconds(SECONDS).toMillis());
    long sum = 0;
    for (Map.Entry<Long, Long> thread : cpuNs().entrySet()) {
      sum += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
    }
    System.out.printf("%s: %.2f %% of a core%n", what, sum / (SECONDS * 1e7));
  }

  /**
   * Of the engine's threads and those of Kurento's client, by thread; one that ends is not in it.
   */
  private static Map<Long, Long> cpuNs() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Map<Long, Long> times = new HashMap<>();
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null
          && thread.getThreadName().matches("kurento-.*|.*JsonRpc.*|multiThread.*")) {
        long id = thread.getThreadId();
        times.put(id, Math.max(0, threads.getThreadCpuTime(id)));
      }
    }
    return times;
  }

  private static long[] open(Rig rig, int times) throws Exception {
    long[] micros = new long[times];
    for (int i = 0; i < times; i++) {
      long began = System.nanoTime();
      String session = rig.open(OFFER).id();
      micros[i] = (System.nanoTime() - began) / 1000;
      rig.engine.close(session);
    }
    Arrays.sort(micros);
    return micros;
  }

  private static void print(String what, long[] micros) {
    System.out.printf(
        "%s: p50 %.1f ms, p95 %.1f ms%n",
        what, micros[micros.length / 2] / 1000.0, micros[micros.length * 95 / 100] / 1000.0);
  }
}

package io.vedette.source.rtsp;

import com.sun.management.ThreadMXBean;
import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.MediaFeed;
import io.vedette.api.stream.Profile;
import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import io.vedette.rtsp.RtspPlayer;
import io.vedette.rtsp.RtspRequest;
import io.vedette.rtsp.RtspSplitter;
import io.vedette.rtsp.RtspUrl;
import io.vedette.rtsp.ServerSession;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip;
import io.vedette.testkit.SimulatedCameras;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/**
 * What ingest costs; numbers stand in docs/design/ingest.md. Not a test: run {@code main}.
 *
 * <ol>
 *   <li>bytes → units in memory: a clip as a server would send it, over and over through one player
 *   <li>socket → units: feeds of simulated cameras, CPU time of the feeds' threads alone
 * </ol>
 */
final class IngestBenchmark {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private IngestBenchmark() {}

  /**
   * @param args H.264 file (Annex B, 25 pictures per second), number of feeds, seconds
   */
  public static void main(String[] args) throws Exception {
    Clip clip = Clip.of(Path.of(args[0]), 25);
    inMemory(clip);
    sockets(clip, Integer.parseInt(args[1]), Integer.parseInt(args[2]));
  }

  private static void inMemory(Clip clip) throws Exception {
    List<Track> tracks = List.of(clip.track());
    ServerSession server =
        new ServerSession(path -> tracks, Optional.empty(), OptionalInt.empty(), new Random(1));
    RtspPlayer player =
        new RtspPlayer(RtspUrl.parse("rtsp://h/x"), Optional.empty(), new Random(1), 0);
    connect(player, server);
    for (int warmUp = 0; warmUp < 5; warmUp++) {
      round(player, server, clip);
    }
    long bytes = 0;
    long nanos = 0;
    long allocated = 0;
    int units = 0;
    for (int round = 0; round < 20; round++) {
      byte[] wire = wire(server, clip);
      long before = THREADS.getCurrentThreadAllocatedBytes();
      long start = THREADS.getCurrentThreadCpuTime();
      units += play(player, wire);
      nanos += THREADS.getCurrentThreadCpuTime() - start;
      allocated += THREADS.getCurrentThreadAllocatedBytes() - before;
      bytes += wire.length;
    }
    System.out.printf(
        "in memory: %d units, %.0f MB/s, %.1f us and %.0f bytes allocated per unit of %d bytes%n",
        units, bytes * 1e3 / nanos, nanos / 1e3 / units, (double) allocated / units, bytes / units);
  }

  private static void connect(RtspPlayer player, ServerSession server) throws Exception {
    RtspSplitter requests = new RtspSplitter();
    while (!player.isPlaying()) {
      ByteBuffer out = player.output();
      int size = out.remaining();
      requests.space().put(out);
      requests.added(size);
      requests.next();
      ByteBuffer answer = server.answer((RtspRequest) requests.nextMessage()).encode();
      int answered = answer.remaining();
      player.space().put(answer);
      player.received(answered, 0, Instant.EPOCH);
      player.next();
    }
  }

  private static void round(RtspPlayer player, ServerSession server, Clip clip) throws Exception {
    play(player, wire(server, clip));
  }

  private static byte[] wire(ServerSession server, Clip clip) throws Exception {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    for (AccessUnit unit : clip.units()) {
      wire.writeBytes(server.frames(unit).array());
    }
    return wire.toByteArray();
  }

  private static int play(RtspPlayer player, byte[] wire) throws Exception {
    int units = 0;
    for (int at = 0; at < wire.length; ) {
      ByteBuffer space = player.space();
      int size = Math.min(Math.min(16 * 1024, space.remaining()), wire.length - at);
      space.put(wire, at, size);
      player.received(size, at, Instant.EPOCH);
      at += size;
      while (player.next() != null) {
        units++;
      }
    }
    return units;
  }

  private static void sockets(Clip clip, int feeds, int seconds) throws Exception {
    RtspDriver driver = new RtspDriver(false, Clock.systemUTC(), Duration.ofSeconds(10));
    long[][] results = new long[feeds][];
    CameraSetup setup = CameraSetup.of(Clip.Scene.STREET).with(Map.of(Profile.MAIN, clip));
    List<Thread> threads = new ArrayList<>();
    try (SimulatedCameras cameras = new SimulatedCameras()) {
      for (int i = 0; i < feeds; i++) {
        int index = i;
        CameraConnection connection =
            driver.connect(Addresses.of(cameras.add(setup).uri(Profile.MAIN).toString()));
        Thread thread =
            new Thread(() -> results[index] = measure(connection, seconds), "feed-" + i);
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    long units = 0;
    long bytes = 0;
    long cpu = 0;
    for (long[] result : results) {
      units += result[0];
      bytes += result[1];
      cpu += result[2];
    }
    System.out.printf(
        "sockets: %d feeds, %d units/s, %.1f Mbit/s each, %.2f %% of a core each%n",
        feeds, units / seconds, bytes * 8e-6 / seconds / feeds, cpu * 1e-7 / seconds / feeds);
  }

  private static long[] measure(CameraConnection connection, int seconds) {
    long units = 0;
    long bytes = 0;
    try (connection;
        MediaFeed feed = connection.open(connection.streams().get(0))) {
      feed.next();
      long end = System.nanoTime() + seconds * 1_000_000_000L;
      long cpu = THREADS.getCurrentThreadCpuTime();
      while (System.nanoTime() < end) {
        bytes += feed.next().sizeBytes();
        units++;
      }
      return new long[] {units, bytes, THREADS.getCurrentThreadCpuTime() - cpu};
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }
}

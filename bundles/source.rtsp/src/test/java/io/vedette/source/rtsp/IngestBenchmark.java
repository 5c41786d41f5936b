package io.vedette.source.rtsp;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.MediaFeed;
import io.vedette.api.stream.Profile;
import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import io.vedette.rtp.H264Depacketizer;
import io.vedette.rtp.RtpPacket;
import io.vedette.rtp.RtpReorderQueue;
import io.vedette.rtp.RunStart;
import io.vedette.rtp.TrackReceiver;
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
import java.net.URI;
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
import java.util.Set;

/**
 * What ingest costs; how to run it and what it gave stands in docs/ref/bench.md. Not a test.
 *
 * <ol>
 *   <li>packets → units: depacketizer and clocks alone, in order and through the reorder queue
 *   <li>bytes → units in memory: a clip as a server would send it, over and over through one player
 *   <li>socket → units: feeds of simulated cameras, CPU time of the feeds' threads alone
 *   <li>connect → first unit: gst-rtsp-server, whose key picture is there at once
 * </ol>
 */
final class IngestBenchmark {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private IngestBenchmark() {}

  /**
   * @param args H.264 file (Annex B, 25 pictures per second), number of feeds, seconds; address of
   *     the first of that many cameras, whose ports follow one another; without it they run in this
   *     process
   */
  public static void main(String[] args) throws Exception {
    Clip clip = Clip.of(Path.of(args[0]), 25);
    packets(clip, false);
    packets(clip, true);
    inMemory(clip);
    int feeds = Integer.parseInt(args[1]);
    int seconds = Integer.parseInt(args[2]);
    if (args.length > 3) {
      URI first = URI.create(args[3]);
      List<String> addresses = new ArrayList<>();
      for (int i = 0; i < feeds; i++) {
        int port = first.getPort() + i;
        addresses.add("rtsp://" + first.getHost() + ":" + port + first.getPath());
      }
      sockets(addresses, seconds);
    } else {
      CameraSetup setup = CameraSetup.of(Clip.Scene.STREET).with(Map.of(Profile.MAIN, clip));
      try (SimulatedCameras cameras = new SimulatedCameras()) {
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < feeds; i++) {
          addresses.add(cameras.add(setup).uri(Profile.MAIN).toString());
        }
        sockets(addresses, seconds);
      }
    }
    connects();
  }

  /** The clip over and over: packets of its first pass get the numbers and times of the next. */
  private static void packets(Clip clip, boolean overUdp) throws Exception {
    List<ByteBuffer> packets = packets(clip);
    long ticks = clip.units().size() * 3600L;
    TrackReceiver receiver =
        new TrackReceiver(
            Set.of(96), 90_000, new H264Depacketizer(0, Optional.empty()), new RunStart(0));
    RtpReorderQueue queue = new RtpReorderQueue();
    long nanos = 0;
    long allocated = 0;
    int units = 0;
    int rounds = 300;
    for (int round = 0; round < rounds; round++) {
      if (round == rounds / 3) { // warmed up
        nanos = -THREADS.getCurrentThreadCpuTime();
        allocated = -THREADS.getCurrentThreadAllocatedBytes();
        units = 0;
      }
      for (ByteBuffer packet : packets) {
        packet.putShort(2, (short) (packet.getShort(2) + packets.size()));
        packet.putInt(4, packet.getInt(4) + (int) ticks);
        RtpPacket parsed = RtpPacket.parse(packet);
        long now = parsed.timestamp() * 100_000 / 9;
        if (overUdp) {
          queue.offer(parsed, now, Instant.EPOCH);
          parsed = queue.poll(now);
        }
        receiver.push(parsed, now, Instant.EPOCH);
        while (receiver.pull() != null) {
          units++;
        }
      }
    }
    nanos += THREADS.getCurrentThreadCpuTime();
    allocated += THREADS.getCurrentThreadAllocatedBytes();
    double count = (rounds - rounds / 3) * (double) packets.size();
    System.out.printf(
        "packets%s: %.2f M/s, %.0f bytes allocated per packet, of which %.0f are the units%n",
        overUdp ? " through the reorder queue" : "",
        count * 1e3 / nanos,
        allocated / count,
        units
            * clip.units().stream().mapToInt(AccessUnit::sizeBytes).average().orElseThrow()
            / count);
  }

  private static List<ByteBuffer> packets(Clip clip) throws Exception {
    ServerSession server =
        new ServerSession(
            path -> List.of(clip.track()), Optional.empty(), OptionalInt.empty(), new Random(1));
    connect(
        new RtspPlayer(RtspUrl.parse("rtsp://h/x"), Optional.empty(), new Random(1), 0), server);
    List<ByteBuffer> packets = new ArrayList<>();
    for (AccessUnit unit : clip.units()) {
      ByteBuffer frames = server.frames(unit);
      while (frames.hasRemaining()) {
        byte[] packet = new byte[frames.position(frames.position() + 2).getShort() & 0xffff];
        frames.get(packet);
        packets.add(ByteBuffer.wrap(packet));
      }
    }
    return packets;
  }

  private static void connects() throws Exception {
    RtspDriver driver = new RtspDriver(false, Clock.systemUTC(), Duration.ofSeconds(10));
    List<Long> millis = new ArrayList<>();
    try (GstCamera camera = new GstCamera()) {
      for (int i = 0; i < 25; i++) {
        long start = System.nanoTime();
        try (CameraConnection connection = driver.connect(camera.address());
            MediaFeed feed = connection.open(connection.streams().get(0))) {
          feed.next();
          millis.add((System.nanoTime() - start) / 1_000_000);
        }
      }
    }
    List<Long> warm = millis.subList(5, 25).stream().sorted().toList();
    System.out.printf(
        "connect to first unit: %d ms in the middle, %d ms at most%n", warm.get(10), warm.get(19));
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

  private static void sockets(List<String> addresses, int seconds) throws Exception {
    RtspDriver driver = new RtspDriver(false, Clock.systemUTC(), Duration.ofSeconds(10));
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    int feeds = addresses.size();
    long heap = heapAfterCollection();
    long[][] results = new long[feeds][];
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < feeds; i++) {
      int index = i;
      CameraConnection connection = driver.connect(Addresses.of(addresses.get(i)));
      Thread thread = new Thread(() -> results[index] = measure(connection, seconds), "feed-" + i);
      thread.start();
      threads.add(thread);
    }
    long process = system.getProcessCpuTime();
    long start = System.nanoTime();
    Thread.sleep(seconds * 500L);
    process = system.getProcessCpuTime() - process;
    double processCores = (double) process / (System.nanoTime() - start);
    heap = heapAfterCollection() - heap;
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.printf(
        "sockets: the whole process %.1f %% of a core, %d KiB of heap per feed%n",
        processCores * 100, heap / feeds / 1024);
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

  private static long heapAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
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

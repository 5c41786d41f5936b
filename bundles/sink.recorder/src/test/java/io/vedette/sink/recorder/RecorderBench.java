package io.vedette.sink.recorder;

import io.vedette.api.camera.Camera;
import io.vedette.api.driver.CameraAddress;
import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.Run;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures recording alone: cameras with a main stream of 4 Mbit/s, 25 pictures per second, and a
 * sub stream of 0.5 Mbit/s, 15 pictures per second, GOP 2 s, in real time. Not a test; arguments:
 * folder, cameras, seconds. With "scan" as fourth argument it then deletes the index and measures
 * how long it takes to make it anew. {@code -Ddurability=5} syncs less often than each 2 s.
 */
final class RecorderBench {
  private static final Duration DURABILITY =
      Duration.ofSeconds(Integer.getInteger("durability", 2));

  private RecorderBench() {}

  /** Measures how long syncs take, and writes. */
  private static final class SyncTimer implements Output.Opener {
    private final Output.Opener real;
    private final LongAdder syncNs = new LongAdder();
    private final LongAdder syncs = new LongAdder();
    private final LongAccumulator longestSyncNs = new LongAccumulator(Math::max, 0);
    private final LongAdder writeNs = new LongAdder();

    SyncTimer(Output.Opener real) {
      this.real = real;
    }

    @Override
    public Output open(Path file, boolean create) throws IOException {
      Output output = real.open(file, create);
      return new Output() {
        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
          long start = System.nanoTime();
          output.write(bytes, position);
          writeNs.add(System.nanoTime() - start);
        }

        @Override
        public void force() throws IOException {
          long start = System.nanoTime();
          output.force();
          long ns = System.nanoTime() - start;
          syncNs.add(ns);
          syncs.increment();
          longestSyncNs.accumulate(ns);
        }

        @Override
        public void truncate(long size) throws IOException {
          output.truncate(size);
        }

        @Override
        public void close() throws IOException {
          output.close();
        }
      };
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d syncs, %.1f ms each, %.0f ms at most; %.1f s in writes",
          syncs.sum(),
          syncNs.sum() / 1e6 / Math.max(1, syncs.sum()),
          longestSyncNs.get() / 1e6,
          writeNs.sum() / 1e9);
    }
  }

  /** One stream that is due. */
  private static final class Feed {
    final FakeHub.FakeStream stream;
    final Run run;
    final Track track;
    final int fps;
    final int bytesPerPicture;
    long next;

    Feed(FakeHub.FakeStream stream, Track track, int fps, int kilobits) {
      this.stream = stream;
      this.run = new Run(UUID.randomUUID(), Instant.now(), List.of(track));
      this.track = track;
      this.fps = fps;
      this.bytesPerPicture = kilobits * 1000 / 8 / fps;
    }

    void sendUntil(double seconds, ByteBuffer noise) {
      while (next < seconds * fps) {
        boolean key = next % (2L * fps) == 0;
        int size = key ? bytesPerPicture * 8 : bytesPerPicture * 6 / 7;
        ByteBuffer payload = noise.slice(0, size);
        long dts = next * 90_000 / fps;
        stream.add(
            new LogEntry.Unit(
                run, next, new AccessUnit(track, dts, dts, Instant.now(), key, payload)));
        next++;
      }
    }
  }

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    int cameras = Integer.parseInt(args[1]);
    int seconds = Integer.parseInt(args[2]);
    Files.createDirectories(home);
    FakeHub hub = new FakeHub();
    hub.forget();
    Counters counters = new Counters();
    RecorderSettings settings =
        new RecorderSettings(home, List.of(home.resolve("rec")), DURABILITY, 0, ZoneOffset.UTC);
    SyncTimer timer = new SyncTimer(Output.files(counters));
    Recorder recorder =
        new Recorder(settings, hub, Clock.systemUTC(), timer, counters, () -> false, event -> {});
    Track track = new TestCamera(new ManualClock(), "320x240").run().tracks().get(0);
    List<Feed> feeds = new ArrayList<>();
    for (int i = 0; i < cameras; i++) {
      String id = "camera-" + i;
      StreamKey main = new StreamKey.Live(id, Profile.MAIN);
      StreamKey sub = new StreamKey.Live(id, Profile.SUB);
      feeds.add(new Feed(hub.stream(main), track, 25, 4000));
      feeds.add(new Feed(hub.stream(sub), track, 15, 500));
      recorder.update(camera(id));
    }
    byte[] bytes = new byte[1 << 20];
    new Random(1).nextBytes(bytes);
    ByteBuffer noise = ByteBuffer.wrap(bytes);
    long start = System.nanoTime();
    double at = 0;
    while (at < seconds) {
      at = (System.nanoTime() - start) / 1e9;
      for (int i = 0; i < feeds.size(); i++) {
        feeds.get(i).sendUntil(at + (i * 2.0) / feeds.size(), noise); // key pictures spread out
      }
      LockSupport.parkNanos(20_000_000);
    }
    report(recorderCpuSeconds(), at, cameras, counters);
    System.out.println("durability " + DURABILITY.toSeconds() + " s: " + timer);
    recorder.close();
    System.out.println("at the end: " + counters);
    if (args.length > 3) {
      scan(home, counters);
    }
  }

  private static Camera camera(String id) throws Exception {
    Camera.RecordSettings record =
        new Camera.RecordSettings(
            Camera.Mode.CONTINUOUS,
            Set.of(Profile.MAIN, Profile.SUB),
            Duration.ZERO,
            Duration.ZERO);
    CameraAddress address =
        new CameraAddress(new URI("rtsp://10.0.0.7/"), Optional.empty(), Optional.empty(), 1);
    return new Camera(id, id, "rtsp", address, true, record, Camera.Retention.UNLIMITED);
  }

  private static double recorderCpuSeconds() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long ns = 0;
    for (long id : threads.getAllThreadIds()) {
      var info = threads.getThreadInfo(id);
      if (info != null && info.getThreadName().startsWith("recorder ")) {
        ns += threads.getThreadCpuTime(id);
      }
    }
    return ns / 1e9;
  }

  private static void report(double cpu, double seconds, int cameras, Counters counters) {
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    long direct =
        ManagementFactory.getPlatformMXBeans(java.lang.management.BufferPoolMXBean.class).stream()
                .mapToLong(java.lang.management.BufferPoolMXBean::getMemoryUsed)
                .sum()
            >> 20;
    System.out.printf(
        "%d cameras, %.0f s: recorder threads %.2f CPU s = %.1f %% of a core, %.2f CPU s per"
            + " camera-hour; heap %d MB, direct buffers %d MB%n%s%n",
        cameras,
        seconds,
        cpu,
        100 * cpu / seconds,
        cpu * 3600 / seconds / cameras,
        heap,
        direct,
        counters);
  }

  private static void scan(Path home, Counters counters) throws Exception {
    for (String part : List.of("index.db", "index.db-wal", "index.db-shm")) {
      Files.deleteIfExists(home.resolve(part));
    }
    RecorderSettings settings =
        new RecorderSettings(
            home, List.of(home.resolve("rec")), Duration.ofSeconds(2), 0, ZoneOffset.UTC);
    Index index = SqliteIndex.open(home.resolve("index.db"));
    Catalog catalog = new Catalog(index);
    try (Disks disks = new Disks(settings, index)) {
      for (String what : List.of("anew", "again")) {
        long start = System.nanoTime();
        new FolderScan(catalog, Output.files(counters), () -> false).run(disks.all().get(0));
        double ms = (System.nanoTime() - start) / 1e6;
        int files = index.sizes(disks.all().get(0).id(), "").size();
        System.out.printf(
            "index %s: %d files in %.0f ms, %.3f ms each%n", what, files, ms, ms / files);
      }
    }
    index.close();
  }
}

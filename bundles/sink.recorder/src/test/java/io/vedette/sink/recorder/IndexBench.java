package io.vedette.sink.recorder;

import io.vedette.api.camera.Camera;
import io.vedette.api.driver.CameraAddress;
import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.Run;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how long an index takes that is made anew from many segments while cameras are recorded.
 * Not a test; arguments: folder, segments, cameras. The segments are 60 s of 25 pictures per second
 * with a GOP of 2 s and sound, hard links of a few files, so they are in the page cache.
 */
final class IndexBench {
  private static final int ORIGINALS = 20;
  private static final int PER_DAY = 1440;

  private IndexBench() {}

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    int segments = Integer.parseInt(args[1]);
    int cameras = Integer.parseInt(args[2]);
    Files.createDirectories(home);
    if (!Files.exists(home.resolve("rec"))) {
      link(home, segments);
    }
    for (String part : List.of("index.db", "index.db-wal", "index.db-shm")) {
      Files.deleteIfExists(home.resolve(part));
    }
    FakeHub hub = new FakeHub();
    hub.forget();
    Counters counters = new Counters();
    RecorderSettings settings =
        new RecorderSettings(
            home, List.of(home.resolve("rec")), Duration.ofSeconds(2), 0, ZoneOffset.UTC);
    long start = System.nanoTime();
    Recorder recorder =
        new Recorder(
            settings,
            hub,
            Clock.systemUTC(),
            Output.files(counters),
            counters,
            () -> false,
            event -> {});
    List<FakeHub.FakeStream> streams = new ArrayList<>();
    for (int i = 0; i < cameras; i++) {
      streams.add(hub.stream(new StreamKey.Live("now-" + i, Profile.MAIN)));
      recorder.update(camera("now-" + i));
    }
    Feed feed = new Feed();
    double firstRecorded = 0;
    boolean began = false;
    while (true) {
      double at = (System.nanoTime() - start) / 1e9;
      feed.sendUntil(at, streams);
      if (firstRecorded == 0 && allRecord(recorder, cameras)) {
        firstRecorded = at;
      }
      String progress = recorder.store().disks().get(0).detail();
      began |= !progress.isEmpty();
      if (began && progress.isEmpty()) {
        break;
      }
      LockSupport.parkNanos(20_000_000);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpu = diskThreadSeconds();
    recorder.close();
    System.out.printf(
        Locale.ROOT,
        "%d segments in %.1f s (%.3f ms each) while %d cameras recorded; the first fragment of all"
            + " was written after %.1f s; %d of %d units recorded; %.1f CPU s of the disk's"
            + " thread%n%s%n",
        segments,
        seconds,
        seconds * 1000 / segments,
        cameras,
        firstRecorded,
        counters.units(),
        feed.sent,
        cpu,
        counters);
  }

  private static double diskThreadSeconds() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long ns = 0;
    for (long id : threads.getAllThreadIds()) {
      var info = threads.getThreadInfo(id);
      if (info != null && info.getThreadName().startsWith("recorder disk ")) {
        ns += threads.getThreadCpuTime(id);
      }
    }
    return ns / 1e9;
  }

  private static boolean allRecord(Recorder recorder, int cameras) {
    for (int i = 0; i < cameras; i++) {
      if (!recorder.isRecording(new StreamKey.Live("now-" + i, Profile.MAIN))) {
        return false;
      }
    }
    return true;
  }

  private static Camera camera(String id) throws Exception {
    Camera.RecordSettings record =
        new Camera.RecordSettings(
            Camera.Mode.CONTINUOUS, Set.of(Profile.MAIN), Duration.ZERO, Duration.ZERO);
    CameraAddress address =
        new CameraAddress(new URI("rtsp://10.0.0.7/"), Optional.empty(), Optional.empty(), 1);
    return new Camera(id, id, "rtsp", address, true, record, Camera.Retention.UNLIMITED);
  }

  /** Pictures of 4 Mbit/s for all streams. */
  private static final class Feed {
    private final Run run;
    private final Track track;
    private final ByteBuffer noise;
    private long next;
    long sent;

    Feed() throws Exception {
      run = new Run(UUID.randomUUID(), Clock.systemUTC().instant(), List.of());
      track = new TestCamera(new ManualClock(), "320x240").run().tracks().get(0);
      byte[] bytes = new byte[1 << 20];
      new Random(1).nextBytes(bytes);
      noise = ByteBuffer.wrap(bytes);
    }

    void sendUntil(double seconds, List<FakeHub.FakeStream> to) {
      for (; next < seconds * 25; next++) {
        boolean key = next % 50 == 0;
        long dts = next * 3600;
        ByteBuffer payload = noise.slice(0, key ? 160_000 : 17_000);
        AccessUnit unit =
            new AccessUnit(track, dts, dts, Clock.systemUTC().instant(), key, payload);
        for (FakeHub.FakeStream stream : to) {
          stream.add(new LogEntry.Unit(run, next, unit));
          sent++;
        }
      }
    }
  }

  /** Some real segments under the names of many minutes. */
  private static void link(Path home, int segments) throws Exception {
    ManualClock clock = new ManualClock();
    TestCamera camera = new TestCamera(clock, "160x120");
    List<Path> originals;
    try (Life life = new Life(Files.createDirectories(home.resolve("originals")), clock)) {
      camera.send((ORIGINALS + 1) * 60 * TestCamera.FPS, life::accept);
      originals = life.files().subList(0, ORIGINALS);
    }
    for (int i = 0; i < segments; i++) {
      LocalDate day = LocalDate.of(2026, 1, 1).plusDays(i / PER_DAY % 30);
      int minute = i % PER_DAY;
      Path file =
          home.resolve(
              String.format(
                  Locale.ROOT,
                  "rec/camera-%d/main/%04d/%02d/%02d/%02d%02d00000.mp4",
                  i / PER_DAY / 30,
                  day.getYear(),
                  day.getMonthValue(),
                  day.getDayOfMonth(),
                  minute / 60,
                  minute % 60));
      Files.createDirectories(file.getParent());
      Files.createLink(file, originals.get(i % ORIGINALS));
    }
  }
}

package io.vedette.testkit.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vedette.api.stream.Profile;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip;
import io.vedette.testkit.KeyPictures;
import io.vedette.testkit.SimulatedCamera;
import io.vedette.testkit.SimulatedCameras;
import io.vedette.testkit.WhepViewer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Loads a recorder in a process of its own and measures it; see {@link BenchOptions}. */
public final class Bench {
  private static final int[] RATES = {1, 2, -1, 8, 4, -8, 16, -4};
  private static final Duration ALL_RECORDING = Duration.ofSeconds(25);
  private static final Duration DRAIN = Duration.ofSeconds(15);

  /** Something must be there to be replayed, and a growing recording is read up to here. */
  private static final Duration RECORDED_FIRST = Duration.ofSeconds(8);

  private static final Duration BEHIND = Duration.ofSeconds(4);
  private static final Duration ALONE = Duration.ofSeconds(20);
  private static final long LAST_SEEK_MS = 500; // for the picture of the last seek

  private static final long GOP_MS =
      2000; // of the clips; key pictures are due at its multiples, by the camera's phase later

  private final BenchOptions options;
  private final Figures figures = new Figures();
  private final Clip main;
  private final Clip sub;
  private final List<LiveViewer> live = new ArrayList<>();
  private final List<ReplayViewer> replays = new ArrayList<>();
  private final Random random = new Random(1);
  private Rest rest;
  private Instant recording; // since then by all

  private Bench(BenchOptions options) throws IOException {
    this.options = options;
    this.main = Clip.of(options.clips().resolve("load-main.h264"), Clip.fps(Profile.MAIN));
    this.sub = Clip.of(options.clips().resolve("load-sub.h264"), Clip.fps(Profile.SUB));
  }

  /** Program: the script gives the recorder's folder and that of the clips, then the options. */
  public static void main(String[] arguments) throws IOException {
    int code = 1;
    try {
      BenchOptions options = BenchOptions.parse(arguments);
      new Bench(options).run();
      code = 0;
    } catch (IllegalArgumentException e) {
      System.err.println("vedette bench: " + e.getMessage() + "; see ./vedette bench --help");
      code = 2;
    } catch (IOException e) {
      System.err.println("vedette bench: " + e.getMessage());
    }
    System.exit(code);
  }

  private void run() throws IOException {
    if (Files.exists(options.home())) {
      throw new IOException(options.home() + " exists; choose another folder with --home");
    }
    figures.cameras = options.cameras();
    figures.seconds = options.seconds();
    say("starting a recorder on " + options.home());
    try (SimulatedCameras cameras = new SimulatedCameras();
        RecorderProcess recorder = RecorderProcess.start(options.distribution(), options.home())) {
      rest = recorder.rest();
      load(cameras, recorder);
    } finally {
      delete(options.home());
    }
    Files.writeString(options.output(), figures.json());
    System.out.println();
    System.out.print(figures.table());
    say("all figures are in " + options.output().toAbsolutePath());
  }

  private void load(SimulatedCameras simulated, RecorderProcess recorder) throws IOException {
    double cpuBefore = recorder.cpuSeconds();
    double ownCpuBefore = RecorderProcess.cpuSeconds(ProcessHandle.current());
    long endNanos = System.nanoTime() + Duration.ofSeconds(options.seconds()).toNanos();
    List<SimulatedCamera> cameras = add(simulated);
    awaitRecording();
    watch();
    waitUntil(recording.plus(RECORDED_FIRST).plus(BEHIND));
    replay();
    double cores = seek(endNanos, recorder);

    figures.transcoders = recorder.children();
    figures.recorderCpuSeconds = Figures.round(recorder.cpuSeconds() - cpuBefore, 2);
    figures.loadCpuSeconds =
        Figures.round(RecorderProcess.cpuSeconds(ProcessHandle.current()) - ownCpuBefore, 2);
    if (!replays.isEmpty()) {
      figures.addedCores = Figures.round(cores - coresWithoutReplays(recorder), 3);
    }
    count();
    cameras.forEach(camera -> camera.stall(true));
    figures.unitsSent = simulated.sentUnits();
    figures.bytesSent = simulated.sentBytes();
    awaitAllWritten();
    figures.rssMaxMegabytes = Figures.round(recorder.peakBytes() / 1e6, 1);
    figures.gcPauseMaxMillis = recorder.longestPauseMillis();
  }

  private List<SimulatedCamera> add(SimulatedCameras simulated) throws IOException {
    say("adding " + options.cameras() + " cameras");
    List<SimulatedCamera> cameras = new ArrayList<>();
    for (int i = 0; i < options.cameras(); i++) {
      CameraSetup setup =
          CameraSetup.of(Clip.Scene.STREET)
              .with(Map.of(Profile.MAIN, clip(main, i), Profile.SUB, clip(sub, i)));
      SimulatedCamera camera = simulated.add(setup);
      cameras.add(camera);
      JsonArray streams = new JsonArray();
      streams.add("main");
      streams.add("sub");
      JsonObject record = new JsonObject();
      record.addProperty("mode", "continuous");
      record.add("streams", streams);
      JsonObject json = new JsonObject();
      json.addProperty("id", id(i));
      json.addProperty("name", "Bench " + i);
      json.addProperty("driver", "rtsp");
      json.addProperty("address", camera.uri(Profile.MAIN).toString());
      json.addProperty("subAddress", camera.uri(Profile.SUB).toString());
      json.add("record", record);
      rest.post("/api/v1/cameras", json);
    }
    return cameras;
  }

  /** Cameras make their key pictures at any time, so theirs are spread over a group. */
  private Clip clip(Clip clip, int camera) {
    return clip.later(Duration.ofMillis(phase(camera)));
  }

  private long phase(int camera) {
    return GOP_MS * camera / options.cameras();
  }

  private static String id(int camera) {
    return "bench-" + camera;
  }

  private void awaitRecording() throws IOException {
    int streams = 2 * options.cameras();
    long endNanos = System.nanoTime() + ALL_RECORDING.toNanos();
    double recorded = rest.metric("vedette_stream_recording");
    while (recorded < streams && System.nanoTime() < endNanos) {
      pause(200);
      recorded = rest.metric("vedette_stream_recording");
    }
    if (recorded < streams) {
      throw new IOException("only " + (int) recorded + " of " + streams + " streams are recorded");
    }
    recording = Instant.now();
    say(streams + " streams are recorded");
  }

  /** N viewers of sub streams and one of a main stream. */
  private void watch() throws IOException {
    say("opening " + (options.cameras() + 1) + " live viewers");
    for (int i = 0; i < options.cameras(); i++) {
      watch("/whep/live/" + id(i) + "/sub", new KeyPictures(clip(sub, i)));
    }
    watch("/whep/live/" + id(0) + "/main", new KeyPictures(clip(main, 0)));
    figures.viewers = live.size();
  }

  private void watch(String path, KeyPictures keys) throws IOException {
    live.add(new LiveViewer(rest, path, keys, figures.firstFrame, figures.latency));
  }

  private void replay() throws IOException {
    say("opening " + options.replays() + " replays");
    for (int i = 0; i < options.replays(); i++) {
      int camera = cameraOf(i);
      KeyPictures keys = new KeyPictures(clip(main, camera));
      int rate = RATES[i % RATES.length];
      replays.add(
          new ReplayViewer(rest, id(camera), somewhere(camera), rate, keys, figures.seekToPicture));
    }
    figures.replays = replays.size();
  }

  /** Of the camera of a replay. */
  private int cameraOf(int replay) {
    return replay % options.cameras();
  }

  /** A recorded time in the middle of a group of pictures, so that both sides mean the same. */
  private Instant somewhere(int camera) {
    long first = recording.toEpochMilli() + GOP_MS; // each has a whole group there
    long last = Instant.now().minus(BEHIND).toEpochMilli() - GOP_MS;
    long millis = first + (long) (random.nextDouble() * Math.max(1, last - first));
    return Instant.ofEpochMilli(millis - (millis - phase(camera)) % GOP_MS + GOP_MS / 2);
  }

  /**
   * Lets each replay jump every 5 s, evenly spread, until it is over.
   *
   * @return cores that the recorder took meanwhile
   */
  private double seek(long endNanos, RecorderProcess recorder) throws IOException {
    long beganNanos = System.nanoTime();
    double cpuBefore = recorder.cpuSeconds();
    ThreadLoad before = recorder.threads("replay ");
    long picturesBefore = replays.stream().mapToLong(ReplayViewer::pictures).sum();
    long saidNanos = beganNanos;
    int turn = 0;
    while (System.nanoTime() < endNanos) {
      pause(5000 / Math.max(1, replays.size()));
      if (!replays.isEmpty()) {
        int replay = turn++ % replays.size();
        replays.get(replay).seek(somewhere(cameraOf(replay)));
      }
      if (System.nanoTime() - saidNanos > 5_000_000_000L) {
        saidNanos = System.nanoTime();
        say((endNanos - saidNanos) / 1_000_000_000L + " s to go");
      }
    }
    figures.seeks = turn;
    pause(LAST_SEEK_MS);
    long pictures = replays.stream().mapToLong(ReplayViewer::pictures).sum() - picturesBefore;
    double seconds = (System.nanoTime() - beganNanos) / 1e9;
    ThreadLoad load = recorder.threads("replay ");
    figures.picturesPerSecond = Figures.round(pictures / seconds, 1);
    figures.replayCores = Figures.round((load.cpuSeconds() - before.cpuSeconds()) / seconds, 3);
    figures.readsPerSecond = Figures.round((load.reads() - before.reads()) / seconds, 1);
    figures.readBytesPerSecond = Math.round((load.readBytes() - before.readBytes()) / seconds);
    return (recorder.cpuSeconds() - cpuBefore) / seconds;
  }

  /**
   * Ends the replays and measures what is left; after them and not before, since a JVM that just
   * started takes more for the same.
   */
  private double coresWithoutReplays(RecorderProcess recorder) throws IOException {
    say("ending the replays, " + ALONE.toSeconds() + " s without");
    figures.replayPacketsLost = replays.stream().mapToLong(replay -> replay.viewer().lost()).sum();
    for (ReplayViewer replay : replays) {
      replay.close();
    }
    double cpuBefore = recorder.cpuSeconds();
    long beganNanos = System.nanoTime();
    pause(ALONE.toMillis());
    return (recorder.cpuSeconds() - cpuBefore) / ((System.nanoTime() - beganNanos) / 1e9);
  }

  /** What viewers and the recorder have counted; then all viewers go. */
  private void count() throws IOException {
    figures.unitsLost = (long) rest.metric("vedette_stream_lost_units_total");
    List<WhepViewer> viewers = live.stream().map(LiveViewer::viewer).toList();
    figures.packetsLost = viewers.stream().mapToLong(WhepViewer::lost).sum();
    figures.packetsSent =
        figures.packetsLost + viewers.stream().mapToLong(WhepViewer::packets).sum();
    for (LiveViewer viewer : live) {
      viewer.close();
    }
  }

  /** The cameras are still: what they have sent is written when no more comes. */
  private void awaitAllWritten() throws IOException {
    long endNanos = System.nanoTime() + DRAIN.toNanos();
    do {
      pause(500);
      figures.unitsRecorded = (long) rest.metric("vedette_recorded_units_total");
    } while (figures.unitsRecorded < figures.unitsSent && System.nanoTime() < endNanos);
    figures.bytesWritten = (long) rest.metric("vedette_recording_written_bytes_total");
    figures.writeCalls = (long) rest.metric("vedette_recording_write_calls_total");
    figures.syncs = (long) rest.metric("vedette_recording_syncs_total");
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static void waitUntil(Instant time) {
    long millis = Duration.between(Instant.now(), time).toMillis();
    if (millis > 0) {
      pause(millis);
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void say(String what) {
    System.out.println("vedette bench: " + what);
  }
}

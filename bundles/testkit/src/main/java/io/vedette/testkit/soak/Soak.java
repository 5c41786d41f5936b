package io.vedette.testkit.soak;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vedette.api.stream.Profile;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip;
import io.vedette.testkit.SimulatedCamera;
import io.vedette.testkit.SimulatedCameras;
import io.vedette.testkit.bench.RecorderProcess;
import io.vedette.testkit.bench.Rest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Lets cameras fail for a time and then counts every picture; see {@link SoakOptions}. */
public final class Soak {
  private static final Duration SAY_EVERY = Duration.ofMinutes(1);

  /** The newest fragment is on its way to the disk for 2 s; the rest is for a busy machine. */
  private static final Duration DRAIN = Duration.ofSeconds(30);

  private final SoakOptions options;
  private final List<Map<Profile, PictureNumbers>> scenes = new ArrayList<>();
  private final List<SimulatedCamera> cameras = new ArrayList<>();
  private final List<StreamBooks> books = new ArrayList<>();
  private final Map<Deed.Kind, Integer> done = new TreeMap<>();

  private Soak(SoakOptions options) {
    this.options = options;
    for (Clip.Scene scene : Clip.Scene.values()) {
      Map<Profile, PictureNumbers> numbers = new EnumMap<>(Profile.class);
      for (Profile profile : Profile.values()) {
        numbers.put(profile, new PictureNumbers(Clip.of(scene, profile)));
      }
      scenes.add(numbers);
    }
  }

  /**
   * Program: the script gives the recorder's folder, then the options. Exit code 0: nothing was
   * lost; 1: something was; 2: it could not be run.
   */
  public static void main(String[] arguments) {
    int code = 2;
    try {
      code = new Soak(SoakOptions.parse(arguments)).run() ? 0 : 1;
    } catch (IllegalArgumentException e) {
      System.err.println("vedette soak: " + e.getMessage() + "; see ./vedette soak --help");
    } catch (IOException e) {
      System.err.println("vedette soak: " + e.getMessage());
    }
    System.exit(code);
  }

  private boolean run() throws IOException {
    if (Files.exists(options.home())) {
      throw new IOException(options.home() + " exists; choose another folder with --home");
    }
    say(
        "%d cameras for %d minutes, seed %d; a recorder on %s"
            .formatted(options.cameras(), options.minutes(), options.seed(), options.home()));
    Instant begin = Instant.now();
    Verdict verdict = new Verdict();
    List<Map<Profile, List<Recorded.Gap>>> gaps;
    try (SimulatedCameras simulated = new SimulatedCameras()) {
      try (RecorderProcess recorder =
          RecorderProcess.start(options.distribution(), options.home())) {
        add(simulated, recorder.rest());
        begin = awaitRecording(recorder.rest());
        fail();
        cameras.forEach(camera -> camera.stall(true));
        Instant silent = Instant.now();
        awaitWritten(recorder.rest());
        gaps = gaps(recorder.rest(), begin, silent);
      } // ended by SIGTERM: what it has not written by then it has lost
    }
    say("did " + done + "; comparing every picture");
    compare(gaps, verdict);
    System.out.print(verdict.report());
    if (verdict.isGood()) {
      delete(options.home());
    } else {
      say("the recorder's state is left in " + options.home());
    }
    return verdict.isGood();
  }

  private void add(SimulatedCameras simulated, Rest rest) throws IOException {
    for (int i = 0; i < options.cameras(); i++) {
      SimulatedCamera camera = simulated.add(CameraSetup.of(Clip.Scene.ofCamera(i)));
      StreamBooks book = new StreamBooks(scenes.get(i % scenes.size()), System.currentTimeMillis());
      camera.tell(book);
      cameras.add(camera);
      books.add(book);
      JsonArray streams = new JsonArray();
      streams.add("main");
      streams.add("sub");
      JsonObject record = new JsonObject();
      record.addProperty("mode", "continuous");
      record.add("streams", streams);
      JsonObject json = new JsonObject();
      json.addProperty("id", id(i));
      json.addProperty("name", "Soak " + i);
      json.addProperty("driver", "rtsp");
      json.addProperty("address", camera.uri(Profile.MAIN).toString());
      json.addProperty("subAddress", camera.uri(Profile.SUB).toString());
      json.add("record", record);
      rest.post("/api/v1/cameras", json);
    }
  }

  private static String id(int camera) {
    return "soak-" + camera;
  }

  /** Returns since when all streams are recorded. */
  private Instant awaitRecording(Rest rest) throws IOException {
    long endNanos = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (rest.metric("vedette_stream_recording") < 2 * options.cameras()) {
      if (System.nanoTime() > endNanos) {
        throw new IOException("not all streams are recorded within a minute");
      }
      pause(200);
    }
    say("all streams are recorded");
    return Instant.now();
  }

  private void fail() {
    long millis = Duration.ofMinutes(options.minutes()).toMillis();
    long began = System.nanoTime() / 1_000_000;
    long said = 0;
    for (Deed deed : Deed.plan(options.seed(), options.cameras(), millis)) {
      pause(began + deed.atMillis() - System.nanoTime() / 1_000_000);
      books.get(deed.camera()).does(deed.kind(), System.currentTimeMillis());
      deed.to(cameras.get(deed.camera()));
      done.merge(deed.kind(), 1, Integer::sum);
      if (deed.atMillis() - said > SAY_EVERY.toMillis()) {
        said = deed.atMillis();
        say((millis - said) / 60_000 + " min to go");
      }
    }
    pause(began + millis - System.nanoTime() / 1_000_000);
  }

  /** The cameras are silent: what they have sent is written when no more comes. */
  private static void awaitWritten(Rest rest) throws IOException {
    long endNanos = System.nanoTime() + DRAIN.toNanos();
    double before = -1;
    double now = rest.metric("vedette_recorded_units_total");
    while (now > before && System.nanoTime() < endNanos) {
      pause(5_000); // more than a fragment
      before = now;
      now = rest.metric("vedette_recorded_units_total");
    }
  }

  private List<Map<Profile, List<Recorded.Gap>>> gaps(Rest rest, Instant from, Instant to)
      throws IOException {
    List<Map<Profile, List<Recorded.Gap>>> all = new ArrayList<>();
    for (int i = 0; i < options.cameras(); i++) {
      Map<Profile, List<Recorded.Gap>> gaps = new EnumMap<>(Profile.class);
      for (Profile profile : Profile.values()) {
        String range = "?stream=" + profile.id() + "&from=" + from + "&to=" + to;
        String path = "/api/v1/cameras/" + id(i) + "/timeline";
        gaps.put(profile, Recorded.gaps(rest.get(path + range)));
      }
      all.add(gaps);
    }
    return all;
  }

  private void compare(List<Map<Profile, List<Recorded.Gap>>> gaps, Verdict verdict)
      throws IOException {
    for (int i = 0; i < options.cameras(); i++) {
      for (Profile profile : Profile.values()) {
        String name = id(i) + "/" + profile.id();
        Path folder = options.home().resolve("recordings").resolve(name);
        PictureNumbers numbers = scenes.get(i % scenes.size()).get(profile);
        List<Long> pictures = Recorded.pictures(folder, name, numbers, verdict);
        Recorded recorded = new Recorded(name, pictures, gaps.get(i).get(profile));
        books.get(i).compare(profile, recorded, verdict);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(Math.max(0, millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void say(String what) {
    System.out.println("vedette soak: " + what);
  }
}

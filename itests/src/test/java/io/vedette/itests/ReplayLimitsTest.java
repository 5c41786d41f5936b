package io.vedette.itests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.vedette.api.stream.Profile;
import io.vedette.itests.SharedAppliance.Shared;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip;
import io.vedette.testkit.Picture;
import io.vedette.testkit.SimulatedCamera;
import io.vedette.testkit.WhepViewer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Replays used with malice: each is refused in words or carried out, and none leaves a trace. */
@ExtendWith(SharedAppliance.class)
@ResourceLock(Held.CHILDREN)
class ReplayLimitsTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int MAX_REPLAYS = 32;
  private static final int SEEKS = 2000;

  private static final List<SimulatedCamera> SIMULATED = new ArrayList<>();
  private static CameraClient steady;
  private static CameraClient erased; // its files are deleted while they are played
  private static Instant start; // from here on both are recorded

  private Held before;

  @BeforeAll
  static void recordSomeSeconds(Shared shared) throws IOException {
    for (Clip.Scene scene : List.of(Clip.Scene.MEADOW, Clip.Scene.HALL)) {
      SIMULATED.add(shared.cameras().add(CameraSetup.of(scene)));
    }
    steady = CameraClient.add(shared.admin(), "steady", SIMULATED.get(0));
    erased = CameraClient.add(shared.admin(), "erased", SIMULATED.get(1));
    for (CameraClient camera : List.of(steady, erased)) {
      // Main too: a file that is opened only later would look like one that is left behind.
      camera.awaitRecording(Profile.SUB).awaitRecording(Profile.MAIN);
    }
    start = Instant.now();
    for (CameraClient camera : List.of(steady, erased)) {
      camera.awaitRecorded(Profile.SUB, start, start.plusSeconds(3));
    }
  }

  @AfterAll
  static void remove() throws IOException {
    steady.remove();
    erased.remove();
    SIMULATED.forEach(SimulatedCamera::close);
  }

  @BeforeEach
  void count(Shared shared) throws IOException {
    before = Held.now(shared);
  }

  @AfterEach
  void nothingIsLeftBehind(Shared shared) {
    Eventually.within(
        SOON,
        "nothing more is held than " + before,
        () -> {
          Held now = Held.now(shared);
          if (!now.isAtMost(before)) {
            throw new IllegalStateException("held are " + now);
          }
          return true;
        });
    assertThat(shared.appliance().printed()).doesNotContain("\tat ");
  }

  private static String request(String cameras, Instant at, String rate) {
    return "{\"cameras\":[%s],\"at\":\"%s\",\"stream\":\"sub\",\"rate\":%s}"
        .formatted(cameras, at, rate);
  }

  private static Api.Reply post(Api api, String cameras, Instant at, String rate)
      throws IOException {
    return api.post("/api/v1/replays", request(cameras, at, rate));
  }

  /** Path of a replay of some cameras. */
  private static String begin(Api api, String cameras) throws IOException {
    Api.Reply reply = post(api, cameras, start, "1");
    assertThat(reply.status()).as("%s", reply).isEqualTo(201);
    return reply.header("Location").orElseThrow();
  }

  private static JsonObject assertRefused(Api.Reply reply, Integer... statuses) {
    assertThat(reply.status()).as("%s", reply).isIn((Object[]) statuses);
    assertThat(reply.header("Content-Type")).hasValue("application/problem+json");
    assertThat(reply.object().get("status").getAsInt()).isEqualTo(reply.status());
    assertThat(reply.object().get("detail").getAsString()).isNotBlank();
    return reply.object();
  }

  private static void assertRefusedField(Api.Reply reply, int status, String field) {
    assertThat(assertRefused(reply, status).get("field").getAsString()).isEqualTo(field);
  }

  @Test
  void whatCannotBePlayedIsRefusedInWords(Shared shared) throws IOException {
    Api admin = shared.admin();
    Duration day = Duration.ofDays(1);
    assertRefused(post(admin, "\"steady\"", Instant.now().plus(day), "1"), 422);
    assertRefused(post(admin, "\"steady\"", start.minus(day), "-1"), 422);
    String seventeen =
        IntStream.range(0, 17).mapToObj(i -> "\"c" + i + "\"").collect(Collectors.joining(","));
    assertRefusedField(post(admin, seventeen, start, "1"), 422, "cameras");
    assertRefusedField(post(admin, "\"steady\",\"steady\"", start, "1"), 400, "cameras");
    assertRefusedField(post(admin, "", start, "1"), 400, "cameras");
    String path = begin(admin, "\"steady\"");
    for (String rate : List.of("0", "-0.0", "1000", "\"fast\"", "\"NaN\"", "1e999", "[1]")) {
      assertRefusedField(post(admin, "\"steady\"", start, rate), 400, "rate");
      assertRefusedField(admin.patch(path, "{\"rate\":" + rate + "}"), 400, "rate");
    }
    assertRefused(post(admin, "\"steady\"", start, "NaN"), 400);
    assertRefused(admin.patch(path, "{\"seek\":\"" + Instant.now().plus(day) + "\"}"), 422);
    assertThat(admin.delete(path).status()).isEqualTo(204);
  }

  @Test
  void replayOfAHiddenCameraIsHiddenToo(Shared shared) throws IOException {
    String user =
        "{\"name\":\"halfblind\",\"role\":\"viewer\",\"password\":\"%s\",\"cameras\":[\"erased\"]}"
            .formatted(Appliance.PASSWORD);
    assertThat(shared.admin().post("/api/v1/users", user).status()).isEqualTo(201);
    Api viewer = shared.appliance().api().signIn("halfblind", Appliance.PASSWORD);
    String path = begin(shared.admin(), "\"steady\"");

    assertRefused(post(viewer, "\"steady\"", start, "1"), 403, 404);
    assertRefused(post(viewer, "\"erased\",\"steady\"", start, "1"), 403, 404);
    assertRefused(viewer.get(path), 403, 404);
    assertRefused(viewer.patch(path, "{\"playing\":false}"), 403, 404);
    assertRefused(viewer.delete(path), 403, 404);
    byte[] offer = HostileInputTest.OFFER.getBytes(UTF_8);
    assertRefused(viewer.send("POST", whep(path, "steady"), "application/sdp", offer), 403, 404);
    // Not a camera of that replay, though one that the account may see.
    assertRefused(viewer.send("POST", whep(path, "erased"), "application/sdp", offer), 403, 404);

    assertThat(shared.admin().delete(path).status()).isEqualTo(204);
    assertThat(shared.admin().delete("/api/v1/users/halfblind").status()).isEqualTo(204);
  }

  private static String whep(String replay, String camera) {
    return replay.replace("/api/v1/replays/", "/whep/replay/") + "/" + camera;
  }

  /** Newest pictures are dropped while nobody takes them. */
  private static BlockingQueue<Picture> pictures() {
    return new ArrayBlockingQueue<>(64);
  }

  private static WhepViewer watch(Shared shared, String whep, BlockingQueue<Picture> pictures)
      throws IOException {
    return new WhepViewer(
        new Signalling(shared.admin()), shared.appliance().uri(), whep, pictures::offer);
  }

  private static void assertComes(BlockingQueue<Picture> pictures) throws InterruptedException {
    pictures.clear();
    assertThat(pictures.poll(SOON.toSeconds(), TimeUnit.SECONDS)).as("a picture").isNotNull();
  }

  /** Lets several clients do the same at once; returns when all are done. */
  private static void atOnce(int clients, Client client) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int number = i;
        running.add(
            threads.submit(
                () -> {
                  client.run(number);
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private interface Client {
    void run(int number) throws IOException;
  }

  @Test
  void seeksOfManyAtOnceAreCarriedOutAndThenItPlays(Shared shared) throws Exception {
    String path = begin(shared.admin(), "\"steady\"");
    BlockingQueue<Picture> one = pictures();
    BlockingQueue<Picture> other = pictures();
    try (WhepViewer first = watch(shared, whep(path, "steady"), one);
        WhepViewer second = watch(shared, whep(path, "steady"), other)) {
      assertComes(one);
      assertComes(other);
      atOnce(
          4,
          client -> {
            for (int i = 0; i < SEEKS / 4; i++) {
              Instant target = start.plusMillis((i * 397L + client * 701L) % 3000);
              Api.Reply reply = shared.admin().patch(path, "{\"seek\":\"" + target + "\"}");
              assertThat(reply.status()).as("%s", reply).isEqualTo(200);
            }
          });
      assertComes(one);
      assertComes(other);
      assertThat(first.packets()).isPositive();
      assertThat(second.packets()).isPositive();
      // The replay ends under its viewers.
      assertThat(shared.admin().delete(path).status()).isEqualTo(204);
    }
  }

  @Test
  void filesThatVanishStopTheirCameraAndNoOther(Shared shared) throws Exception {
    Api admin = shared.admin();
    JsonObject settings = admin.get(erased.path()).object();
    settings.addProperty("enabled", false); // no file of it is written any more
    assertThat(admin.put(erased.path(), settings.toString()).status()).isEqualTo(200);
    String path = begin(admin, "\"steady\",\"erased\"");
    BlockingQueue<Picture> stays = pictures();
    BlockingQueue<Picture> goes = pictures();
    try (WhepViewer first = watch(shared, whep(path, "steady"), stays);
        WhepViewer second = watch(shared, whep(path, "erased"), goes)) {
      assertComes(stays);
      assertThat(goes.poll(SOON.toSeconds(), TimeUnit.SECONDS)).isNotNull();
      try (Stream<Path> files = Files.walk(shared.home().resolve("recordings/erased"))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.delete(file);
        }
      }
      for (String change : List.of("\"rate\":-8", "\"rate\":1,\"seek\":\"" + start + "\"")) {
        Api.Reply reply = admin.patch(path, "{" + change + "}");
        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
      }
      assertComes(stays);
      assertThat(first.packets()).isPositive();
      assertThat(second.packets()).isPositive();
    }
    assertThat(admin.get(path).status()).isEqualTo(200);
    assertThat(admin.delete(path).status()).isEqualTo(204);

    // The first held the file open; this one asks for what is not there at all.
    String late = begin(admin, "\"erased\",\"steady\"");
    try (WhepViewer viewer = watch(shared, whep(late, "steady"), stays)) {
      assertComes(stays);
      assertThat(viewer.packets()).isPositive();
    }
    assertThat(admin.delete(late).status()).isEqualTo(204);
  }

  @Test
  void noMoreReplaysRunThanTheLimitSays(Shared shared) throws Exception {
    List<Api.Reply> replies = Collections.synchronizedList(new ArrayList<>());
    atOnce(
        MAX_REPLAYS,
        client -> {
          for (int i = 0; i < 2; i++) {
            replies.add(post(shared.admin(), "\"steady\"", start, "1"));
          }
        });
    List<Api.Reply> made = replies.stream().filter(r -> r.status() == 201).toList();
    for (Api.Reply refused : replies.stream().filter(r -> r.status() != 201).toList()) {
      assertThat(assertRefused(refused, 503).get("detail").getAsString())
          .contains(Integer.toString(MAX_REPLAYS));
      assertThat(refused.header("Retry-After")).isPresent();
    }
    for (Api.Reply reply : made) {
      String path = reply.header("Location").orElseThrow();
      assertThat(shared.admin().delete(path).status()).isEqualTo(204);
    }
    assertThat(made).hasSize(MAX_REPLAYS - before.replays());
  }
}

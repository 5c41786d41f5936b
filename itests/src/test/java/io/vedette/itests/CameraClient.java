package io.vedette.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.Credentials;
import io.vedette.api.stream.Profile;
import io.vedette.testkit.SimulatedCamera;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One camera as an administrator sees it through the API. */
final class CameraClient {
  private static final Duration SLOW = Duration.ofSeconds(40);

  /** Longest fragment of a camera with key pictures each 2 s, and its way to the disk. */
  private static final Duration FRAGMENT = Duration.ofSeconds(3);

  private final Api api;
  private final String id;

  private CameraClient(Api api, String id) {
    this.api = api;
    this.id = id;
  }

  /** What the timeline says. */
  record Span(Instant from, Instant to, boolean recorded, String cause) {}

  /** Adds a simulated camera with both streams. */
  static CameraClient add(Api api, String id, SimulatedCamera camera) throws IOException {
    return add(
        api, id, camera.address().main(), camera.address().sub(), camera.address().credentials());
  }

  /** Adds any RTSP camera. */
  static CameraClient add(
      Api api, String id, URI main, Optional<URI> sub, Optional<Credentials> credentials)
      throws IOException {
    return add(api, id, "rtsp", 1, main, sub, credentials, Optional.empty());
  }

  /** Adds a camera of any family. */
  static CameraClient add(Api api, String id, String driver, CameraAddress address)
      throws IOException {
    return add(api, id, driver, address, Optional.empty());
  }

  /**
   * Adds a camera that is recorded from its first picture on as told.
   *
   * @param record the plan, as JSON
   */
  static CameraClient add(Api api, String id, String driver, CameraAddress address, String record)
      throws IOException {
    return add(api, id, driver, address, Optional.of(record));
  }

  private static CameraClient add(
      Api api, String id, String driver, CameraAddress address, Optional<String> record)
      throws IOException {
    return add(
        api,
        id,
        driver,
        address.channel(),
        address.main(),
        address.sub(),
        address.credentials(),
        record);
  }

  private static CameraClient add(
      Api api,
      String id,
      String driver,
      int channel,
      URI main,
      Optional<URI> sub,
      Optional<Credentials> credentials,
      Optional<String> record)
      throws IOException {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("name", "Camera " + id);
    json.addProperty("driver", driver);
    json.addProperty("channel", channel);
    json.addProperty("address", main.toString());
    sub.ifPresent(s -> json.addProperty("subAddress", s.toString()));
    credentials.ifPresent(
        c -> {
          json.addProperty("username", c.user());
          json.addProperty("password", c.password());
        });
    record.ifPresent(plan -> json.add("record", JsonParser.parseString(plan)));
    Api.Reply reply = api.post("/api/v1/cameras", json.toString());
    assertThat(reply.status()).as("%s", reply).isEqualTo(201);
    assertThat(reply.header("Location")).contains("/api/v1/cameras/" + id);
    return new CameraClient(api, id);
  }

  /** A camera that is there already. */
  static CameraClient of(Api api, String id) {
    return new CameraClient(api, id);
  }

  String id() {
    return id;
  }

  String path() {
    return "/api/v1/cameras/" + id;
  }

  /** Forgets the camera; its recordings stay. */
  void remove() throws IOException {
    assertThat(api.delete(path()).status()).isEqualTo(204);
  }

  /** Status of a stream; empty while there is none. */
  JsonObject status(Profile profile) throws IOException {
    JsonObject streams = api.get(path() + "/status").object().getAsJsonObject("streams");
    JsonObject stream = streams.getAsJsonObject(profile.id());
    return stream == null ? new JsonObject() : stream;
  }

  /** {@code live}, {@code offline}, …; {@code none} while there is no stream. */
  String state(Profile profile) throws IOException {
    JsonElement state = status(profile).get("state");
    return state == null ? "none" : state.getAsString();
  }

  String lastError(Profile profile) throws IOException {
    JsonElement error = status(profile).get("lastError");
    return error == null || error.isJsonNull() ? "" : error.getAsString();
  }

  int reconnects(Profile profile) throws IOException {
    return status(profile).get("reconnects").getAsInt();
  }

  CameraClient awaitState(Profile profile, String state) {
    Eventually.within(
        SLOW,
        id + "/" + profile.id() + " is " + state,
        () -> {
          String now = state(profile);
          if (!now.equals(state)) {
            throw new IllegalStateException("it is " + now + ": " + lastError(profile));
          }
          return true;
        });
    return this;
  }

  CameraClient awaitRecording(Profile profile) {
    Eventually.within(
        SLOW,
        id + "/" + profile.id() + " is recorded",
        () -> status(profile).get("recording").getAsBoolean());
    return this;
  }

  List<Span> timeline(Profile profile, Instant from, Instant to) throws IOException {
    Api.Reply reply =
        api.get(path() + "/timeline?stream=" + profile.id() + "&from=" + from + "&to=" + to);
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    JsonArray spans = reply.object().getAsJsonArray("spans");
    List<Span> list = new ArrayList<>();
    for (JsonElement element : spans) {
      JsonObject span = element.getAsJsonObject();
      list.add(
          new Span(
              Instant.parse(span.get("from").getAsString()),
              Instant.parse(span.get("to").getAsString()),
              span.get("kind").getAsString().equals("recorded"),
              span.has("cause") ? span.get("cause").getAsString() : ""));
    }
    return list;
  }

  /** Waits until the timeline of a range satisfies. */
  void awaitTimeline(
      Profile profile,
      Instant from,
      Instant to,
      String what,
      java.util.function.Predicate<List<Span>> condition) {
    Eventually.within(
        SLOW,
        "timeline of " + id + ": " + what,
        () -> {
          List<Span> spans = timeline(profile, from, to);
          if (!condition.test(spans)) {
            throw new IllegalStateException("it says " + spans);
          }
          return true;
        });
  }

  /**
   * Waits until a whole range is recorded and in files: the timeline also counts the newest
   * fragment, which is still on its way to the disk.
   */
  void awaitRecorded(Profile profile, Instant from, Instant to) {
    awaitTimeline(
        profile,
        from,
        to.plus(FRAGMENT),
        "recorded from " + from + " to " + to,
        spans -> spans.stream().allMatch(Span::recorded));
  }

  /** Path of the file of a range. */
  String recordingPath(Profile profile, Instant from, Instant to) {
    return path() + "/recording.mp4?stream=" + profile.id() + "&from=" + from + "&to=" + to;
  }

  Path download(Profile profile, Instant from, Instant to, Path file) throws IOException {
    return api.download(recordingPath(profile, from, to), file);
  }
}

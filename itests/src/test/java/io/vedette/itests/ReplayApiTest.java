package io.vedette.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.vedette.api.stream.Profile;
import io.vedette.itests.SharedAppliance.Shared;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip;
import io.vedette.testkit.SimulatedCamera;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Steering a replay by HTTP; what a viewer sees of it is tested with browsers. */
@ExtendWith(SharedAppliance.class)
class ReplayApiTest {
  private static final Duration SOON = Duration.ofSeconds(15);

  private static SimulatedCamera simulated;
  private static CameraClient camera;
  private static Instant before; // the camera was not there yet
  private static Instant start; // from here on it is recorded

  @BeforeAll
  static void recordSomeSeconds(Shared shared) throws IOException {
    before = Instant.now().minusSeconds(20);
    simulated = shared.cameras().add(CameraSetup.of(Clip.Scene.MEADOW));
    camera = CameraClient.add(shared.admin(), "replayed", simulated);
    camera.awaitState(Profile.SUB, "live").awaitRecording(Profile.SUB);
    start = Instant.now();
    camera.awaitRecorded(Profile.SUB, start, start.plusSeconds(8));
  }

  @AfterAll
  static void remove() throws IOException {
    camera.remove();
    simulated.close();
  }

  private static Api.Reply create(Shared shared, String at, String rest) throws IOException {
    String body =
        "{\"cameras\":[\"replayed\"],\"at\":\"" + at + "\",\"stream\":\"sub\"" + rest + "}";
    return shared.admin().post("/api/v1/replays", body);
  }

  @Test
  void isMadeSteeredShownAndEnded(Shared shared) throws IOException {
    Api.Reply made = create(shared, start.plusSeconds(2).toString(), ",\"rate\":1");
    assertThat(made.status()).as("%s", made).isEqualTo(201);
    String path = made.header("Location").orElseThrow();
    JsonObject state = made.object();
    assertThat(path).endsWith("/" + state.get("id").getAsString());
    assertThat(state.get("playing").getAsBoolean()).isTrue();
    JsonObject one = state.getAsJsonObject("cameras").getAsJsonObject("replayed");
    assertThat(one.get("mode").getAsString()).isEqualTo("passthrough");
    assertThat(one.get("whep").getAsString())
        .isEqualTo("/whep/replay/" + state.get("id").getAsString() + "/replayed");

    Instant target = start.plusSeconds(5);
    JsonObject paused =
        shared.admin().patch(path, "{\"playing\":false,\"seek\":\"" + target + "\"}").object();
    assertThat(paused.get("playing").getAsBoolean()).isFalse();
    Eventually.within(
        SOON,
        "the clock stands at the place sought",
        () -> Duration.between(clock(shared, path), target).abs().toMillis() < 100);
    assertThat(shared.admin().patch(path, "{\"rate\":-8}").object().get("rate").getAsDouble())
        .isEqualTo(-8);

    assertThat(shared.admin().delete(path).status()).isEqualTo(204);
    assertThat(shared.admin().get(path).status()).isEqualTo(404);
  }

  private static Instant clock(Shared shared, String path) throws IOException {
    return clock(shared.admin().get(path).object());
  }

  private static Instant clock(JsonObject state) {
    return Instant.parse(state.get("clock").getAsString());
  }

  @Test
  void gapIsSkippedAndTheAnswerSaysSo(Shared shared) throws IOException {
    Api.Reply made = create(shared, before.toString(), "");
    String path = made.header("Location").orElseThrow();
    assertThat(gapOf(made)).isBefore(start.plusSeconds(2));
    JsonObject paused = shared.admin().patch(path, "{\"playing\":false}").object();
    assertThat(paused.has("skippedGap")).as("%s", paused).isTrue();

    String inside = "{\"seek\":\"" + before.plusSeconds(3) + "\"}";
    Api.Reply sought = shared.admin().patch(path, inside);
    assertThat(clock(sought.object())).isEqualTo(gapOf(sought)).isEqualTo(gapOf(made));
    assertThat(shared.admin().get(path).object().has("skippedGap")).isTrue();
    String recorded = "{\"seek\":\"" + start.plusSeconds(4) + "\"}";
    assertThat(shared.admin().patch(path, recorded).object().has("skippedGap")).isFalse();
    shared.admin().delete(path);
  }

  /** Where the gap ends that was skipped. */
  private static Instant gapOf(Api.Reply state) {
    JsonObject gap = state.object().getAsJsonObject("skippedGap");
    assertThat(gap).as("%s", state).isNotNull();
    return Instant.parse(gap.get("to").getAsString());
  }

  @Test
  void nonsenseIsRefusedWithTheField(Shared shared) throws IOException {
    String at = start.toString();
    assertRefused(create(shared, at, ",\"rate\":0"), 400, "rate");
    assertRefused(create(shared, at, ",\"rate\":65"), 400, "rate");
    assertRefused(create(shared, "yesterday", ""), 400, "at");
    assertRefused(create(shared, at, ",\"speed\":2"), 400, "speed");
    String unknown = "{\"cameras\":[\"nobody\"],\"at\":\"" + at + "\"}";
    assertThat(shared.admin().post("/api/v1/replays", unknown).status()).isIn(404, 422);
    assertThat(shared.admin().get("/api/v1/replays/0123").status()).isEqualTo(404);
  }

  private static void assertRefused(Api.Reply reply, int status, String field) {
    assertThat(reply.status()).as("%s", reply).isEqualTo(status);
    assertThat(reply.object().get("field").getAsString()).isEqualTo(field);
  }
}

package io.vedette.web.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vedette.api.access.Accounts.User;
import io.vedette.api.access.Role;
import io.vedette.media.AccessUnit;
import io.vedette.media.G711Config;
import io.vedette.media.H264Config;
import io.vedette.media.NalUnits;
import io.vedette.media.Track;
import io.vedette.web.live.TestStream;
import io.vedette.web.resource.TestServer.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GopTest {
  private static final Instant T0 = Instant.parse("2026-11-25T09:00:00Z");
  private static final Track VIDEO = TestStream.H264_360P;
  private static final Track AUDIO = new Track(1, 8000, new G711Config(G711Config.Law.A, 1));

  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
  }

  @AfterEach
  @Timeout(20)
  void stop() throws Exception {
    server.recordings.awaitAllClosed();
    server.close();
  }

  /** A key picture and two more, 100 ms apart, with a packet of sound between. */
  private void recordGop(long millis) {
    for (int i = 0; i < 3; i++) {
      record(VIDEO, millis + 100L * i, i == 0, (byte) (10 * (i + 1)));
      record(AUDIO, millis + 100L * i + 20, true, (byte) 99);
    }
  }

  private void record(Track track, long millis, boolean key, byte... content) {
    ByteBuffer payload = NalUnits.join(List.of(ByteBuffer.wrap(content)));
    server.recordings.units.add(new AccessUnit(track, 0, 0, T0.plusMillis(millis), key, payload));
  }

  private Answer get(long millis) throws Exception {
    return server.as(
        "viewer", "GET", "/api/v1/cameras/door/gop?stream=sub&at=" + T0.plusMillis(millis));
  }

  /** The answer taken apart as a page does it. */
  private record Got(JsonObject head, List<byte[]> pictures) {
    static Got of(Answer answer) {
      byte[] body = answer.http().body();
      int at = new String(body, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
      JsonObject head =
          JsonParser.parseString(new String(body, 0, at, StandardCharsets.UTF_8)).getAsJsonObject();
      List<byte[]> pictures = new ArrayList<>();
      for (var told : head.getAsJsonArray("pictures")) {
        int size = told.getAsJsonObject().get("bytes").getAsInt();
        pictures.add(Arrays.copyOfRange(body, at, at + size));
        at += size;
      }
      assertThat(at).as("nothing follows the last picture").isEqualTo(body.length);
      return new Got(head, pictures);
    }

    List<Instant> times() {
      return head.getAsJsonArray("pictures").asList().stream()
          .map(told -> Instant.parse(told.getAsJsonObject().get("at").getAsString()))
          .toList();
    }
  }

  @Test
  void picturesOfATime_inOrderWithTheirTimes() throws Exception {
    recordGop(0);
    recordGop(300);

    Answer answer = get(350);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/vnd.vedette.gop");
    Got got = Got.of(answer);
    assertThat(got.times())
        .containsExactly(T0.plusMillis(300), T0.plusMillis(400), T0.plusMillis(500));
    assertThat(got.head().get("before").getAsString()).isEqualTo("2026-11-25T09:00:00.000Z");
    assertThat(got.head().get("codec").getAsString()).isEqualTo("avc1.64001e");
    assertThat(got.head().get("width").getAsInt()).isEqualTo(640);
    assertThat(got.pictures().get(1)).containsExactly(0, 0, 0, 1, 20);
    H264Config sets = (H264Config) VIDEO.config();
    assertThat(NalUnits.splitAnnexB(ByteBuffer.wrap(got.pictures().get(0))))
        .containsExactly(sets.sps(), sets.pps().get(0), ByteBuffer.wrap(new byte[] {10}));
  }

  @Test
  void acrossAGap_theGroupBeforeIsNamed() throws Exception {
    recordGop(0);
    recordGop(60_000);

    Got inTheGap = Got.of(get(30_000));
    assertThat(inTheGap.times()).last().isEqualTo(T0.plusMillis(200));
    assertThat(Got.of(get(60_000)).head().get("before").getAsString())
        .isEqualTo("2026-11-25T09:00:00.000Z");
    assertThat(inTheGap.head().has("before")).as("the oldest has none before").isFalse();
  }

  @Test
  void nothingRecorded() throws Exception {
    assertThat(get(0).problem()).isEqualTo("404 -");
    recordGop(1000);
    assertThat(get(999).problem()).isEqualTo("404 -");
  }

  @Test
  void whatIsTooLargeToBeHeldIsRefused() throws Exception {
    record(VIDEO, 0, true, new byte[5 * 1024 * 1024]);

    assertThat(get(0).problem()).isEqualTo("422 -");
  }

  @Test
  void nonsenseAndOtherPeoplesCameras() throws Exception {
    String path = "/api/v1/cameras/door/gop";
    assertThat(server.as("viewer", "GET", path).problem()).isEqualTo("400 at");
    assertThat(server.as("viewer", "GET", path + "?at=now").problem()).isEqualTo("400 at");
    assertThat(server.as("viewer", "GET", path + "?at=" + T0 + "&stream=3").problem())
        .isEqualTo("400 stream");
    server.accounts.addUser(
        new User("guest", Role.VIEWER, Optional.of(Set.of("yard"))), "guest-password");
    var request = server.request("GET", path + "?at=" + T0, BodyPublishers.noBody());
    assertThat(server.send(request).problem()).isEqualTo("401 -");
    assertThat(server.send(request.header("Cookie", "vedette_session=session-of-guest")).problem())
        .isEqualTo("403 -");
  }
}

package io.vedette.web.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.api.recording.TimelineSpan;
import io.vedette.web.resource.TestServer.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RecordingsTest {
  private static final String FILE =
      "/api/v1/cameras/door/recording.mp4?from=2026-11-25T09:00:00Z&to=2026-11-25T10:00:00Z";
  private static final String TIMELINE = "/api/v1/cameras/door/timeline";

  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
    server.as(
        "admin",
        "POST",
        "/api/v1/cameras",
        "{'name': 'Door', 'driver': 'rtsp', 'address': 'rtsp://10.0.0.7/1'}");
  }

  @AfterEach
  @Timeout(20)
  void stop() throws Exception {
    server.recordings.awaitAllClosed();
    server.close();
  }

  private Answer get(String... headers) throws Exception {
    return send("GET", headers);
  }

  private Answer send(String method, String... headers) throws Exception {
    var request =
        server
            .request(method, FILE, BodyPublishers.noBody())
            .header("Authorization", "Bearer operator");
    return server.send(headers.length > 0 ? request.headers(headers) : request);
  }

  private static byte[] bytes(int from, int to) {
    byte[] all = new byte[to];
    for (int i = 0; i < to; i++) {
      all[i] = (byte) i;
    }
    return Arrays.copyOfRange(all, from, to);
  }

  @Test
  void wholeFile() throws Exception {
    Answer answer = get();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.http().body()).isEqualTo(bytes(0, 1000));
    assertThat(answer.header("Content-Length")).isEqualTo("1000");
    assertThat(answer.header("Content-Type")).isEqualTo("video/mp4");
    assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
    assertThat(answer.header("ETag")).isEqualTo("\"e1000\"");
    assertThat(answer.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"door-main-20261125T090000Z.mp4\"");
  }

  @Test
  void headHasTheSameHeaders() throws Exception {
    Answer answer = send("HEAD");

    assertThat(answer.http().body()).isEmpty();
    assertThat(answer.header("Content-Length")).isEqualTo("1000");
    assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
  }

  @Test
  void ranges() throws Exception {
    Answer middle = get("Range", "bytes=100-299");
    assertThat(middle.status()).isEqualTo(206);
    assertThat(middle.header("Content-Range")).isEqualTo("bytes 100-299/1000");
    assertThat(middle.header("Content-Length")).isEqualTo("200");
    assertThat(middle.http().body()).isEqualTo(bytes(100, 300));

    assertThat(get("Range", "bytes=-10").http().body()).isEqualTo(bytes(990, 1000));
    assertThat(get("Range", "bytes=990-").http().body()).isEqualTo(bytes(990, 1000));
    assertThat(get("Range", "bytes=0-1,5-6").status()).isEqualTo(200);
  }

  @Test
  void rangeBeyondTheEnd() throws Exception {
    Answer answer = get("Range", "bytes=1000-");

    assertThat(answer.problem()).isEqualTo("416 -");
    assertThat(answer.header("Content-Range")).isEqualTo("bytes */1000");
  }

  @Test
  void rangeCountsOnlyIfTheFileIsStillTheSame() throws Exception {
    assertThat(get("Range", "bytes=0-9", "If-Range", "\"e1000\"").status()).isEqualTo(206);
    assertThat(get("Range", "bytes=0-9", "If-Range", "\"e999\"").status()).isEqualTo(200);
    assertThat(get("Range", "bytes=0-9", "If-Range", "Wed, 25 Nov 2026 10:00:00 GMT").status())
        .isEqualTo(200);
  }

  @Test
  void ofARecordingThatGrowsMeanwhile_noTwoStatesAreMixed() throws Exception {
    String tag = get().header("ETag");
    server.recordings.fileBytes = 1200;

    Answer whole = get("Range", "bytes=500-", "If-Range", tag);
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.http().body()).isEqualTo(bytes(0, 1200));
    assertThat(whole.header("ETag")).isEqualTo("\"e1200\"");

    Answer refused = get("Range", "bytes=500-", "If-Match", tag);
    assertThat(refused.problem()).isEqualTo("412 -");
    assertThat(refused.header("ETag")).isEqualTo("\"e1200\"");
    assertThat(get("Range", "bytes=1100-").header("Content-Range"))
        .isEqualTo("bytes 1100-1199/1200");
  }

  @Test
  void conditionsMayNameSeveralStates() throws Exception {
    assertThat(get("If-Match", "\"x\", \"e1000\"").status()).isEqualTo(200);
    assertThat(get("If-Match", "*").status()).isEqualTo(200);
    assertThat(get("If-Match", "W/\"e1000\"").status()).as("weak").isEqualTo(412);
    assertThat(get("If-None-Match", "\"x\", W/\"e1000\"").status()).isEqualTo(304);
    assertThat(get("If-None-Match", "*").status()).isEqualTo(304);
    assertThat(get("If-None-Match", "\"x\"").status()).isEqualTo(200);
  }

  @Test
  void whoHasItNeedsItNotAgain() throws Exception {
    Answer answer = get("If-None-Match", "\"e1000\"");

    assertThat(answer.status()).isEqualTo(304);
    assertThat(answer.http().body()).isEmpty();
  }

  @Test
  void largeFile() throws Exception {
    server.recordings.fileBytes = 3_000_000;

    assertThat(get().http().body()).isEqualTo(bytes(0, 3_000_000));
  }

  @Test
  void aFileThatBreaksOnTheWayIsNotTakenForWhole() {
    server.recordings.fileBytes = 3_000_000;
    server.recordings.failAfterBytes = 1_000_000;

    assertThatThrownBy(this::get).isInstanceOf(IOException.class);
  }

  @Test
  void nothingRecorded_orNotInOneFile() throws Exception {
    server.recordings.tooLong = true;
    assertThat(get().problem()).isEqualTo("422 -");
    server.recordings.tooLong = false;
    server.recordings.fileBytes = 0;
    assertThat(get().problem()).isEqualTo("404 -");
  }

  @Test
  void rangeOfTimeMustMakeSense() throws Exception {
    String path = "/api/v1/cameras/door/recording.mp4";
    String to = "to=2026-11-25T10:00:00Z";
    assertThat(server.as("operator", "GET", path).problem()).isEqualTo("400 from");
    assertThat(server.as("operator", "GET", path + "?" + to + "&from=x").problem())
        .isEqualTo("400 from");
    assertThat(
            server.as("operator", "GET", path + "?" + to + "&from=2026-11-25T11:00:00Z").problem())
        .isEqualTo("400 from");
    assertThat(server.as("operator", "GET", FILE + "&stream=third").problem())
        .isEqualTo("400 stream");
    assertThat(server.as("viewer", "GET", FILE).problem()).isEqualTo("403 -");
  }

  @Test
  void timeline() throws Exception {
    Instant at = Instant.parse("2026-11-25T09:00:00Z");
    server.recordings.spans.add(
        new TimelineSpan(
            at, at.plusNanos(500_400_000), Optional.of(TimelineSpan.Cause.CAMERA_OFFLINE)));
    server.recordings.spans.add(
        new TimelineSpan(at.plusNanos(500_400_000), at.plusNanos(500_900_000), Optional.empty()));
    server.recordings.spans.add(
        new TimelineSpan(at.plusNanos(500_900_000), at.plusSeconds(2), Optional.empty()));

    assertThat(server.as("viewer", "GET", TIMELINE).text().replace('"', '\''))
        .isEqualTo(
            "{'spans':[{'from':'2026-11-25T09:00:00.000Z','to':'2026-11-25T09:00:00.500Z',"
                + "'kind':'gap','cause':'camera-offline'},"
                + "{'from':'2026-11-25T09:00:00.500Z','to':'2026-11-25T09:00:02.000Z',"
                + "'kind':'recorded'}]}");
  }

  @Test
  void timelineOfARange() throws Exception {
    String from = "?from=2026-11-25T09:00:00";
    assertThat(server.as("viewer", "GET", TIMELINE + from + "Z&to=2026-11-25T08:00:00Z").problem())
        .isEqualTo("400 from");
    assertThat(server.as("viewer", "GET", TIMELINE + from + "Z&to=2026-11-25T09:00:00Z").text())
        .isEqualTo("{\"spans\":[]}");
    assertThat(server.as("viewer", "GET", TIMELINE + "?from=2020-01-01T00:00:00Z").problem())
        .isEqualTo("422 from");
    assertThat(server.as("viewer", "GET", TIMELINE + from + "+01:00").status())
        .as("plus sign that was not encoded")
        .isEqualTo(200);
  }

  @Test
  void timelineOfACameraThatNeverWas() throws Exception {
    assertThat(server.as("viewer", "GET", "/api/v1/cameras/nowhere/timeline").problem())
        .isEqualTo("404 -");
  }

  @Test
  void storage() throws Exception {
    assertThat(server.as("viewer", "GET", "/api/v1/storage").text().replace('"', '\''))
        .isEqualTo(
            "{'disks':[{'path':'/data','size':1000000000000,'used':400000000000,"
                + "'reserve':100000000000,'writeMBps':1.25,'state':'ok',"
                + "'oldest':'2026-11-25T09:59:58.000Z'}],'estimatedDays':8.3}");
  }

  @Test
  void withoutTheRecorderItSaysSo() throws Exception {
    server.parts.recordings = null;

    assertThat(get().problem()).isEqualTo("503 -");
    assertThat(server.as("viewer", "GET", TIMELINE).text()).contains("sink-recorder");
    assertThat(server.as("viewer", "GET", "/api/v1/cameras/door/status").status()).isEqualTo(200);
  }
}

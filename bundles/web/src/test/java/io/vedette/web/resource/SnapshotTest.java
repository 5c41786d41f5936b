package io.vedette.web.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.stream.LogEntry;
import io.vedette.api.transcode.TranscodeException;
import io.vedette.api.transcode.Transcoder;
import io.vedette.media.AccessUnit;
import io.vedette.web.live.FakeCursor;
import io.vedette.web.live.TestStream;
import io.vedette.web.resource.TestServer.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pictures as JPEG. */
class SnapshotTest {
  private static final String NEWEST = "/api/v1/cameras/door/snapshot.jpg";
  private static final String RECORDED = NEWEST + "?at=2026-11-25T09:";

  private TestServer server;
  private FakeCursor live;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
    live = server.addCamera("door", true);
    record("09:00:00");
    record("09:00:02");
  }

  @AfterEach
  void stop() throws Exception {
    server.recordings.awaitAllClosed();
    server.close();
  }

  private void record(String time) {
    Instant at = Instant.parse("2026-11-25T" + time + "Z");
    server.recordings.units.add(
        new AccessUnit(TestStream.H264_720P, 0, 0, at, true, ByteBuffer.allocate(9)));
  }

  private Answer get(String path) throws Exception {
    return server.as("viewer", "GET", path);
  }

  @Test
  void theNewestKeyPicture() throws Exception {
    live.append(new LogEntry.Gap(3, LogEntry.Cause.LOST_ON_THE_WAY));
    live.append(TestStream.picture(TestStream.H264_720P, 0, true, 9));

    Answer answer = get(NEWEST);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("image/jpeg");
    assertThat(answer.header("Cache-Control")).isEqualTo("private, no-cache");
    assertThat(answer.header("Vedette-Picture-Time")).isEqualTo("2026-11-25T10:00:00.000Z");
    assertThat(answer.text()).isEqualTo("2026-11-25T10:00:00Z " + Transcoder.ORIGINAL_WIDTH);
    assertThat(live.closed.getCount()).isZero();
  }

  @Test
  void theRecordedOneThatIsNearest() throws Exception {
    assertThat(get(RECORDED + "00:00.900Z").text()).startsWith("2026-11-25T09:00:00Z");
    assertThat(get(RECORDED + "00:01.100Z").text()).startsWith("2026-11-25T09:00:02Z");
    assertThat(get(RECORDED + "30:00Z").text()).startsWith("2026-11-25T09:00:02Z");
    assertThat(get(NEWEST + "?at=2026-11-20T09:00:00Z").text()).startsWith("2026-11-25T09:00:00Z");
  }

  @Test
  void oneThatCanChangeNoMore_isKeptByTheBrowser() throws Exception {
    assertThat(get(RECORDED + "00:01Z").header("Cache-Control")).isEqualTo("private, max-age=300");
    assertThat(get(RECORDED + "30:00Z").header("Cache-Control")).isEqualTo("private, no-cache");
  }

  @Test
  void theSamePictureIsMadeOnce() throws Exception {
    String tag = get(RECORDED + "00:00Z&width=320").header("ETag");
    assertThat(get(RECORDED + "00:00.500Z&width=320").header("ETag")).isEqualTo(tag);
    assertThat(server.transcoder.made).isEqualTo(1);
    assertThat(get(RECORDED + "00:00Z&width=160").header("ETag")).isNotEqualTo(tag);
    assertThat(server.transcoder.made).isEqualTo(2);

    Answer again =
        server.send(
            server
                .request("GET", RECORDED + "00:00Z&width=320", BodyPublishers.noBody())
                .header("Authorization", "Bearer viewer")
                .header("If-None-Match", tag));
    assertThat(again.status()).isEqualTo(304);
  }

  @Test
  void whatIsNotThere() throws Exception {
    assertThat(get("/api/v1/cameras/nowhere/snapshot.jpg").problem()).isEqualTo("404 -");
    assertThat(get(NEWEST + "?stream=sub").problem()).isEqualTo("503 -"); // not reached yet
    Answer nothing = get(NEWEST);
    assertThat(nothing.problem()).isEqualTo("503 -");
    assertThat(nothing.header("Retry-After")).isNotEmpty();
    server.recordings.units.clear();
    assertThat(get(RECORDED + "00:00Z").problem()).isEqualTo("404 -");
  }

  @Test
  void widthIsBounded() throws Exception {
    for (String width : new String[] {"0", "15", "3841", "99999", "-5", "x"}) {
      assertThat(get(RECORDED + "00:00Z&width=" + width).problem()).isEqualTo("400 width");
    }
  }

  @Test
  void whenNobodyCanMakeIt_theReasonIsTold() throws Exception {
    server.transcoder.refusal =
        Optional.of(new TranscodeException(TranscodeException.Kind.UNAVAILABLE, "no ffmpeg here"));
    Answer refused = get(RECORDED + "00:00Z");
    assertThat(refused.problem()).isEqualTo("503 -");
    assertThat(refused.text()).contains("no ffmpeg here");
    server.transcoder.refusal =
        Optional.of(new TranscodeException(TranscodeException.Kind.IMPOSSIBLE, "broken"));
    assertThat(get(RECORDED + "00:00Z").problem()).isEqualTo("422 -");

    server.parts.transcoder = null;
    assertThat(get(RECORDED + "00:00Z").text()).contains("feature transcoder");
    assertThat(get("/api/v1/cameras/nowhere/snapshot.jpg").problem()).isEqualTo("404 -");
  }
}

package io.vedette.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.vedette.api.stream.Profile;
import io.vedette.itests.SharedAppliance.Shared;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip;
import io.vedette.testkit.DecodedPictures;
import io.vedette.testkit.SimulatedCamera;
import io.vedette.testkit.Timecode;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Live view as fragmented MP4 over WebSocket, judged by ffmpeg. */
@ExtendWith(SharedAppliance.class)
class LiveSocketTest {
  @TempDir Path folder;

  /** Whole messages in their order: String or byte[]. */
  private static final class Messages implements WebSocket.Listener {
    private final LinkedBlockingQueue<Object> whole = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        whole.add(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      binary.writeBytes(bytes);
      if (last) {
        whole.add(binary.toByteArray());
        binary.reset();
      }
      socket.request(1);
      return null;
    }

    Object next() throws InterruptedException {
      Object message = whole.poll(10, TimeUnit.SECONDS);
      assertThat(message).as("a message within 10 s").isNotNull();
      return message;
    }
  }

  private static WebSocket.Builder client(Shared shared) throws Exception {
    String token =
        shared
            .admin()
            .post("/api/v1/tokens", "{\"name\":\"socket\",\"role\":\"viewer\"}")
            .object()
            .get("token")
            .getAsString();
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .header("Authorization", "Bearer " + token);
  }

  private static URI uri(Shared shared, String path) {
    return URI.create(shared.appliance().uri().toString().replace("http:", "ws:") + path);
  }

  @Test
  void mimeThenInitSegmentThenFragmentsThatPlay(Shared shared) throws Exception {
    try (SimulatedCamera simulated = shared.cameras().add(CameraSetup.of(Clip.Scene.HARBOUR))) {
      CameraClient camera = CameraClient.add(shared.admin(), "socket", simulated);
      camera.awaitState(Profile.SUB, "live");
      Messages messages = new Messages();
      WebSocket socket =
          client(shared).buildAsync(uri(shared, "/api/v1/live/socket/sub"), messages).join();
      String mime =
          JsonParser.parseString((String) messages.next())
              .getAsJsonObject()
              .get("mime")
              .getAsString();
      assertThat(mime).matches("video/mp4; codecs=\"avc1\\.[0-9a-f]{6}\"");
      ByteArrayOutputStream movie = new ByteArrayOutputStream();
      for (int i = 0; i < 20; i++) {
        movie.writeBytes((byte[]) messages.next());
      }
      socket.abort();
      camera.remove();

      Path file = Files.write(folder.resolve("live.mp4"), movie.toByteArray());
      assertThat(Ffprobe.complaints(file)).isEmpty();
      List<Optional<Timecode>> pictures = DecodedPictures.timecodes(file.toString(), 640);
      assertThat(pictures).hasSizeGreaterThan(19).allMatch(Optional::isPresent);
      for (int n = 1; n < pictures.size(); n++) {
        int before = pictures.get(n - 1).get().centiseconds();
        assertThat(Timecode.distance(before, pictures.get(n).get().centiseconds())).isBetween(6, 7);
      }
    }
  }

  @Test
  void strangersAndUnknownCamerasAreRefused(Shared shared) throws Exception {
    assertThat(refusal(HttpClient.newHttpClient().newWebSocketBuilder(), shared, "x"))
        .isEqualTo(401);
    assertThat(refusal(client(shared), shared, "nobody")).isEqualTo(404);
  }

  private static int refusal(WebSocket.Builder client, Shared shared, String camera) {
    try {
      client.buildAsync(uri(shared, "/api/v1/live/" + camera + "/sub"), new Messages()).join();
      return 101;
    } catch (CompletionException e) {
      return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
    }
  }
}

package io.vedette.web.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vedette.api.access.Accounts.User;
import io.vedette.api.access.Role;
import io.vedette.api.stream.StreamKey;
import io.vedette.web.live.FakeCursor;
import io.vedette.web.live.TestStream;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Live view by WebSocket, through a real server and a real client. */
@Timeout(20)
class LiveServletTest {
  private static final String PATH = "/api/v1/live/door/main";
  private static final int FRAME = 3600;

  private FakeCursor cursor;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
    cursor = server.addCamera("door", true);
    server.streams.cursors.put(new StreamKey.Replay("r1", "door"), cursor);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  /** Keeps what came, in words. */
  private static final class Viewer implements WebSocket.Listener {
    final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

    @Override
    public void onOpen(WebSocket webSocket) {
      webSocket.request(1000);
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      messages.add(data.toString());
      return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
      messages.add("binary");
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
      messages.add(code + " " + reason);
      return null;
    }
  }

  private Viewer watch(String path, String... header) {
    Viewer viewer = new Viewer();
    open(viewer, path, header);
    return viewer;
  }

  private WebSocket open(Viewer viewer, String path, String... header) {
    WebSocket.Builder builder = server.client.newWebSocketBuilder();
    for (int i = 0; i < header.length; i += 2) {
      builder.header(header[i], header[i + 1]);
    }
    return builder.buildAsync(server.webSocket(path), viewer).join();
  }

  private int refused(String path, String... header) {
    CompletionException failure =
        catchThrowableOfType(CompletionException.class, () -> watch(path, header));
    HttpResponse<?> response = ((WebSocketHandshakeException) failure.getCause()).getResponse();
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    return response.statusCode();
  }

  @Test
  void mime_init_fragments() throws Exception {
    cursor.append(TestStream.picture(TestStream.H264_1080P, 0, true, 100));
    Viewer viewer = watch(PATH, "Authorization", "Bearer viewer");

    assertThat(viewer.messages.take())
        .isEqualTo("{\"mime\":\"video/mp4; codecs=\\\"avc1.640028\\\"\"}");
    assertThat(viewer.messages.take()).isEqualTo("binary");
    cursor.append(TestStream.picture(TestStream.H264_1080P, FRAME, false, 100));
    assertThat(viewer.messages.take()).isEqualTo("binary");
  }

  @Test
  void replay() throws Exception {
    cursor.append(TestStream.picture(TestStream.H264_1080P, 0, true, 100));
    server.as(
        "viewer", "POST", "/api/v1/replays", "{'cameras': ['door'], 'at': '2026-11-25T09:00:00Z'}");
    String path = "/api/v1/live/replay/r1/door";
    assertThat(refused(path, "Authorization", "Bearer operator")).isEqualTo(404);
    Viewer viewer = watch(path, "Authorization", "Bearer viewer");

    assertThat(viewer.messages.take()).contains("mime");
  }

  @Test
  void timesOfAReplayAreForWhomBeganIt_andForAdministrators() throws Exception {
    cursor.append(TestStream.picture(TestStream.H264_1080P, FRAME, true, 100));
    server.as(
        "viewer", "POST", "/api/v1/replays", "{'cameras': ['door'], 'at': '2026-11-25T09:00:00Z'}");
    String path = "/api/v1/live/replay/r1/door/times";
    assertThat(refused(path)).isEqualTo(401);
    assertThat(refused(path, "Authorization", "Bearer operator")).isEqualTo(404);
    assertThat(refused(path.replace("r1", "r2"), "Authorization", "Bearer viewer")).isEqualTo(404);
    server.accounts.users.put("eve", new User("eve", Role.ADMIN, Optional.of(Set.of("yard"))));
    assertThat(refused(path, "Cookie", "vedette_session=session-of-eve"))
        .as("whoever may not see the camera")
        .isEqualTo(403);

    Viewer viewer = watch(path, "Authorization", "Bearer viewer");
    assertThat(viewer.messages.take()).contains("\"ticks\":" + FRAME).contains("\"at\":");
  }

  @Test
  void endOfTheStreamEndsTheConnection() throws Exception {
    Viewer viewer = watch(PATH, "Authorization", "Bearer viewer");
    cursor.end();

    assertThat(viewer.messages.take()).isEqualTo("1000 the stream has ended");
    cursor.closed.await();
  }

  @Test
  void viewerWhoLeavesFreesItsPlaceInTheStream() throws Exception {
    WebSocket socket = open(new Viewer(), PATH, "Authorization", "Bearer viewer");
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();

    cursor.closed.await();
  }

  @Test
  void refusals() {
    String[] token = {"Authorization", "Bearer viewer"};
    assertThat(refused(PATH)).isEqualTo(401);
    assertThat(refused("/api/v1/live/yard/main", token)).isEqualTo(404);
    assertThat(refused("/api/v1/live/door/third", token)).isEqualTo(404);
    server.accounts.users.put("eve", new User("eve", Role.VIEWER, Optional.of(Set.of("yard"))));
    assertThat(refused(PATH, "Cookie", "vedette_session=session-of-eve")).isEqualTo(403);
  }

  @Test
  void pageOfAnotherSiteIsRefused() {
    String own = server.webSocket("").getAuthority();
    String[] cookie = {"Cookie", "vedette_session=session-of-admin", "Origin", ""};
    for (String origin : new String[] {"http://evil.example", "null", "http://127.0.0.1:1", ":"}) {
      cookie[3] = origin;
      assertThat(refused(PATH, cookie)).as(origin).isEqualTo(403);
    }
    cookie[3] = "http://" + own;
    assertThat(watch(PATH, cookie)).isNotNull();
  }

  @Test
  void plainRequestIsToldToUpgrade() throws Exception {
    assertThat(server.as("viewer", "GET", PATH).problem()).isEqualTo("426 -");
    assertThat(server.as("viewer", "POST", PATH).problem()).isEqualTo("405 -");
  }
}

package io.vedette.web.resource;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vedette.api.camera.Camera;
import io.vedette.api.driver.CameraAddress;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamKey;
import io.vedette.testkit.ManualClock;
import io.vedette.web.LiveServlet;
import io.vedette.web.http.Dispatcher;
import io.vedette.web.http.Router;
import io.vedette.web.live.FakeCursor;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The whole API in a real Jetty on a free port, above fakes of the services. */
final class TestServer implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

  final FakeAccounts accounts = new FakeAccounts();
  final FakeCameras cameras = new FakeCameras();
  final FakeControl control = new FakeControl();
  final FakeRecordings recordings = new FakeRecordings();
  final FakeReplays replays = new FakeReplays();
  final FakeStreams streams = new FakeStreams();
  final FakeExports exports = new FakeExports();
  final FakeSettings settings = new FakeSettings();
  final FakeTranscoder transcoder = new FakeTranscoder();
  final Parts parts = new Parts();
  final ManualClock clock = new ManualClock(NOW);
  final Router router = Api.router(parts, "1.2.3", clock);
  private final Server jetty = new Server();
  private final ServerConnector connector = new ServerConnector(jetty);
  final HttpClient client = HttpClient.newHttpClient();

  TestServer() throws Exception {
    parts.accounts = accounts;
    parts.cameras = cameras;
    parts.control = control;
    parts.recordings = recordings;
    parts.replays = replays;
    parts.streams = streams;
    parts.settings = settings;
    parts.exports = exports;
    parts.transcoder = transcoder;
    connector.setHost("127.0.0.1");
    jetty.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    Dispatcher dispatcher = new Dispatcher(router, parts::accounts);
    ServletHolder shell = new ServletHolder(new Shell(dispatcher));
    shell.setAsyncSupported(true);
    context.addServlet(shell, "/*");
    context.addServlet(new ServletHolder(new LiveServlet(parts)), "/api/v1/live/*");
    JettyWebSocketServletContainerInitializer.configure(context, null);
    jetty.setHandler(context);
    jetty.start();
  }

  private static final class Shell extends HttpServlet {
    private final transient Dispatcher dispatcher;

    Shell(Dispatcher dispatcher) {
      this.dispatcher = dispatcher;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      dispatcher.dispatch(request, response);
    }
  }

  /** An answer. */
  record Answer(HttpResponse<byte[]> http) {
    int status() {
      return http.statusCode();
    }

    String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }

    String text() {
      return new String(http.body(), StandardCharsets.UTF_8);
    }

    JsonElement json() {
      return JsonParser.parseString(text());
    }

    JsonObject object() {
      return json().getAsJsonObject();
    }

    /** {@code 400 name} for a problem with a field, {@code 404 -} for one without. */
    String problem() {
      if (!header("Content-Type").equals("application/problem+json")) {
        throw new AssertionError(status() + " is no problem: " + text());
      }
      JsonObject problem = object();
      if (problem.get("status").getAsInt() != status()
          || !problem.get("type").getAsString().equals("about:blank")
          || problem.get("title").getAsString().isEmpty()
          || problem.get("detail").getAsString().isEmpty()) {
        throw new AssertionError(text());
      }
      return status() + " " + (problem.has("field") ? problem.get("field").getAsString() : "-");
    }
  }

  /** A request that can be given headers before it is sent. */
  HttpRequest.Builder request(String method, String path, BodyPublisher body) {
    URI uri = URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
    return HttpRequest.newBuilder(uri).method(method, body);
  }

  /** Adds a camera that delivers main. */
  FakeCursor addCamera(String id, boolean enabled) {
    cameras.add(
        new Camera(
            id,
            id,
            "rtsp",
            new CameraAddress(
                URI.create("rtsp://10.0.0.7/1"), Optional.empty(), Optional.empty(), 1),
            enabled,
            Camera.RecordSettings.DEFAULT,
            Camera.Retention.UNLIMITED));
    FakeCursor cursor = new FakeCursor();
    streams.cursors.put(new StreamKey.Live(id, Profile.MAIN), cursor);
    return cursor;
  }

  /** Where WebSockets are. */
  URI webSocket(String path) {
    return URI.create("ws://127.0.0.1:" + connector.getLocalPort() + path);
  }

  /** A connection without HTTP. */
  Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
  }

  int busyThreads() {
    return jetty.getThreadPool().getThreads() - jetty.getThreadPool().getIdleThreads();
  }

  Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return new Answer(client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
  }

  /** Without a body, with the token of a role. */
  Answer as(String role, String method, String path) throws IOException, InterruptedException {
    return send(
        request(method, path, BodyPublishers.noBody()).header("Authorization", "Bearer " + role));
  }

  /** With a JSON body, in which ' stands for ", and the token of a role. */
  Answer as(String role, String method, String path, String json)
      throws IOException, InterruptedException {
    return send(
        request(method, path, BodyPublishers.ofString(json.replace('\'', '"')))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + role));
  }

  @Override
  public void close() throws Exception {
    jetty.stop();
    parts.close();
  }
}

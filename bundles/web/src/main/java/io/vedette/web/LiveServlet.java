package io.vedette.web;

import io.vedette.api.access.Role;
import io.vedette.api.stream.StreamHub;
import io.vedette.api.stream.StreamKey;
import io.vedette.web.http.Dispatcher;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Kind;
import io.vedette.web.http.Problem;
import io.vedette.web.http.Router;
import io.vedette.web.live.Content;
import io.vedette.web.live.LiveSocket;
import io.vedette.web.resource.Grants;
import io.vedette.web.resource.Parts;
import io.vedette.web.resource.StreamPaths;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServlet;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Live view by WebSocket: checks the request as any other, then leaves it to a LiveSocket. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/live/*")
public final class LiveServlet extends JettyWebSocketServlet {
  /** Attribute of the request under which the socket waits for the upgrade. */
  private static final String SOCKET = LiveSocket.class.getName();

  private static final int THREADS = 2;

  /** A viewer that takes no byte, and answers no ping, for so long is gone. */
  private static final Duration IDLE = Duration.ofSeconds(30);

  private static final Duration PING = Duration.ofSeconds(10);

  private final transient Parts parts;
  private final transient StreamPaths streams;
  private final transient Dispatcher dispatcher;
  private final transient Map<LiveSocket, Grants.Grant> sockets = new ConcurrentHashMap<>();
  private final transient ScheduledExecutorService executor;

  @Activate
  public LiveServlet(@Reference Parts parts) {
    this.parts = parts;
    streams = new StreamPaths(parts);
    Router router =
        new Router()
            .add(Role.VIEWER, "GET", "/api/v1/live/{camera}/{stream}", this::watchLive)
            .add(Role.VIEWER, "GET", "/api/v1/live/replay/{id}/{camera}", this::watchReplay)
            .add(Role.VIEWER, "GET", "/api/v1/live/replay/{id}/{camera}/times", this::watchTimes);
    dispatcher = new Dispatcher(router, parts::accounts);
    AtomicInteger number = new AtomicInteger();
    executor =
        new ScheduledThreadPoolExecutor(
            THREADS, task -> new Thread(task, "web-live-" + number.incrementAndGet()));
    executor.scheduleWithFixedDelay(
        () -> sockets.keySet().forEach(LiveSocket::ping),
        PING.toMillis(),
        PING.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  @Deactivate
  void deactivate() throws InterruptedException {
    sockets.keySet().forEach(s -> s.close(StatusCode.SHUTDOWN, "the recorder stops"));
    executor.shutdownNow();
    executor.awaitTermination(5, TimeUnit.SECONDS);
  }

  @Override
  protected void configure(JettyWebSocketServletFactory factory) {
    factory.setIdleTimeout(IDLE);
    factory.setMaxTextMessageSize(1024); // nobody sends us anything
    factory.setMaxBinaryMessageSize(1024);
    factory.setCreator((request, response) -> request.getServletAttribute(SOCKET));
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    dispatcher.dispatch(request, response);
  }

  private void watchLive(Exchange exchange) throws ServletException, IOException {
    watch(exchange, Content.LIVE, () -> streams.live(exchange));
  }

  private void watchReplay(Exchange exchange) throws ServletException, IOException {
    watch(exchange, Content.REPLAY, () -> streams.replay(exchange));
  }

  private void watchTimes(Exchange exchange) throws ServletException, IOException {
    watch(exchange, Content.TIMES, () -> streams.replay(exchange));
  }

  private void watch(Exchange exchange, Content content, Supplier<StreamKey> stream)
      throws ServletException, IOException {
    requireUpgrade(exchange.request());
    requireSameOrigin(exchange.request());
    StreamKey key = stream.get();
    StreamHub hub = parts.streams();
    if (sockets.keySet().stream().filter(s -> s.content() == content).count()
        >= content.viewers()) {
      throw new Problem(
              Kind.NOT_READY, content.viewers() + " viewers by WebSocket are here already")
          .retryAfter(Duration.ofSeconds(10));
    }
    LiveSocket socket =
        new LiveSocket(
            () -> hub.read(key, StreamHub.Start.NEWEST_RANDOM_ACCESS),
            content,
            executor,
            this::closed);
    sockets.put(
        socket,
        parts
            .grants()
            .add(exchange, () -> socket.close(StatusCode.POLICY_VIOLATION, "signed out")));
    exchange.request().setAttribute(SOCKET, socket);
    super.service(exchange.request(), exchange.response());
    if (exchange.response().getStatus() != HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
      closed(socket);
    }
  }

  private void closed(LiveSocket socket) {
    Grants.Grant grant = sockets.remove(socket);
    if (grant != null) { // may be told twice
      grant.close();
    }
  }

  private static void requireUpgrade(HttpServletRequest request) {
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      throw new Problem(Kind.UPGRADE, "this path speaks WebSocket only")
          .with("Upgrade", "websocket");
    }
  }

  /** A page of another site must not look through the cookie of ours (RFC 6455 10.2). */
  private static void requireSameOrigin(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    if (origin != null && !isOrigin(origin, request.getHeader("Host"))) {
      throw new Problem(Kind.FORBIDDEN, "the page comes from another host");
    }
  }

  private static boolean isOrigin(String origin, String host) {
    try {
      String authority = URI.create(origin).getRawAuthority(); // null for "null"
      return authority != null && authority.equalsIgnoreCase(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

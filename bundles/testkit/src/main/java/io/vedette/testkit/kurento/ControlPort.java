package io.vedette.testkit.kurento;

import io.vedette.testkit.net.HeldPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** The WebSocket port: opens, refuses and opens again at the same number. */
final class ControlPort implements AutoCloseable {
  static final String PATH = "/kurento";

  private static final int MAX_THREADS = 16;
  private static final int MAX_MESSAGE_BYTES = 1 << 20;
  private static final int MAX_OUTGOING = 10_000;

  private final HeldPort port = new HeldPort(InetAddress.getLoopbackAddress(), 0);
  private final Server jetty;
  private final ServerConnector connector;

  /**
   * @param silent whether requests for a WebSocket are left without an answer
   */
  ControlPort(ClientSocket.Host host, BooleanSupplier silent) throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("simulated-kurento-ws");
    threads.setDaemon(true);
    jetty = new Server(threads);
    jetty.setStopTimeout(TimeUnit.SECONDS.toMillis(2));
    connector = new ServerConnector(jetty, 1, 1);
    connector.setHost("127.0.0.1");
    connector.setPort(port.number());
    jetty.addConnector(connector);
    Handler upgrade =
        WebSocketUpgradeHandler.from(
            jetty,
            container -> {
              container.setIdleTimeout(Duration.ZERO); // Kurento waits for ever
              container.setMaxTextMessageSize(MAX_MESSAGE_BYTES);
              container.setMaxOutgoingFrames(MAX_OUTGOING);
              container.addMapping(PATH, (request, response, callback) -> new ClientSocket(host));
            });
    jetty.setHandler(
        new Handler.Wrapper(upgrade) {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws Exception {
            return silent.getAsBoolean() || super.handle(request, response, callback);
          }
        });
    call(jetty::start);
  }

  URI uri() {
    return URI.create("ws://127.0.0.1:" + port.number() + PATH);
  }

  /** Breaks connections and refuses new ones. */
  void refuse() throws IOException {
    call(connector::stop);
    port.awaitSilence();
  }

  /** Takes connections again, at the same port. */
  void accept() throws IOException {
    call(connector::start);
  }

  /** Anything of Jetty's life cycle, which may throw everything. */
  private interface Step {
    void run() throws Exception;
  }

  private static void call(Step step) throws IOException {
    try {
      step.run();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    call(jetty::stop);
    port.close();
  }
}

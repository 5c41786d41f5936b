package io.vedette.testkit.kurento;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** The WebSocket port: opens, refuses and opens again at the same number. */
final class Listener implements AutoCloseable {
  static final String PATH = "/kurento";

  private static final int MAX_THREADS = 16;
  private static final int MAX_MESSAGE_BYTES = 1 << 20;
  private static final int MAX_OUTGOING = 10_000;

  private final Server jetty;
  private final ServerConnector connector;

  Listener(ClientSocket.Host host) throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("simulated-kurento-ws");
    threads.setDaemon(true);
    jetty = new Server(threads);
    jetty.setStopTimeout(TimeUnit.SECONDS.toMillis(2));
    connector = new ServerConnector(jetty, 1, 1);
    connector.setHost("127.0.0.1");
    jetty.addConnector(connector);
    jetty.setHandler(
        WebSocketUpgradeHandler.from(
            jetty,
            container -> {
              container.setIdleTimeout(java.time.Duration.ZERO); // Kurento waits for ever
              container.setMaxTextMessageSize(MAX_MESSAGE_BYTES);
              container.setMaxOutgoingFrames(MAX_OUTGOING);
              container.addMapping(PATH, (request, response, callback) -> new ClientSocket(host));
            }));
    call(jetty::start);
    connector.setPort(connector.getLocalPort());
  }

  URI uri() {
    return URI.create("ws://127.0.0.1:" + connector.getPort() + PATH);
  }

  /** Refuses connections. Those that are open stay. */
  void refuse() throws IOException {
    connector.close(); // stop() would close what is open too
    call(connector::stop);
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
  }
}

package io.vedette.testkit.onvif;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vedette.api.driver.CameraAddress;
import io.vedette.onvif.OnvifException;
import io.vedette.onvif.XmlElement;
import io.vedette.onvif.XmlReader;
import io.vedette.testkit.SimulatedCamera;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One simulated camera with an ONVIF device service on a port of its own. The streams are those of
 * the {@link SimulatedCamera} it stands before. The public methods may be called by any thread.
 */
public final class SimulatedOnvifCamera implements AutoCloseable {
  /** As most cameras have it. */
  public static final String PATH = "/onvif/device_service";

  private static final int MAX_REQUEST = 64 * 1024;

  private final SimulatedCamera streams;
  private final Optional<io.vedette.api.driver.Credentials> credentials;
  private final Clock clock;
  private final OnvifSetup setup;
  private final HttpServer server;
  private final ExecutorService threads;
  private final Gate gate;
  private final CameraState state;
  private final Answers answers;

  /**
   * Switches it on.
   *
   * @param port 0: any free one
   */
  public SimulatedOnvifCamera(
      SimulatedCamera streams, OnvifSetup setup, InetAddress address, int port) throws IOException {
    this.streams = streams;
    this.setup = setup;
    this.clock = Clock.systemUTC();
    this.credentials = streams.address().credentials();
    this.gate = new Gate(credentials, setup.login());
    this.server = HttpServer.create(new InetSocketAddress(address, port), 0);
    this.threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "simulated-onvif");
              thread.setDaemon(true);
              return thread;
            });
    this.state = new CameraState(setup, streams, clock);
    this.answers = new Answers(state, uri());
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  /** Switches it on at a free port of the loopback interface. */
  public SimulatedOnvifCamera(SimulatedCamera streams, OnvifSetup setup) throws IOException {
    this(streams, setup, InetAddress.getLoopbackAddress(), 0);
  }

  /** Address of its device service. */
  public URI uri() {
    InetSocketAddress at = server.getAddress();
    String host = at.getAddress().getHostAddress();
    return URI.create(
        "http://%s:%d%s"
            .formatted(host.indexOf(':') < 0 ? host : "[" + host + "]", at.getPort(), PATH));
  }

  /** Address as a camera is registered with. */
  public CameraAddress address() {
    return new CameraAddress(uri(), Optional.empty(), credentials, 1);
  }

  /** What it is like. */
  public OnvifSetup setup() {
    return setup;
  }

  List<String> scopes() {
    return Discovery.scopes(state);
  }

  /** The camera behind it. */
  public SimulatedCamera streams() {
    return streams;
  }

  /** Where it looks: pan and tilt from −1 to 1, zoom from 0 to 1. */
  public double[] position() {
    Head.Position at = state.head().position();
    return new double[] {at.pan(), at.tilt(), at.zoom()};
  }

  /** True while it moves by itself. */
  public boolean isMoving() {
    return state.head().isMoving();
  }

  /** Something begins to move in the picture, or stops. */
  public void motion(boolean active) {
    String source =
        "<tt:SimpleItem Name=\"VideoSourceConfigurationToken\" Value=\"vsc\"/>"
            + "<tt:SimpleItem Name=\"Rule\" Value=\"yard\"/>";
    state
        .subscriptions()
        .tell("RuleEngine/CellMotionDetector/Motion", source, "IsMotion", active, clock.instant());
  }

  /** The contact at its input closes or opens. */
  public void input(boolean active) {
    state
        .subscriptions()
        .tell(
            "Device/Trigger/DigitalInput",
            "<tt:SimpleItem Name=\"InputToken\" Value=\"door\"/>",
            "LogicalState",
            active,
            clock.instant());
  }

  /** Fault: it forgets its subscriptions, as at a reboot. */
  public void forgetSubscriptions() {
    state.subscriptions().clear();
  }

  /** Clients that are subscribed to events. */
  public int subscriptions() {
    return state.subscriptions().count();
  }

  /** Wrong logins it has seen at the ONVIF services. */
  public int refusals() {
    return gate.refusals();
  }

  /** Key pictures it was asked for. */
  public int keyPicturesAsked() {
    return state.keyPicturesAsked();
  }

  /** Key picture distance of the main stream, in pictures, as it is set now. */
  public int mainGovLength() {
    return state.encoder("main").gov();
  }

  /** Codec of the main stream as it is set now: {@code H264}. */
  public String mainEncoding() {
    return state.encoder("main").encoding();
  }

  /** How its picture is made: {@code Brightness}, {@code IrCutFilter} and so on. */
  public String imaging(String control) {
    return state.imaging().get(control);
  }

  /** Sets encoding and key picture distance of the main stream, as an installer did by mistake. */
  public void misconfigure(String encoding, int govLength) {
    Encoder main = state.encoder("main");
    state.set(main.with(encoding, main.fps(), govLength, main.kbps()));
  }

  @Override
  public void close() {
    state.subscriptions().end();
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) {
    try (exchange) {
      byte[] request = exchange.getRequestBody().readNBytes(MAX_REQUEST);
      String path = exchange.getRequestURI().getRawPath();
      if (!exchange.getRequestMethod().equals("POST") || !path.startsWith("/onvif/")) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      if (gate.wantsDigest(path, exchange.getRequestHeaders().getFirst("Authorization"))
          && !isOpen(request)) {
        exchange.getResponseHeaders().add("WWW-Authenticate", gate.challenge());
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      Answer answer = answer(path, request);
      byte[] bytes = answer.envelope().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/soap+xml; charset=utf-8");
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (IOException clientGone) {
      // Nothing was begun for it.
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isOpen(byte[] request) {
    return new String(request, StandardCharsets.UTF_8).contains("GetSystemDateAndTime");
  }

  private Answer answer(String path, byte[] request) throws InterruptedException {
    try {
      XmlElement envelope = XmlReader.read(request);
      Optional<XmlElement> operation =
          envelope.find("Body").flatMap(body -> body.children().stream().findFirst());
      if (operation.isEmpty()) {
        return Answer.fault(400, "Sender", "ter:WellFormed", "no operation");
      }
      boolean open = operation.get().name().equals("GetSystemDateAndTime");
      if (!open && !gate.letsPass(envelope, state.now())) {
        return Answer.fault(400, "Sender", "ter:NotAuthorized", "Sender not Authorized");
      }
      return answers.to(path, operation.get());
    } catch (OnvifException malformed) {
      return Answer.fault(400, "Sender", "ter:WellFormed", malformed.getMessage());
    }
  }
}

package io.vedette.testkit.onvif;

import io.vedette.api.driver.CameraAddress;
import io.vedette.onvif.OnvifException;
import io.vedette.onvif.XmlElement;
import io.vedette.onvif.XmlReader;
import io.vedette.testkit.SimulatedCamera;
import io.vedette.testkit.net.DevicePort;
import io.vedette.testkit.net.DeviceThread;
import io.vedette.testkit.net.HttpPeer;
import io.vedette.testkit.net.HttpReply;
import io.vedette.testkit.net.HttpRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One simulated camera with an ONVIF device service on a port of its own. The streams are those of
 * the {@link SimulatedCamera} it stands before. The public methods may be called by any thread.
 */
public final class SimulatedOnvifCamera implements AutoCloseable {
  /** As most cameras have it. */
  public static final String PATH = "/onvif/device_service";

  private final SimulatedCamera streams;
  private final Optional<io.vedette.api.driver.Credentials> credentials;
  private final Clock clock;
  private final OnvifSetup setup;
  private final DeviceThread thread;
  private final URI uri;
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
    this.state = new CameraState(setup, streams, clock);
    this.thread = new DeviceThread("simulated-onvif", clock);
    try {
      DevicePort opened =
          thread.listen(address, port, from -> new HttpPeer(request -> serve(request)));
      this.uri = uri(address, opened.number());
    } catch (IOException taken) {
      thread.close();
      throw taken;
    }
    this.answers = new Answers(state, uri);
  }

  /** Switches it on at a free port of the loopback interface. */
  public SimulatedOnvifCamera(SimulatedCamera streams, OnvifSetup setup) throws IOException {
    this(streams, setup, InetAddress.getLoopbackAddress(), 0);
  }

  private static URI uri(InetAddress address, int port) {
    String host = address.getHostAddress();
    return URI.create(
        "http://%s:%d%s".formatted(host.indexOf(':') < 0 ? host : "[" + host + "]", port, PATH));
  }

  /** Address of its device service. */
  public URI uri() {
    return uri;
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
    thread.close();
  }

  /** On the device's thread. Who may ask is looked at once, however long the answer takes. */
  private Supplier<Optional<HttpReply>> serve(HttpRequest request) {
    String path = request.path();
    if (!request.method().equals("POST") || !path.startsWith("/onvif/")) {
      return () -> Optional.of(new HttpReply(404, Map.of(), ""));
    }
    if (gate.wantsDigest(path, request.header("Authorization")) && !isOpen(request)) {
      Map<String, String> asks = Map.of("WWW-Authenticate", gate.challenge());
      return () -> Optional.of(new HttpReply(401, asks, ""));
    }
    Supplier<Optional<Answer>> answer = answer(path, request.body());
    return () -> answer.get().map(SimulatedOnvifCamera::reply);
  }

  private static HttpReply reply(Answer answer) {
    return new HttpReply(
        answer.status(),
        Map.of("Content-Type", "application/soap+xml; charset=utf-8"),
        answer.envelope());
  }

  private static boolean isOpen(HttpRequest request) {
    return request.body().contains("GetSystemDateAndTime");
  }

  private Supplier<Optional<Answer>> answer(String path, String request) {
    Answer refusal;
    try {
      XmlElement envelope = XmlReader.read(request.getBytes(StandardCharsets.UTF_8));
      Optional<XmlElement> operation =
          envelope.find("Body").flatMap(body -> body.children().stream().findFirst());
      if (operation.isPresent()) {
        boolean open = operation.get().name().equals("GetSystemDateAndTime");
        if (open || gate.letsPass(envelope, state.now())) {
          return answers.to(path, operation.get());
        }
        refusal = Answer.fault(400, "Sender", "ter:NotAuthorized", "Sender not Authorized");
      } else {
        refusal = Answer.fault(400, "Sender", "ter:WellFormed", "no operation");
      }
    } catch (OnvifException malformed) {
      refusal = Answer.fault(400, "Sender", "ter:WellFormed", malformed.getMessage());
    }
    Answer told = refusal;
    return () -> Optional.of(told);
  }
}

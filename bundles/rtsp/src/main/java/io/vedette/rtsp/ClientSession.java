package io.vedette.rtsp;

import io.vedette.rtsp.RtspException.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The client's side of one connection up to PLAYING and while it lasts: OPTIONS, DESCRIBE, SETUP
 * for each track, PLAY, then keep-alives. Packets come interleaved, or over UDP if ports are given.
 * Used by the connection's thread only; {@link RtspPlayer} joins it with the splitter and the
 * tracks.
 *
 * <p>Every step is one request and the response to it. A response that no one waits for (a late one
 * to a keep-alive) is ignored.
 */
final class ClientSession {
  private enum Step {
    OPTIONS,
    DESCRIBE,
    SETUP,
    PLAY,
    PLAYING,
    ENDED
  }

  /** Time-out of the camera if it says none (RFC 2326 12.37). */
  private static final int DEFAULT_TIMEOUT_SECONDS = 60;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final RtspUrl url;
  private final Dialogue dialogue;
  private final List<Integer> udpPorts; // of RTP, one per track; empty: interleaved
  private final List<PlayedTrack> wanted = new ArrayList<>();
  private final List<SetUpTrack> tracks = new ArrayList<>();
  private Step step = Step.OPTIONS;
  private boolean getParameter; // the camera says that it knows it
  private String base;
  private String aggregate; // URI of the whole presentation: PLAY, keep-alive, TEARDOWN
  private int settingUp;
  private int timeoutSeconds = DEFAULT_TIMEOUT_SECONDS;
  private long keepAliveNanos;
  private Optional<RtspUrl> redirect = Optional.empty();

  /**
   * A track and how it comes.
   *
   * @param channel of its RTP; RTCP has the next one. Over UDP twice the number of the track
   */
  record SetUpTrack(PlayedTrack track, int channel, Transport transport) {}

  /**
   * @param udpPorts ours for the RTP of each track, at least two, RTCP one above; empty: the
   *     packets come in the connection
   */
  ClientSession(
      RtspUrl url, Optional<Login> login, RandomGenerator random, List<Integer> udpPorts) {
    this.url = Objects.requireNonNull(url, "url");
    this.udpPorts = List.copyOf(udpPorts);
    this.dialogue = new Dialogue(login, random);
    this.base = url.requestUri();
    this.aggregate = base;
    dialogue.ask("OPTIONS", base, RtspHeaders.of());
  }

  boolean isUdp() {
    return !udpPorts.isEmpty();
  }

  Dialogue dialogue() {
    return dialogue;
  }

  boolean isDescribed() {
    return !wanted.isEmpty();
  }

  boolean isPlaying() {
    return step == Step.PLAYING;
  }

  /** Set up so far; complete once PLAY was sent. */
  List<SetUpTrack> tracks() {
    return List.copyOf(tracks);
  }

  /** True once everything is set up: packets may come before the reply to PLAY. */
  boolean mayReceive() {
    return step == Step.PLAY || step == Step.PLAYING;
  }

  /** Where the camera sent us; present after an exception of kind ENDED. */
  Optional<RtspUrl> redirect() {
    return redirect;
  }

  /** Takes a message of the camera. */
  void receive(RtspMessage message, long nowNanos) throws RtspException {
    if (message instanceof RtspRequest request) {
      request(request);
      return;
    }
    RtspResponse response = (RtspResponse) message;
    Optional<RtspRequest> answered = dialogue.response(response);
    if (answered.isEmpty()) {
      if (step == Step.PLAYING && response.status() == 454) {
        throw new RtspException(Kind.ENDED, "the camera has forgotten the session (454)");
      }
      if (step == Step.PLAYING && response.status() != 401 && !response.isSuccess()) {
        getParameter = false; // it says it knows it and does not: OPTIONS from now on
      }
      return;
    }
    response(answered.get(), response, nowNanos);
  }

  private void response(RtspRequest request, RtspResponse response, long nowNanos)
      throws RtspException {
    if (response.status() >= 300 && response.status() < 400) {
      redirected(response.headers().first("Location").orElse(""));
    }
    switch (step) {
      case OPTIONS -> {
        // Whatever it answers: a camera that knows no OPTIONS may still know the rest.
        String known = String.join(",", response.headers().all("Public"));
        getParameter = known.toUpperCase(Locale.ROOT).contains("GET_PARAMETER");
        step = Step.DESCRIBE;
        dialogue.ask("DESCRIBE", base, RtspHeaders.of("Accept", "application/sdp"));
      }
      case DESCRIBE -> described(succeeded(request, response));
      case SETUP -> setUp(request, response);
      case PLAY -> {
        succeeded(request, response);
        step = Step.PLAYING;
        keepAliveNanos = nowNanos;
      }
      case PLAYING, ENDED -> {} // nothing was waited for
    }
  }

  private void described(RtspResponse response) throws RtspException {
    SessionDescription sdp = SessionDescription.parse(response.body());
    wanted.addAll(PlayedTrack.choose(sdp));
    RtspHeaders headers = response.headers();
    Optional<String> written =
        headers.first("Content-Base").or(() -> headers.first("Content-Location"));
    base = written.filter(text -> !text.isBlank()).map(url::onOurHost).orElse(base);
    aggregate = sdp.control().map(control -> url.join(base, control)).orElse(base);
    step = Step.SETUP;
    askSetUp();
  }

  private void askSetUp() {
    String uri = url.join(aggregate, wanted.get(settingUp).control());
    String transport =
        isUdp() ? Transport.udp(udpPorts.get(settingUp)) : Transport.interleaved(2 * settingUp);
    dialogue.ask("SETUP", uri, RtspHeaders.of("Transport", transport));
  }

  private void setUp(RtspRequest request, RtspResponse response) throws RtspException {
    PlayedTrack track = wanted.get(settingUp);
    if (track.video() || response.isSuccess()) { // without its sound a camera is still a camera
      succeeded(request, response);
      Transport transport = Transport.parse(response.headers().first("Transport").orElse(""));
      boolean ports = transport.clientPort().isPresent() || transport.serverPort().isPresent();
      if (isUdp() ? transport.tcp() : ports && !transport.tcp()) {
        throw otherTransport("SETUP was answered with the other one");
      }
      int channel = isUdp() ? 2 * settingUp : transport.channel().orElse(2 * settingUp);
      if (tracks.stream().anyMatch(other -> other.channel == channel)) {
        throw new RtspException(Kind.PROTOCOL, "the camera puts two tracks on channel " + channel);
      }
      tracks.add(new SetUpTrack(track, channel, transport));
      timeout(response.headers().first("Session").orElse(""));
    }
    if (++settingUp < wanted.size()) {
      askSetUp();
    } else {
      step = Step.PLAY;
      dialogue.ask("PLAY", aggregate, RtspHeaders.of("Range", "npt=0.000-"));
    }
  }

  /** {@code id;timeout=60}, in seconds; blanks are stepped over. */
  private void timeout(String session) {
    for (String part : session.split(";")) {
      String[] words = part.split("=", 2);
      if (words.length == 2 && words[0].strip().equalsIgnoreCase("timeout")) {
        try {
          int seconds = Integer.parseInt(words[1].strip());
          timeoutSeconds = Math.max(2, Math.min(seconds, 3600));
        } catch (NumberFormatException notANumber) {
          timeoutSeconds = DEFAULT_TIMEOUT_SECONDS;
        }
      }
    }
  }

  private RtspResponse succeeded(RtspRequest request, RtspResponse response) throws RtspException {
    if (response.isSuccess()) {
      return response;
    }
    int status = response.status();
    String said = request.method() + " was answered with " + status + " " + response.reason();
    throw switch (status) {
      case 403 -> new RtspException(Kind.UNAUTHORIZED, "the camera forbids it: " + said);
      case 404 -> new RtspException(Kind.UNSUPPORTED, "the camera has no such stream: " + said);
      case 453, 503 -> new RtspException(Kind.BUSY, "the camera serves no more viewers: " + said);
      case 454 -> new RtspException(Kind.ENDED, said);
      case 461 -> otherTransport(said);
      default -> new RtspException(Kind.PROTOCOL, said);
    };
  }

  private RtspException otherTransport(String said) {
    String asked = isUdp() ? "UDP" : "TCP";
    return new RtspException(
        Kind.TRANSPORT, "the camera does not send over " + asked + ": " + said);
  }

  private void redirected(String location) throws RtspException {
    try {
      redirect = Optional.of(RtspUrl.parse(location));
    } catch (IllegalArgumentException unusable) {
      throw new RtspException(Kind.PROTOCOL, "the camera redirects to nowhere");
    }
    step = Step.ENDED;
    throw new RtspException(Kind.ENDED, "the camera redirects to " + redirect.get());
  }

  private void request(RtspRequest request) throws RtspException {
    switch (request.method()) {
      case "OPTIONS", "GET_PARAMETER", "SET_PARAMETER", "ANNOUNCE" ->
          dialogue.reply(request, 200, "OK");
      case "REDIRECT" -> {
        dialogue.reply(request, 200, "OK");
        redirected(request.headers().first("Location").orElse(""));
      }
      case "TEARDOWN" -> {
        dialogue.reply(request, 200, "OK");
        step = Step.ENDED;
        throw new RtspException(Kind.ENDED, "the camera ended the session");
      }
      default -> dialogue.reply(request, 501, "Not Implemented");
    }
  }

  /**
   * Keeps the session alive at half of its time-out: GET_PARAMETER if the camera says it knows it,
   * else OPTIONS. Some never answer it; nobody waits.
   */
  void tick(long nowNanos) {
    long interval = timeoutSeconds * NANOS_PER_SECOND / 2;
    if (step == Step.PLAYING && nowNanos - keepAliveNanos >= interval) {
      keepAliveNanos = nowNanos;
      dialogue.tell(getParameter ? "GET_PARAMETER" : "OPTIONS", aggregate);
    }
  }

  /** Says goodbye; nobody waits for the answer. Nothing if no session was begun. */
  void tearDown() {
    if (step != Step.ENDED) {
      dialogue.takeBack();
    }
    if (step != Step.ENDED && !tracks.isEmpty()) {
      dialogue.tell("TEARDOWN", aggregate);
    }
    step = Step.ENDED;
  }

  /** Sends a frame. */
  void send(ByteBuffer frame) {
    dialogue.send(frame);
  }
}

package io.vedette.rtsp;

import io.vedette.media.AccessUnit;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The server's side of one connection: each request gets its answer, then access units become
 * frames. Where the client wants UDP, the owner takes the packets out of their frames and sends
 * them to {@link #udpPort}.
 *
 * <p>Used by one thread at a time: an owner with a reading and a writing thread guards it. What is
 * returned must be written whole before the next thing, or frames and messages mix.
 *
 * <pre>INIT ─SETUP→ READY ─PLAY→ PLAYING ─PAUSE→ READY;  any ─TEARDOWN→ ENDED</pre>
 */
public final class ServerSession {
  /** What can be played. */
  @FunctionalInterface
  public interface Content {
    /**
     * Tracks of a path, in the order in which they are numbered. Asked once for each path that a
     * client describes or sets up; may wait for them.
     *
     * @param path without leading slash, trailing slash and query: {@code live/front-door/main}
     * @throws Refusal if there is no such path (404), or it cannot be played by this client or now
     */
    List<Track> tracks(String path) throws Refusal;

    /**
     * PLAY is about to be answered with 200.
     *
     * @return headers of the answer that say what will be played: Range, Scale
     * @throws Refusal if it cannot be played so
     */
    default RtspHeaders play(String path, PlayRequest request) throws Refusal {
      return RtspHeaders.of("Range", "npt=now-");
    }

    /** PAUSE is about to be answered with 200. */
    default void pause(String path) throws Refusal {}
  }

  /** A request is answered with an error. */
  public static final class Refusal extends Exception {
    private final int status;

    /**
     * @param status of the response
     * @param reason of the response, for people
     */
    public Refusal(int status, String reason) {
      super(reason, null, false, false);
      this.status = status;
    }

    /** There is nothing under that address. */
    public static Refusal notFound() {
      return new Refusal(404, "Not Found");
    }
  }

  /** Where the session stands. */
  public enum State {
    INIT,
    READY,
    PLAYING,
    /** TEARDOWN came, or too many wrong logins: close the connection. */
    ENDED
  }

  /** What we tell clients: a session that says nothing for so long may be closed. */
  public static final int TIMEOUT_SECONDS = 60;

  private static final String PUBLIC =
      "OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, TEARDOWN, GET_PARAMETER, SET_PARAMETER";

  private static final String ONVIF_REPLAY = "onvif-replay";

  private final Content content;
  private final Optional<ServerAuth> auth;
  private final OptionalInt serverPort;
  private final RandomGenerator random;
  private final String sessionId;
  private final SortedMap<Integer, InterleavedSender> senders = new TreeMap<>(); // by track index
  private final SortedMap<Integer, Integer> udpPorts = new TreeMap<>(); // by channel
  private State state = State.INIT;
  private String path = "";
  private boolean onvifReplay; // the client wants recorded times
  private OptionalInt replayMark = OptionalInt.empty(); // then: CSeq of the newest PLAY
  private boolean jumped; // a PLAY came, and nothing was sent since
  private String knownPath = ""; // whose tracks these are
  private List<Track> known = List.of();

  /**
   * @param auth whoever may play what; empty: everybody
   * @param serverPort UDP port from which RTP is sent, RTCP from the next; empty: packets go
   *     interleaved only, a client that wants UDP is answered with 461
   * @param random for session id, SSRCs and first sequence numbers; a SecureRandom in earnest
   */
  public ServerSession(
      Content content, Optional<ServerAuth> auth, OptionalInt serverPort, RandomGenerator random) {
    this.content = Objects.requireNonNull(content, "content");
    this.auth = Objects.requireNonNull(auth, "auth");
    this.serverPort = Objects.requireNonNull(serverPort, "serverPort");
    this.random = Objects.requireNonNull(random, "random");
    this.sessionId = Long.toHexString(random.nextLong());
  }

  public State state() {
    return state;
  }

  /** The path that was set up; empty before. */
  public String path() {
    return path;
  }

  /**
   * The UDP port at which the client wants the packets of a channel; empty: they go interleaved.
   */
  public OptionalInt udpPort(int channel) {
    Integer port = udpPorts.get(channel);
    return port == null ? OptionalInt.empty() : OptionalInt.of(port);
  }

  /** True if the packets of this session go by UDP. */
  public boolean isUdp() {
    return !udpPorts.isEmpty();
  }

  /** The client's UDP ports, of RTP and RTCP of all tracks. */
  public List<Integer> udpPorts() {
    return List.copyOf(udpPorts.values());
  }

  /** The answer to a request, to be written at once. */
  public RtspResponse answer(RtspRequest request) {
    RtspResponse response;
    try {
      response = unnumbered(request);
    } catch (Refusal refused) {
      response = status(refused.status, refused.getMessage());
    }
    RtspHeaders headers = RtspHeaders.of("CSeq", request.headers().first("CSeq").orElse("0"));
    for (RtspHeaders.Field field : response.headers().fields()) {
      headers = headers.with(field.name(), field.value());
    }
    return new RtspResponse(response.status(), response.reason(), headers, response.body());
  }

  private RtspResponse unnumbered(RtspRequest request) throws Refusal {
    if (request.sequence().isEmpty()) {
      return status(400, "Bad Request");
    }
    if (request.method().equals("OPTIONS")) {
      return ok(RtspHeaders.of("Public", PUBLIC));
    }
    if (auth.isPresent() && !auth.get().accepts(request)) {
      return unauthorized(auth.get());
    }
    for (String feature : request.headers().all("Require")) {
      if (!feature.strip().equals(ONVIF_REPLAY)) {
        return new RtspResponse(
            551, "Option not supported", RtspHeaders.of("Unsupported", feature), "");
      }
      onvifReplay = true; // ONVIF Streaming 6.2: in SETUP, some say it in PLAY only
    }
    return switch (request.method()) {
      case "DESCRIBE" -> describe(request);
      case "SETUP" -> setUp(request);
      case "PLAY", "PAUSE", "TEARDOWN", "GET_PARAMETER", "SET_PARAMETER" -> inSession(request);
      default -> status(501, "Not Implemented");
    };
  }

  private RtspResponse unauthorized(ServerAuth asked) {
    if (asked.failures() >= ServerAuth.MAX_FAILURES) {
      state = State.ENDED;
    }
    RtspHeaders headers = RtspHeaders.of();
    for (String challenge : asked.challenges()) {
      headers = headers.with("WWW-Authenticate", challenge);
    }
    return new RtspResponse(401, "Unauthorized", headers, "");
  }

  private RtspResponse describe(RtspRequest request) throws Refusal {
    String wanted = pathOf(request.uri());
    knownPath = ""; // asked anew: the camera may send something else by now
    String sdp = SdpWriter.write(wanted, tracks(wanted));
    String base = request.uri().endsWith("/") ? request.uri() : request.uri() + "/";
    return new RtspResponse(
        200, "OK", RtspHeaders.of("Content-Base", base, "Content-Type", "application/sdp"), sdp);
  }

  private List<Track> tracks(String wanted) throws Refusal {
    if (!knownPath.equals(wanted) || known.isEmpty()) {
      known = List.copyOf(content.tracks(wanted));
      knownPath = wanted;
    }
    return known;
  }

  private RtspResponse setUp(RtspRequest request) throws Refusal {
    if (state == State.PLAYING) {
      return status(455, "Method Not Valid in This State");
    }
    String whole = pathOf(request.uri());
    int slash = whole.lastIndexOf('/');
    String wanted = whole.substring(0, Math.max(0, slash));
    if (!(path.isEmpty() || path.equals(wanted))) {
      throw Refusal.notFound();
    }
    List<Track> tracks = tracks(wanted);
    int index = 0;
    while (index < tracks.size() && !whole.substring(slash + 1).equals(SdpWriter.control(index))) {
      index++;
    }
    if (index == tracks.size()) {
      throw Refusal.notFound();
    }
    Transport transport =
        Transport.offered(request.headers().first("Transport").orElse("")).stream()
            .filter(this::isPossible)
            .findFirst()
            .orElseThrow(() -> new Refusal(461, "Unsupported Transport"));
    int channel = transport.tcp() ? transport.channel().orElse(2 * index) : 2 * index;
    long ssrc = random.nextInt() & 0xffff_ffffL;
    senders.put(
        index, new InterleavedSender(tracks.get(index), channel, ssrc, random.nextInt(0x10000)));
    if (!transport.tcp()) {
      udpPorts.put(channel, transport.clientPort().getAsInt());
      udpPorts.put(channel + 1, transport.clientPort().getAsInt() + 1);
    }
    path = wanted;
    state = State.READY;
    String answer =
        transport.tcp()
            ? Transport.interleaved(channel)
            : Transport.udp(transport.clientPort().getAsInt(), serverPort.getAsInt());
    return ok(
        RtspHeaders.of(
            "Transport",
            answer + ";ssrc=" + String.format("%08X", ssrc),
            "Session",
            sessionId + ";timeout=" + TIMEOUT_SECONDS));
  }

  /** All tracks go the same way, so that channels tell which. */
  private boolean isPossible(Transport transport) {
    if (transport.tcp()) {
      return udpPorts.isEmpty() && transport.channel().orElse(0) < 255; // RTCP has the next
    }
    return serverPort.isPresent()
        && transport.clientPort().isPresent()
        && transport.clientPort().getAsInt() < 65535
        && (senders.isEmpty() || !udpPorts.isEmpty());
  }

  private RtspResponse inSession(RtspRequest request) throws Refusal {
    String id = request.headers().first("Session").orElse("");
    boolean isKeepAlive = request.method().endsWith("_PARAMETER");
    boolean ours = id.split(";", 2)[0].strip().equals(sessionId) && state != State.INIT;
    if (!ours && !(isKeepAlive && id.isEmpty())) {
      return status(454, "Session Not Found");
    }
    RtspHeaders session = RtspHeaders.of("Session", sessionId);
    return switch (request.method()) {
      case "PLAY" -> {
        RtspHeaders headers = session.with("RTP-Info", rtpInfo(request.uri()));
        RtspHeaders played = content.play(path, PlayRequest.of(request.headers()));
        for (RtspHeaders.Field field : played.fields()) {
          headers = headers.with(field.name(), field.value());
        }
        state = State.PLAYING;
        // GStreamer speaks ONVIF, but does not require it.
        onvifReplay |= request.headers().first("Rate-Control").isPresent();
        if (onvifReplay) {
          replayMark = request.sequence();
        }
        jumped = true;
        yield ok(headers);
      }
      case "PAUSE" -> {
        content.pause(path);
        state = State.READY;
        yield ok(session);
      }
      case "TEARDOWN" -> {
        state = State.ENDED;
        yield ok(session);
      }
      default -> ok(session);
    };
  }

  private String rtpInfo(String uri) {
    String base = uri.endsWith("/") ? uri : uri + "/";
    List<String> parts = new ArrayList<>();
    senders.forEach(
        (index, sender) ->
            parts.add("url=" + base + SdpWriter.control(index) + ";seq=" + sender.sequence()));
    return String.join(",", parts);
  }

  /**
   * The unit as frames, ready to write; empty if its track was not set up or we are not playing.
   *
   * @param unit of one of the tracks that {@link Content} gave for the path, told by its id; its
   *     RTP timestamp is its {@code pts}. In an ONVIF replay its {@code received} is the recorded
   *     time that the packets carry
   * @throws MalformedMediaException if a length inside the unit does not fit
   */
  public ByteBuffer frames(AccessUnit unit) throws MalformedMediaException {
    if (state == State.PLAYING) {
      for (InterleavedSender sender : senders.values()) {
        if (sender.track().id() == unit.track().id()) {
          boolean first = jumped;
          jumped = false;
          return replayMark.isEmpty()
              ? sender.frames(unit)
              : sender.frames(unit, replayMark.getAsInt(), first);
        }
      }
    }
    return ByteBuffer.allocate(0);
  }

  /** Sender reports of all tracks, ready to write; due every few seconds while playing. */
  public List<ByteBuffer> reports() {
    return state != State.PLAYING
        ? List.of()
        : senders.values().stream()
            .map(InterleavedSender::report)
            .filter(ByteBuffer::hasRemaining)
            .toList();
  }

  private static RtspResponse ok(RtspHeaders headers) {
    return new RtspResponse(200, "OK", headers, "");
  }

  private static RtspResponse status(int status, String reason) {
    return new RtspResponse(status, reason, RtspHeaders.of(), "");
  }

  /** {@code rtsp://host:port/a/b/?query} → {@code a/b}. */
  static String pathOf(String uri) {
    int scheme = uri.indexOf("://");
    int from = scheme < 0 ? 0 : scheme + 3;
    int slash = uri.indexOf('/', from);
    String whole = scheme < 0 ? uri : slash < 0 ? "" : uri.substring(slash);
    int query = whole.indexOf('?');
    String bare = query < 0 ? whole : whole.substring(0, query) + tail(whole.substring(query));
    return bare.replaceAll("^/+|/+$", "");
  }

  /** Clients append {@code /trackID=0} even behind a query. */
  private static String tail(String query) {
    int slash = query.lastIndexOf("/trackID=");
    return slash < 0 ? "" : query.substring(slash);
  }
}

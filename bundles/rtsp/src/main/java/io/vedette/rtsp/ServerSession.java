package io.vedette.rtsp;

import io.vedette.media.AccessUnit;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The server's side of one connection: each request gets its answer, then access units become
 * frames. Packets go interleaved in the connection only; UDP is answered with 461.
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
     * Tracks of a path, in the order in which they are numbered; empty if there is no such path.
     *
     * @param path without leading slash, trailing slash and query: {@code live/front-door/main}
     */
    Optional<List<Track>> tracks(String path);
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

  private final Content content;
  private final Optional<ServerAuth> auth;
  private final RandomGenerator random;
  private final String sessionId;
  private final SortedMap<Integer, InterleavedSender> senders = new TreeMap<>(); // by track index
  private State state = State.INIT;
  private String path = "";

  /**
   * @param auth whoever may play what; empty: everybody
   * @param random for session id, SSRCs and first sequence numbers; a SecureRandom in earnest
   */
  public ServerSession(Content content, Optional<ServerAuth> auth, RandomGenerator random) {
    this.content = Objects.requireNonNull(content, "content");
    this.auth = Objects.requireNonNull(auth, "auth");
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

  /** The answer to a request, to be written at once. */
  public RtspResponse answer(RtspRequest request) {
    RtspResponse response = unnumbered(request);
    RtspHeaders headers = RtspHeaders.of("CSeq", request.headers().first("CSeq").orElse("0"));
    for (RtspHeaders.Field field : response.headers().fields()) {
      headers = headers.with(field.name(), field.value());
    }
    return new RtspResponse(response.status(), response.reason(), headers, response.body());
  }

  private RtspResponse unnumbered(RtspRequest request) {
    if (request.sequence().isEmpty()) {
      return status(400, "Bad Request");
    }
    if (request.method().equals("OPTIONS")) {
      return ok(RtspHeaders.of("Public", PUBLIC));
    }
    if (auth.isPresent() && !auth.get().accepts(request)) {
      return unauthorized(auth.get());
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

  private RtspResponse describe(RtspRequest request) {
    String wanted = pathOf(request.uri());
    Optional<List<Track>> tracks = content.tracks(wanted);
    if (tracks.isEmpty()) {
      return status(404, "Not Found");
    }
    String base = request.uri().endsWith("/") ? request.uri() : request.uri() + "/";
    return new RtspResponse(
        200,
        "OK",
        RtspHeaders.of("Content-Base", base, "Content-Type", "application/sdp"),
        SdpWriter.write(wanted, tracks.get()));
  }

  private RtspResponse setUp(RtspRequest request) {
    if (state == State.PLAYING) {
      return status(455, "Method Not Valid in This State");
    }
    String whole = pathOf(request.uri());
    int slash = whole.lastIndexOf('/');
    String wanted = whole.substring(0, Math.max(0, slash));
    List<Track> tracks = content.tracks(wanted).orElse(List.of());
    int index = 0;
    while (index < tracks.size() && !whole.substring(slash + 1).equals(SdpWriter.control(index))) {
      index++;
    }
    if (index == tracks.size() || !(path.isEmpty() || path.equals(wanted))) {
      return status(404, "Not Found");
    }
    Transport transport = Transport.parse(request.headers().first("Transport").orElse(""));
    if (!transport.tcp()) {
      return status(461, "Unsupported Transport");
    }
    int channel = transport.channel().orElse(2 * index);
    long ssrc = random.nextInt() & 0xffff_ffffL;
    senders.put(
        index, new InterleavedSender(tracks.get(index), channel, ssrc, random.nextInt(0x10000)));
    path = wanted;
    state = State.READY;
    return ok(
        RtspHeaders.of(
            "Transport",
            Transport.interleaved(channel) + ";ssrc=" + String.format("%08X", ssrc),
            "Session",
            sessionId + ";timeout=" + TIMEOUT_SECONDS));
  }

  private RtspResponse inSession(RtspRequest request) {
    String id = request.headers().first("Session").orElse("");
    boolean isKeepAlive = request.method().endsWith("_PARAMETER");
    boolean ours = id.split(";", 2)[0].strip().equals(sessionId) && state != State.INIT;
    if (!ours && !(isKeepAlive && id.isEmpty())) {
      return status(454, "Session Not Found");
    }
    RtspHeaders session = RtspHeaders.of("Session", sessionId);
    return switch (request.method()) {
      case "PLAY" -> {
        state = State.PLAYING;
        yield ok(session.with("Range", "npt=now-").with("RTP-Info", rtpInfo(request.uri())));
      }
      case "PAUSE" -> {
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
   *     RTP timestamp is its {@code pts}
   * @throws MalformedMediaException if a length inside the unit does not fit
   */
  public ByteBuffer frames(AccessUnit unit) throws MalformedMediaException {
    if (state == State.PLAYING) {
      for (InterleavedSender sender : senders.values()) {
        if (sender.track().id() == unit.track().id()) {
          return sender.frames(unit);
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

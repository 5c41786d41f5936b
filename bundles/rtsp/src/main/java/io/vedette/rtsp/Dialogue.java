package io.vedette.rtsp;

import io.vedette.rtsp.RtspException.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.random.RandomGenerator;

/**
 * Requests of a client and which response belongs to which: numbers, login, session id. One request
 * is waited for at a time; keep-alives are not waited for. Used by the session's thread only.
 */
final class Dialogue {
  /** Cameras refuse DESCRIBE without one. */
  private static final String USER_AGENT = "Vedette";

  private final ClientAuth auth;
  private final Queue<ByteBuffer> output = new ArrayDeque<>();
  private RtspRequest waitedFor; // null: none
  private int waitedForSequence;
  private int sequence;
  private String sessionId = "";

  Dialogue(Optional<Login> login, RandomGenerator random) {
    this.auth = new ClientAuth(login, random);
  }

  /** Sends a request whose response will be given out by {@link #response}. */
  void ask(String method, String uri, RtspHeaders headers) {
    waitedFor = new RtspRequest(method, uri, headers, "");
    waitedForSequence = send(waitedFor);
  }

  /** Sends a request whose response nobody waits for. */
  void tell(String method, String uri) {
    send(new RtspRequest(method, uri, RtspHeaders.of(), ""));
  }

  private int send(RtspRequest request) {
    RtspHeaders headers = RtspHeaders.of("CSeq", Integer.toString(++sequence));
    headers = headers.with("User-Agent", USER_AGENT);
    Optional<String> answer = auth.authorization(request.method(), request.uri());
    if (answer.isPresent()) {
      headers = headers.with("Authorization", answer.get());
    }
    if (!sessionId.isEmpty()) {
      headers = headers.with("Session", sessionId);
    }
    for (RtspHeaders.Field field : request.headers().fields()) {
      headers = headers.with(field.name(), field.value());
    }
    output.add(new RtspRequest(request.method(), request.uri(), headers, "").encode());
    return sequence;
  }

  /** Answers a request of the camera. */
  void reply(RtspRequest request, int status, String reason) {
    RtspHeaders headers =
        RtspHeaders.of(
            "CSeq", request.headers().first("CSeq").orElse("0"), "User-Agent", USER_AGENT);
    output.add(new RtspResponse(status, reason, headers, "").encode());
  }

  /** Sends bytes that are no message: a frame. */
  void send(ByteBuffer frame) {
    output.add(frame);
  }

  /** Takes back what was not written yet: a SETUP that nobody waits for would occupy the camera. */
  void takeBack() {
    output.clear();
  }

  /** The next bytes to write, or null. */
  ByteBuffer output() {
    return output.poll();
  }

  /**
   * Takes a response.
   *
   * @return the request it answers, or empty if nobody waits for it or it was a challenge that has
   *     been answered
   * @throws RtspException UNAUTHORIZED if another try makes no sense
   */
  Optional<RtspRequest> response(RtspResponse response) throws RtspException {
    if (waitedFor == null || response.sequence().orElse(waitedForSequence) != waitedForSequence) {
      if (response.status() == 401) {
        auth.refused(
            response
                .headers()
                .all("WWW-Authenticate")); // a keep-alive with an old nonce: the next one has a new
        // one
      } else {
        auth.accepted();
      }
      return Optional.empty();
    }
    RtspRequest request = waitedFor;
    waitedFor = null;
    if (response.status() == 401) {
      Optional<String> reason = auth.refused(response.headers().all("WWW-Authenticate"));
      if (reason.isPresent()) {
        throw new RtspException(Kind.UNAUTHORIZED, reason.get());
      }
      ask(request.method(), request.uri(), request.headers());
      return Optional.empty();
    }
    auth.accepted();
    response.headers().first("Session").ifPresent(this::session);
    return Optional.of(request);
  }

  /** Id without parameters and blanks; some cameras change it between SETUPs: the latest counts. */
  private void session(String header) {
    String id = header.split(";", 2)[0].strip();
    if (!id.isEmpty()) {
      sessionId = id;
    }
  }

  String sessionId() {
    return sessionId;
  }
}

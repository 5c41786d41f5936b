package io.vedette.web.http;

import io.vedette.api.access.Caller;
import io.vedette.api.stream.Profile;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** One request and its answer, on the way through its handler. Used by one thread. */
public final class Exchange {
  /** Bytes of a body that is read as a whole: 20 times the longest SDP offer seen. */
  private static final int MAX_BODY = 128 * 1024;

  private static final String JSON = "application/json";

  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final Map<String, String> path;
  private final Query query;
  private final Optional<Caller> caller;

  Exchange(
      HttpServletRequest request,
      HttpServletResponse response,
      Map<String, String> path,
      Query query,
      Optional<Caller> caller) {
    this.request = request;
    this.response = response;
    this.path = path;
    this.query = query;
    this.caller = caller;
  }

  public HttpServletRequest request() {
    return request;
  }

  public HttpServletResponse response() {
    return response;
  }

  /** Who asks. */
  public Caller caller() {
    return caller.orElseThrow(() -> new IllegalStateException("a route without a role"));
  }

  /** Literal address of whoever asks. */
  public String remote() {
    return request.getRemoteAddr();
  }

  /** A value of the route's path. */
  public String path(String name) {
    return path.get(name);
  }

  /** A parameter of the query, one of those that stand in the route. */
  public Optional<String> query(String name) {
    return query.value(name);
  }

  /** A time in the query. */
  public Optional<Instant> queryInstant(String name) {
    return query(name).map(text -> Times.parse(name, text));
  }

  /** The stream of the query, main if it says none. */
  public Profile queryProfile() {
    return query("stream")
        .map(
            id ->
                Profile.of(id)
                    .orElseThrow(() -> Problem.ofField("stream", "stream must be main or sub")))
        .orElse(Profile.MAIN);
  }

  /**
   * The body as a JSON object.
   *
   * @param keys that may occur
   * @throws Problem if it is too large, no JSON, or has other keys
   */
  public Fields body(String... keys) {
    return Fields.parse(read(JSON), keys);
  }

  /** The body as text. */
  public String textBody(String mediaType) {
    return new String(read(mediaType), StandardCharsets.UTF_8);
  }

  private byte[] read(String mediaType) {
    if (!MediaTypes.is(request.getContentType(), mediaType)) {
      throw new Problem(Kind.MEDIA_TYPE, "the body must be of Content-Type " + mediaType);
    }
    if (request.getContentLengthLong() <= MAX_BODY) { // -1: unknown
      try {
        byte[] body = request.getInputStream().readNBytes(MAX_BODY + 1);
        if (body.length <= MAX_BODY) {
          return body;
        }
      } catch (IOException e) {
        throw new Problem(Kind.MALFORMED, "the body did not arrive in full");
      }
    }
    throw new Problem(Kind.TOO_LARGE, "the body has more than " + MAX_BODY + " bytes");
  }

  /** Refuses a caller who takes only other types. */
  public void requireAccept(String mediaType) {
    if (!MediaTypes.accepts(request.getHeader("Accept"), mediaType)) {
      throw new Problem(Kind.NOT_ACCEPTABLE, "the answer would be " + mediaType);
    }
  }

  /** Answers 200 with anything that {@link Json#with} takes. */
  public void json(Object value) throws IOException {
    json(200, value);
  }

  /** Answers with anything that {@link Json#with} takes. */
  public void json(int status, Object value) throws IOException {
    requireAccept(JSON);
    send(status, JSON, Json.text(value).getBytes(StandardCharsets.UTF_8));
  }

  /** Answers 201. */
  public void created(String location, Object value) throws IOException {
    response.setHeader("Location", location);
    json(201, value);
  }

  /** Answers with bytes. */
  public void send(int status, String contentType, byte[] bytes) throws IOException {
    response.setStatus(status);
    response.setContentType(contentType);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  /** Answers 204. */
  public void noContent() {
    response.setStatus(204);
  }

  /** Answers 204 with a header. */
  public void noContent(String header, String value) {
    response.setHeader(header, value);
    noContent();
  }
}

package io.vedette.web.http;

/** Kinds of failure that a caller is told of, each with its HTTP status (RFC 9110 15). */
public enum Kind {
  MALFORMED(400, "Bad Request"),
  NOT_SIGNED_IN(401, "Unauthorized"),
  FORBIDDEN(403, "Forbidden"),
  UNKNOWN(404, "Not Found"),
  METHOD(405, "Method Not Allowed"),
  NOT_ACCEPTABLE(406, "Not Acceptable"),
  CONFLICT(409, "Conflict"),
  PRECONDITION(412, "Precondition Failed"),
  TOO_LARGE(413, "Content Too Large"),
  MEDIA_TYPE(415, "Unsupported Media Type"),
  RANGE(416, "Range Not Satisfiable"),
  IMPOSSIBLE(422, "Unprocessable Content"),
  UPGRADE(426, "Upgrade Required"),
  TOO_MANY(429, "Too Many Requests"),
  BROKEN(500, "Internal Server Error"),
  NOT_YET(501, "Not Implemented"),
  NOT_READY(503, "Service Unavailable");

  private final int status;
  private final String title;

  Kind(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** Reason phrase: the title of a problem without a type of its own (RFC 9457 4.2.1). */
  public String title() {
    return title;
  }
}

package io.vedette.rtsp;

/**
 * The other side did not do what was asked, or nothing that makes sense. The message says what,
 * with which values; it never holds credentials.
 */
public final class RtspException extends Exception {
  /** What the caller can do about it. */
  public enum Kind {
    /** Not RTSP, or RTSP that cannot be followed. */
    PROTOCOL,
    /** User or password refused. */
    UNAUTHORIZED,
    /** There is no such stream (404) or none we can take. */
    UNSUPPORTED,
    /** It does not send the way it was asked to: over TCP, or over UDP. */
    TRANSPORT,
    /** It has no room for one more session now (453, 503). */
    BUSY,
    /** It ended the session or forgot it. */
    ENDED
  }

  private final Kind kind;

  public RtspException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}

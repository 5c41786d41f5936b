package io.vedette.api.driver;

/**
 * A camera did not do what was asked. The message is shown to the installer in the camera's status:
 * what, with which values, where; no credentials.
 */
public final class CameraException extends Exception {
  /** Decides what the hub does next and which state the status shows. */
  public enum Kind {
    /** No route, refused, no answer, name unknown: try again with back-off. State offline. */
    UNREACHABLE,
    /** Accepted, then silent for too long: try again with back-off. State offline. */
    TIMEOUT,
    /**
     * User or password refused: few tries, minutes apart, else accounts lock. State unauthorized.
     */
    UNAUTHORIZED,
    /** Answers, but offers nothing we can take: slow tries. State unsupported. */
    UNSUPPORTED,
    /** Answers nonsense: try again with back-off. State offline. */
    PROTOCOL,
    /** The camera ended the stream or the connection: try again at once, then back off. */
    ENDED
  }

  private final Kind kind;

  public CameraException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public CameraException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** The kind. */
  public Kind kind() {
    return kind;
  }
}

package io.vedette.onvif;

/**
 * A camera refused, failed, or answered what makes no sense. The message says what, with which
 * values; it never holds credentials.
 */
public final class OnvifException extends Exception {
  /** What the caller can do about it. */
  public enum Kind {
    /** Neither XML nor SOAP, or SOAP without what was asked for. */
    PROTOCOL,
    /** User, password or the time in the login refused. */
    UNAUTHORIZED,
    /** The camera does not know this operation or has no such thing. */
    UNSUPPORTED,
    /** It understood and could not do it. */
    REFUSED
  }

  private final Kind kind;

  public OnvifException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public OnvifException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}

package io.vedette.dvrip;

/**
 * The device did not do what was asked. The message says what, with which values; no credentials.
 */
public final class DvripException extends Exception {
  /** What the caller can do about it. */
  public enum Kind {
    /** Bytes that make no sense. */
    PROTOCOL,
    /** User or password refused, or the user locked after too many tries. */
    REFUSED,
    /** A command other than the login failed, or the device has no room for one more login. */
    FAILED,
    /** No reply for too long. */
    TIMEOUT
  }

  private final Kind kind;

  public DvripException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}

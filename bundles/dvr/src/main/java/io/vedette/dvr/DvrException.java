package io.vedette.dvr;

/** The DVR did not do what was asked. The message says what, with which values; no credentials. */
public final class DvrException extends Exception {
  /** What the caller can do about it. */
  public enum Kind {
    /** Bytes that make no sense. */
    PROTOCOL,
    /** User or password refused. */
    REFUSED,
    /** A command other than the login failed. */
    FAILED,
    /** No reply, or no pictures, for too long. */
    TIMEOUT
  }

  private final Kind kind;

  public DvrException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}

package io.vedette.api.live;

/** An offer could not be taken. The message is shown to whoever made it. */
public final class LiveException extends Exception {
  /** What the caller should be told. */
  public enum Kind {
    /** The offer is not SDP, or lacks what every offer has. */
    MALFORMED,
    /** The offer has no codec that the stream has. */
    NOT_ACCEPTABLE,
    /** There is no such stream. */
    UNKNOWN_STREAM,
    /** The stream has not delivered yet, or too many viewers are here. */
    NOT_READY
  }

  private final Kind kind;

  public LiveException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** The kind. */
  public Kind kind() {
    return kind;
  }
}

package io.vedette.api.replay;

/** A replay cannot do what was asked. The message is shown to whoever asked. */
public final class ReplayException extends Exception {
  /** What the caller should be told. */
  public enum Kind {
    /** A value that makes no sense: rate 0, a camera named twice. */
    MALFORMED,
    /** Unknown camera. */
    UNKNOWN_CAMERA,
    /** Understood, but impossible: nothing recorded, 17 cameras, B-frames without a transcoder. */
    IMPOSSIBLE,
    /** Too many replays are here. */
    TOO_MANY
  }

  private final Kind kind;

  public ReplayException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** The kind. */
  public Kind kind() {
    return kind;
  }
}

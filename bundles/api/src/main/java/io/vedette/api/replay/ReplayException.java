package io.vedette.api.replay;

import java.util.Optional;

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
  private final String field; // null: none

  public ReplayException(Kind kind, String message) {
    this(kind, null, message);
  }

  /**
   * @param field of the request that is at fault, by the API's name of it: {@code seek}
   */
  public ReplayException(Kind kind, String field, String message) {
    super(message);
    this.kind = kind;
    this.field = field;
  }

  /** The kind. */
  public Kind kind() {
    return kind;
  }

  /** What of the request is at fault; empty if it is nothing alone. */
  public Optional<String> field() {
    return Optional.ofNullable(field);
  }
}

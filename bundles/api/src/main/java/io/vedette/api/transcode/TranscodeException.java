package io.vedette.api.transcode;

/** A picture cannot be made anew. The message is shown to whoever asked. */
public final class TranscodeException extends Exception {
  /** What the caller should be told. */
  public enum Kind {
    /** The program that does the work is not installed. */
    UNAVAILABLE,
    /** Too much is being transcoded now; later there may be a place. */
    BUSY,
    /** This picture or codec is not understood. */
    IMPOSSIBLE
  }

  private final Kind kind;

  public TranscodeException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** The kind. */
  public Kind kind() {
    return kind;
  }
}

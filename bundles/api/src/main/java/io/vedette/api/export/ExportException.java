package io.vedette.api.export;

/** An export cannot be made. The message is shown to whoever asked. */
public final class ExportException extends Exception {
  /** What the caller should be told. */
  public enum Kind {
    /** Understood, but impossible: nothing recorded, no space. */
    IMPOSSIBLE,
    /** Too many exports are waiting or kept. */
    TOO_MANY
  }

  private final Kind kind;

  public ExportException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** The kind. */
  public Kind kind() {
    return kind;
  }
}

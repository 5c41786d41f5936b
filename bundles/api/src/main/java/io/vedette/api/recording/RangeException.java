package io.vedette.api.recording;

/**
 * A range that cannot be put into files: it is too long, or in too many parts. The message says.
 */
public final class RangeException extends Exception {
  public RangeException(String message) {
    super(message);
  }
}

package io.vedette.api.recording;

/**
 * A range that cannot be one file: too long, or its parameter sets change. The message says which.
 */
public final class RangeException extends Exception {
  public RangeException(String message) {
    super(message);
  }
}

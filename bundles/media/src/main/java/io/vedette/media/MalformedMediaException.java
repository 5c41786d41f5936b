package io.vedette.media;

/** Bytes that cannot be what they claim to be. The message says what, with which values, where. */
public final class MalformedMediaException extends Exception {
  public MalformedMediaException(String message) {
    super(message);
  }

  public MalformedMediaException(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.vedette.launcher;

/** Vedette cannot start, for a reason that the person at the terminal can do something about. */
final class StartException extends Exception {
  /** The message is shown as it is: it says what is wrong and which option or file changes it. */
  StartException(String message) {
    super(message);
  }

  StartException(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.vedette.api.access;

import java.time.Duration;

/** Too many failed sign-ins from one address or for one user. */
public final class TooManyTriesException extends Exception {
  private final Duration retryAfter;

  public TooManyTriesException(Duration retryAfter) {
    super("too many failed tries; try again in " + retryAfter.toSeconds() + " s");
    this.retryAfter = retryAfter;
  }

  /** How long to wait. */
  public Duration retryAfter() {
    return retryAfter;
  }
}

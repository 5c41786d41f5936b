package io.vedette.api.recording;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A stretch of a stream's life.
 *
 * @param from inclusive
 * @param to exclusive, after {@code from}
 * @param gap empty: recorded; else why not
 */
public record TimelineSpan(Instant from, Instant to, Optional<Cause> gap) {
  public TimelineSpan {
    Objects.requireNonNull(gap, "gap");
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("span from " + from + " to " + to);
    }
  }

  /** Why nothing was recorded. */
  public enum Cause {
    CAMERA_OFFLINE,
    RECORDER_DOWN,
    DISK_FULL,
    DISK_ERROR,
    DISABLED,
    NO_EVENT,
    DELETED;

    /** Word of the API: {@code camera-offline}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}

package io.vedette.api.stream;

import io.vedette.media.AccessUnit;

/** What a cursor meets in a stream, in order. */
public sealed interface LogEntry {
  /**
   * One unit.
   *
   * @param run the run it belongs to; a run other than that of the entry before means that {@code
   *     dts} begins anew
   * @param sequence number of the unit in its stream since the process began, rising by one; the
   *     key under which a reader may share work (packets of this unit) with others
   */
  record Unit(Run run, long sequence, AccessUnit unit) implements LogEntry {}

  /**
   * Units are missing here; what follows begins with random access.
   *
   * @param units how many, if known, else 0
   * @param cause who lost them
   */
  record Gap(long units, Cause cause) implements LogEntry {}

  /**
   * The run is over, the stream goes on: the next unit belongs to a new run.
   *
   * @param reason for people, as the status shows it
   */
  record RunEnded(Run run, String reason) implements LogEntry {}

  /** Who lost the units of a gap. */
  enum Cause {
    /** This reader was slower than the log is long. For the recorder an alarm. */
    READER_TOO_SLOW,
    /** The writer dropped what was not yet read: a replay jumped. No loss. */
    FLUSHED,
    /** Lost between camera and us. */
    LOST_ON_THE_WAY
  }
}

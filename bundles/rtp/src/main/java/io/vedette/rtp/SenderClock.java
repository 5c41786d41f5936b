package io.vedette.rtp;

import io.vedette.rtp.RtcpPacket.SenderReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a sender says of its own clock: which time it was at an RTP timestamp, by its newest sender
 * report (RFC 3550 6.4.1). A hint: the clock may be hours off, or be set while we listen. Good for
 * comparing tracks of one camera, never for wall time. Used by one thread.
 */
final class SenderClock {
  /** Reports come every 5 s or so; one whose timestamp is farther off is nonsense. */
  private static final int MAX_DISTANCE_SECONDS = 30;

  /** Between two reports a clock wanders by microseconds; more is a clock that was set. */
  private static final long MAX_WANDER_NANOS = 500_000_000L;

  /** NTP seconds before 1968, or after 2036: the sender counts from when it was switched on. */
  private static final long NO_WALL_TIME_BELOW = 0x8000_0000L;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final int clockRate;
  private boolean known;
  private long ssrc;
  private long timestamp;
  private long senderNanos; // since 1970 by the sender's clock, at that timestamp
  private long arrivedNanos; // of the report
  private Optional<Duration> offset = Optional.empty();

  SenderClock(int clockRate) {
    this.clockRate = clockRate;
  }

  /**
   * Takes a report.
   *
   * @param nowNanos monotonic time of its arrival
   * @param received wall time of its arrival
   * @return true if the sender's clock was set since the report before
   */
  boolean report(SenderReport report, long nowNanos, Instant received) {
    if (report.ntp() == 0) {
      return false; // RFC 3550 6.4.1: it has no clock
    }
    Instant said = NtpTime.toInstant(report.ntp());
    long saidNanos = said.getEpochSecond() * NANOS_PER_SECOND + said.getNano();
    boolean wasSet =
        covers(report.ssrc(), report.rtpTimestamp())
            && Math.abs(nanosAt(report.rtpTimestamp()) - saidNanos) > MAX_WANDER_NANOS;
    known = true;
    ssrc = report.ssrc();
    timestamp = report.rtpTimestamp();
    senderNanos = saidNanos;
    arrivedNanos = nowNanos;
    offset =
        report.ntp() >>> 32 < NO_WALL_TIME_BELOW
            ? Optional.empty()
            : Optional.of(Duration.between(received, said));
    return wasSet;
  }

  /** True if {@link #nanosAt} makes sense for a timestamp of that sender. */
  boolean covers(long ofSsrc, long ofTimestamp) {
    return known
        && ofSsrc == ssrc
        && Math.abs((int) (ofTimestamp - timestamp)) <= MAX_DISTANCE_SECONDS * clockRate;
  }

  /** Nanoseconds since 1970 by the sender's clock, at that timestamp. */
  long nanosAt(long ofTimestamp) {
    return senderNanos + (int) (ofTimestamp - timestamp) * NANOS_PER_SECOND / clockRate;
  }

  /** Monotonic time at which the newest report came. */
  long arrivedNanos() {
    return arrivedNanos;
  }

  /**
   * How far the sender's clock is ahead of ours, by the newest report, the way included; empty if
   * it tells no time of day.
   */
  Optional<Duration> offset() {
    return offset;
  }
}

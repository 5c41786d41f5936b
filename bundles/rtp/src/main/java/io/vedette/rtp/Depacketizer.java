package io.vedette.rtp;

import io.vedette.media.Track;
import java.time.Instant;
import java.util.Optional;

/**
 * RTP packets of one track → units, for one payload format. Push a packet, then pull until null;
 * what is pushed is copied. Used by one thread.
 */
public interface Depacketizer {
  /**
   * Takes the next packet in order. Never fails: what makes no sense is dropped and counted.
   *
   * @param lost packets missing before it; {@link Reception#RESTARTED} if nobody knows
   * @param nowNanos monotonic time of its arrival
   * @param received wall time of its arrival
   */
  void push(RtpPacket packet, int lost, long nowNanos, Instant received);

  /** The next finished unit, or null. */
  RtpUnit pull();

  /** The track as of the last unit; empty while a decoder would not know how to begin. */
  Optional<Track> track();

  /** Units known to be lost or dropped for what they refer to, so far. */
  long lostUnits();
}

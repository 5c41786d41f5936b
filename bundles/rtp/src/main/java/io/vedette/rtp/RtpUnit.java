package io.vedette.rtp;

import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * What a depacketizer puts together: an access unit whose time is still the sender's.
 *
 * @param track with the parameter sets that hold from here on
 * @param timestamp RTP timestamp, 0 to 2^32 - 1
 * @param arrivedNanos monotonic time at which its first packet came
 * @param received wall time at which its last packet came
 * @param randomAccess decoding can start here
 * @param reordered may be shown before a unit that was sent earlier (B slices)
 * @param payload as in {@link io.vedette.media.AccessUnit}
 */
public record RtpUnit(
    Track track,
    long timestamp,
    long arrivedNanos,
    Instant received,
    boolean randomAccess,
    boolean reordered,
    ByteBuffer payload) {}

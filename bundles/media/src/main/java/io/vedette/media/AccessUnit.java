package io.vedette.media;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;

/**
 * All bytes of one picture or one audio packet, with its times. Immutable and shared by all readers
 * of a stream.
 *
 * @param track whose unit it is; a unit that brings new parameter sets carries the new Track
 * @param dts decoding time in ticks of {@code track.clockRate} since the run began; never goes back
 *     within a run
 * @param pts presentation time, same unit; equal to {@code dts} without B-frames
 * @param received wall time by the recorder's clock at which the unit's last byte arrived. A unit
 *     that is replayed keeps the time of its recording
 * @param randomAccess decoding can start here: an IDR picture, of H.265 also CRA and BLA; each
 *     audio unit
 * @param payload video: NAL units with 4-byte lengths, parameter sets left out when they are those
 *     of {@code track}; audio: the bare samples. Read-only
 */
public record AccessUnit(
    Track track, long dts, long pts, Instant received, boolean randomAccess, ByteBuffer payload) {
  public AccessUnit {
    Objects.requireNonNull(track, "track");
    Objects.requireNonNull(received, "received");
    payload = payload.asReadOnlyBuffer();
    if (!payload.hasRemaining()) {
      throw new IllegalArgumentException("an access unit has at least one byte");
    }
  }

  /** The bytes from position to limit; a duplicate, so that readers may move it. */
  @Override
  public ByteBuffer payload() {
    return payload.duplicate();
  }

  /** Bytes of payload. */
  public int sizeBytes() {
    return payload.remaining();
  }
}

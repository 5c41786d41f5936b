package io.vedette.rtp;

import io.vedette.media.AacConfig;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * AAC in the high bit rate mode of RFC 3640 (3.3.6): a packet has several whole frames or a part of
 * one. Interleaving, which no camera was seen to use, is not undone.
 */
public final class AacDepacketizer implements Depacketizer {
  private static final int HEADER_BYTES = 2; // sizelength 13, indexlength 3

  /** The RFC's own limit: a size has 13 bits. */
  private static final int MAX_FRAME_BYTES = 8191;

  private final Track track;
  private final AacConfig config;
  private final ArrayDeque<RtpUnit> ready = new ArrayDeque<>();
  private ByteBuffer part; // of a frame of several packets; null: none
  private long partTimestamp;
  private long lostUnits;

  /**
   * @param track with an {@link AacConfig}
   */
  public AacDepacketizer(Track track) {
    this.track = track;
    this.config = (AacConfig) track.config();
  }

  @Override
  public void push(RtpPacket packet, int lost, long nowNanos, Instant received) {
    if (lost != 0) {
      lostUnits += lost == Reception.RESTARTED ? 1 : lost;
      part = null;
    }
    ByteBuffer in = packet.payload();
    int headerBits = in.remaining() < 2 ? 0 : in.getShort() & 0xffff;
    int headers = headerBits / 8 / HEADER_BYTES;
    if (headers == 0 || headers * HEADER_BYTES > in.remaining()) {
      lostUnits++;
      return;
    }
    ByteBuffer sizes = in.slice(in.position(), headers * HEADER_BYTES);
    in.position(in.position() + headers * HEADER_BYTES);
    for (int i = 0; i < headers; i++) {
      int size = (sizes.getShort() & 0xffff) >> 3;
      long timestamp = packet.timestamp() + (long) i * config.samplesPerUnit() & 0xffff_ffffL;
      if (size == 0) {
        lostUnits++;
      } else if (size <= in.remaining() && part == null) {
        add(take(in, size), timestamp, nowNanos, received);
      } else if (headers == 1) {
        continueFrame(in, size, timestamp, nowNanos, received);
      } else {
        lostUnits++;
        return;
      }
    }
  }

  /** A frame in several packets (3.2.3.1): each names the whole size and the same time. */
  private void continueFrame(
      ByteBuffer in, int size, long timestamp, long nowNanos, Instant received) {
    if (part != null && (partTimestamp != timestamp || part.capacity() != size)) {
      part = null;
      lostUnits++;
    }
    if (part == null) {
      part = ByteBuffer.allocate(Math.min(size, MAX_FRAME_BYTES));
      partTimestamp = timestamp;
    }
    if (in.remaining() > part.remaining()) {
      part = null;
      lostUnits++;
      return;
    }
    part.put(in);
    if (!part.hasRemaining()) {
      add(part.flip(), timestamp, nowNanos, received);
      part = null;
    }
  }

  private static ByteBuffer take(ByteBuffer in, int size) {
    ByteBuffer frame = ByteBuffer.allocate(size).put(in.slice(in.position(), size)).flip();
    in.position(in.position() + size);
    return frame;
  }

  private void add(ByteBuffer frame, long timestamp, long nowNanos, Instant received) {
    ready.add(new RtpUnit(track, timestamp, nowNanos, received, true, false, frame));
  }

  @Override
  public RtpUnit pull() {
    return ready.poll();
  }

  @Override
  public Optional<Track> track() {
    return Optional.of(track);
  }

  @Override
  public long lostUnits() {
    return lostUnits;
  }
}

package io.vedette.rtp;

import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/** G.711 (RFC 3551 4.5.14): each packet is a unit. */
public final class G711Depacketizer implements Depacketizer {
  private final Track track;
  private RtpUnit ready;
  private long lostUnits;

  /**
   * @param track with a {@link io.vedette.media.G711Config}
   */
  public G711Depacketizer(Track track) {
    this.track = track;
  }

  @Override
  public void push(RtpPacket packet, int lost, long nowNanos, Instant received) {
    lostUnits += lost == Reception.RESTARTED ? 1 : lost;
    ByteBuffer payload = packet.payload();
    if (payload.hasRemaining()) {
      ByteBuffer copy = ByteBuffer.allocate(payload.remaining()).put(payload).flip();
      ready = new RtpUnit(track, packet.timestamp(), nowNanos, received, true, false, copy);
    }
  }

  @Override
  public RtpUnit pull() {
    RtpUnit unit = ready;
    ready = null;
    return unit;
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

package io.vedette.api.stream;

import io.vedette.media.Track;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A stream as the status page shows it.
 *
 * @param state of the source
 * @param since wall time at which that state began
 * @param tracks newest known, also while the camera is offline; empty before the first run
 * @param fps pictures per second over the last seconds; 0 at once when the stream is not live
 * @param bitrateKbps over the last seconds; the same
 * @param reconnects runs after the first since the camera was started
 * @param lostUnits lost between camera and us since the camera was started
 * @param clockOffset how far the camera's clock is ahead of ours, as it last told; empty: it did
 *     not
 * @param lastError why the newest attempt failed or the newest run ended; no credentials
 */
public record StreamStatus(
    State state,
    Instant since,
    List<Track> tracks,
    double fps,
    int bitrateKbps,
    long reconnects,
    long lostUnits,
    Optional<Duration> clockOffset,
    Optional<String> lastError) {
  public StreamStatus {
    tracks = List.copyOf(tracks);
  }

  /** Of a camera that does not tell its time. */
  public StreamStatus(
      State state,
      Instant since,
      List<Track> tracks,
      double fps,
      int bitrateKbps,
      long reconnects,
      long lostUnits,
      Optional<String> lastError) {
    this(
        state, since, tracks, fps, bitrateKbps, reconnects, lostUnits, Optional.empty(), lastError);
  }

  /** State of a source, in the API's words (lower case). */
  public enum State {
    CONNECTING,
    LIVE,
    OFFLINE,
    UNAUTHORIZED,
    UNSUPPORTED
  }
}

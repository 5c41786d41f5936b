package io.vedette.api.stream;

import io.vedette.media.Track;
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
    Optional<String> lastError) {
  public StreamStatus {
    tracks = List.copyOf(tracks);
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

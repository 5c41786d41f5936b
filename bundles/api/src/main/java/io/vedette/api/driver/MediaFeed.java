package io.vedette.api.driver;

import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One run of a stream: what one unbroken connection delivers. Pulled by one thread; {@link #close}
 * may come from another and ends a blocked {@link #next}.
 */
@ConsumerType
public interface MediaFeed extends AutoCloseable {
  /** Every track that will come, parameter sets known; at least one is video. */
  List<Track> tracks();

  /**
   * Waits for the next unit. {@code dts} begins near 0 for each track and never goes back; audio
   * and video share their origin. The first video unit is random access.
   *
   * @throws CameraException if the stream ended, stalled (no data for 10 s) or broke; the feed is
   *     then over
   */
  AccessUnit next() throws CameraException;

  /** Units known to be lost on the way so far (gaps in sequence numbers, broken fragments). */
  default long lostUnits() {
    return 0;
  }

  /**
   * How far the camera's clock is ahead of ours, as last told; negative: behind. For people only:
   * times of units are by our clock. Empty if the camera does not tell.
   */
  default Optional<Duration> clockOffset() {
    return Optional.empty();
  }

  /** Says goodbye to the camera where the protocol has a word for it, then closes. */
  @Override
  void close();
}

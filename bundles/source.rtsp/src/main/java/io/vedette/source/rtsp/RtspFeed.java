package io.vedette.source.rtsp;

import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.api.driver.MediaFeed;
import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import io.vedette.rtsp.RtspPlayer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A stream that plays. See {@link RtspLink} for threads. */
final class RtspFeed implements MediaFeed {
  /** From the begin of opening; parameter sets in band come with the next key picture only. */
  static final Duration OPENING = Duration.ofSeconds(15);

  private final RtspLink link;
  private final List<Track> tracks;
  private AccessUnit first; // the unit that brought the parameter sets; null once given out

  private RtspFeed(RtspLink link, List<Track> tracks, AccessUnit first) {
    this.link = link;
    this.tracks = tracks;
    this.first = first;
  }

  /**
   * Waits on a connected link until it plays and all parameter sets are known.
   *
   * @param endNanos by {@link System#nanoTime} at which to give up
   */
  static RtspFeed start(RtspLink link, String where, long endNanos) throws CameraException {
    AccessUnit first =
        link.pull(
            player ->
                player.isPlaying() && player.tracks().isPresent()
                    || System.nanoTime() - endNanos > 0);
    List<Track> tracks =
        link.ask(RtspPlayer::tracks)
            .orElseThrow(
                () ->
                    new CameraException(
                        Kind.TIMEOUT,
                        where
                            + ": no H.264 parameter sets within "
                            + OPENING.toSeconds()
                            + " s, neither in the SDP nor in the stream"));
    return new RtspFeed(link, tracks, first);
  }

  @Override
  public List<Track> tracks() {
    return tracks;
  }

  @Override
  public AccessUnit next() throws CameraException {
    if (first != null) {
      AccessUnit unit = first;
      first = null;
      return unit;
    }
    return link.pull(player -> false);
  }

  @Override
  public long lostUnits() {
    return link.ask(RtspPlayer::lostUnits);
  }

  @Override
  public Optional<Duration> clockOffset() {
    return link.ask(RtspPlayer::clockOffset);
  }

  @Override
  public void close() {
    link.close();
  }
}

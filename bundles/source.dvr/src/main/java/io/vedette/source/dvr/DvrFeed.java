package io.vedette.source.dvr;

import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.api.driver.MediaFeed;
import io.vedette.dvr.ChannelReader;
import io.vedette.dvr.DvrClient;
import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One channel's pictures. See {@link DvrSession} for threads. */
final class DvrFeed implements MediaFeed {
  private static final Duration OPENING = Duration.ofSeconds(15);
  private static final Duration STALL = Duration.ofSeconds(10);

  private final DvrSession session;
  private final ChannelReader reader;
  private final Runnable whenClosed;
  private AccessUnit first; // that brought the parameter sets; null once given out
  private List<Track> tracks = List.of();
  private boolean closed; // guarded by this

  private DvrFeed(DvrSession session, ChannelReader reader, Runnable whenClosed) {
    this.session = session;
    this.reader = reader;
    this.whenClosed = whenClosed;
  }

  /**
   * Asks for a channel.
   *
   * @param whenClosed called once after the feed has ended
   */
  static DvrFeed of(DvrSession session, int channel, Runnable whenClosed) throws CameraException {
    checkSignal(session, channel);
    return new DvrFeed(session, session.read(channel), whenClosed);
  }

  /** Waits for the channel's first key picture. */
  void start() throws CameraException {
    first = session.next(reader, OPENING, "no key picture of channel " + (reader.channel() + 1));
    tracks = List.of(first.track());
  }

  private static void checkSignal(DvrSession session, int channel) throws CameraException {
    if (!session.ask(client -> client.hasSignal(channel))) {
      throw new CameraException(
          Kind.TIMEOUT, "no video signal at channel " + (channel + 1) + " of the DVR");
    }
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
    try {
      return session.next(reader, STALL, "no pictures of channel " + (reader.channel() + 1));
    } catch (CameraException failure) {
      if (failure.kind() == Kind.TIMEOUT && session.isAlive()) {
        checkSignal(session, reader.channel());
      }
      throw failure;
    }
  }

  @Override
  public long lostUnits() {
    return session.ask(client -> reader.lostUnits());
  }

  @Override
  public Optional<Duration> clockOffset() {
    return session.ask(DvrClient::clockOffset);
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    session.stop(reader);
    whenClosed.run();
  }
}

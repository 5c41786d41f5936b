package io.vedette.source.dvr;

import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.api.driver.MediaFeed;
import io.vedette.dvr.ChannelReader;
import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import java.time.Duration;
import java.util.List;

/** One channel's pictures. See {@link DvrSession} for threads. */
final class DvrFeed implements MediaFeed {
  private static final Duration OPENING = Duration.ofSeconds(15);
  private static final Duration STALL = Duration.ofSeconds(10);

  private final DvrSession session;
  private final ChannelReader reader;
  private final Runnable whenClosed;
  private AccessUnit first; // that brought the parameter sets; null once given out
  private final Track track;
  private boolean closed; // guarded by this

  private DvrFeed(DvrSession session, ChannelReader reader, AccessUnit first, Runnable whenClosed) {
    this.session = session;
    this.reader = reader;
    this.first = first;
    this.track = first.track();
    this.whenClosed = whenClosed;
  }

  /**
   * Waits for the channel's first key picture.
   *
   * @param whenClosed called once after the feed has ended
   */
  static DvrFeed start(DvrSession session, int channel, Runnable whenClosed)
      throws CameraException {
    checkSignal(session, channel);
    ChannelReader reader = session.read(channel);
    try {
      AccessUnit first =
          session.next(reader, OPENING, "no key picture of channel " + (channel + 1));
      return new DvrFeed(session, reader, first, whenClosed);
    } catch (CameraException failure) {
      session.stop(reader);
      throw failure;
    }
  }

  private static void checkSignal(DvrSession session, int channel) throws CameraException {
    if (!session.ask(client -> client.hasSignal(channel))) {
      throw new CameraException(
          Kind.TIMEOUT, "no video signal at channel " + (channel + 1) + " of the DVR");
    }
  }

  @Override
  public List<Track> tracks() {
    return List.of(track);
  }

  @Override
  public AccessUnit next() throws CameraException {
    if (first != null) {
      AccessUnit unit = first;
      first = null;
      return unit;
    }
    synchronized (this) {
      if (closed) {
        throw new CameraException(Kind.ENDED, "closed");
      }
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

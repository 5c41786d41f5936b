package io.vedette.source.dvrip;

import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.api.driver.DeviceInfo;
import io.vedette.api.driver.EventFeed;
import io.vedette.api.driver.MediaFeed;
import io.vedette.api.driver.PtzControl;
import io.vedette.api.driver.SharedDevices;
import io.vedette.api.driver.StreamOffer;
import io.vedette.api.stream.Profile;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One camera of a device: a channel in the session that all its cameras share. */
final class DvripChannel implements CameraConnection {
  /** Names of the sub stream, new firmware first. */
  private static final List<String> EXTRA = List.of("Extra1", "Extra");

  private final SharedDevices<DvripSession>.Share share;
  private final DvripSession session;
  private final int channel; // from 0
  private final Clock clock;
  private final Duration stall;
  private final Runnable whenClosed;
  private final DvripPtz ptz; // one for all calls: it knows what is to be stopped
  private final List<AutoCloseable> open = new ArrayList<>(); // guarded by this
  private boolean closed; // guarded by this

  /**
   * @param channel from 0
   * @param whenClosed called once its streams have ended
   */
  DvripChannel(
      SharedDevices<DvripSession>.Share share,
      int channel,
      Clock clock,
      Duration stall,
      Runnable whenClosed) {
    this.share = share;
    this.session = share.device();
    this.channel = channel;
    this.clock = clock;
    this.stall = stall;
    this.whenClosed = whenClosed;
    this.ptz = new DvripPtz(session, channel);
  }

  @Override
  public DeviceInfo info() {
    return session.ask(c -> new DeviceInfo("Xiongmai", c.model(), c.firmware(), c.serial()));
  }

  @Override
  public List<StreamOffer> streams() {
    String title = session.ask(c -> c.title(channel));
    return List.of(
        new StreamOffer(Profile.MAIN, "Main " + title),
        new StreamOffer(Profile.SUB, "Extra " + title));
  }

  @Override
  public MediaFeed open(StreamOffer offer) throws CameraException {
    if (offer.profile() == Profile.MAIN) {
      return open("Main");
    }
    try {
      return open(EXTRA.get(0));
    } catch (CameraException refused) {
      if (refused.kind() != Kind.UNSUPPORTED) {
        throw refused;
      }
      return open(EXTRA.get(1));
    }
  }

  private MediaFeed open(String stream) throws CameraException {
    DvripFeed feed = new DvripFeed(session, channel, stream, clock, stall);
    synchronized (this) {
      if (closed) {
        throw new CameraException(Kind.ENDED, session.address() + ": closed");
      }
      open.add(feed);
    }
    try {
      feed.start();
      return feed;
    } catch (CameraException failure) {
      feed.close();
      throw failure;
    }
  }

  @Override
  public Optional<PtzControl> ptz() {
    return Optional.of(ptz); // whether it moves, only trying tells
  }

  @Override
  public synchronized Optional<EventFeed> events() throws CameraException {
    if (closed) {
      throw new CameraException(Kind.ENDED, session.address() + ": closed");
    }
    EventFeed feed = session.events(channel);
    open.add(feed);
    return Optional.of(feed);
  }

  @Override
  public void close() {
    List<AutoCloseable> all;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      all = List.copyOf(open);
      open.clear();
    }
    for (AutoCloseable opened : all) {
      try {
        opened.close();
      } catch (Exception none) {
        throw new IllegalStateException(none); // ours throw nothing
      }
    }
    share.close();
    whenClosed.run();
  }
}

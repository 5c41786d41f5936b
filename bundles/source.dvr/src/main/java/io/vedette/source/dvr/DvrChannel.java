package io.vedette.source.dvr;

import io.vedette.api.driver.CameraAddress;
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
import io.vedette.dvr.DvrAddress;
import io.vedette.dvr.DvrClient;
import io.vedette.dvr.DvrLogin;
import io.vedette.dvr.SystemInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One camera of a DVR: a channel in the sessions that all cameras of the DVR share. */
final class DvrChannel implements CameraConnection {
  private final DvrAddress address;
  private final DvrLogin login;
  private final CameraAddress camera;
  private final DvrSessions sessions;
  private final PtzKeys keys;
  private final int channel; // from 0
  private final List<AutoCloseable> open = new ArrayList<>(); // guarded by this
  private boolean closed; // guarded by this
  private SharedDevices<DvrSession>.Share main; // set by connect()
  private DvrPtz ptz; // set by connect(); one for all calls: it knows what is to be stopped

  DvrChannel(
      DvrAddress address,
      DvrLogin login,
      CameraAddress camera,
      DvrSessions sessions,
      PtzKeys keys) {
    this.address = address;
    this.login = login;
    this.camera = camera;
    this.sessions = sessions;
    this.keys = keys;
    this.channel = camera.channel() - 1;
  }

  /** Takes part in the main session; wrong logins and channels show here. */
  void connect() throws CameraException {
    main = sessions.take(address, login, camera.credentials(), false);
    ptz = new DvrPtz(main.device(), channel, keys);
    int channels = main.device().ask(DvrClient::channels);
    if (channel >= channels) {
      main.close();
      throw new CameraException(
          Kind.UNSUPPORTED,
          address + ": channel " + camera.channel() + " of " + channels + " is not there");
    }
    if (!main.device().ask(c -> c.slot(channel)).installed()) {
      main.close();
      throw new CameraException(
          Kind.UNSUPPORTED,
          address + ": channel " + camera.channel() + " is switched off at the DVR");
    }
  }

  @Override
  public DeviceInfo info() {
    SystemInfo info = main.device().ask(DvrClient::info);
    String firmware = "%d.%02d".formatted(info.software() >> 8, info.software() & 0xff);
    return new DeviceInfo("", info.model(), firmware, info.serial());
  }

  @Override
  public List<StreamOffer> streams() {
    String title = main.device().ask(c -> c.slot(channel)).title();
    return List.of(
        new StreamOffer(Profile.MAIN, "record " + title),
        new StreamOffer(Profile.SUB, "extra " + title));
  }

  @Override
  public MediaFeed open(StreamOffer offer) throws CameraException {
    if (offer.profile() == Profile.MAIN) {
      return start(DvrFeed.of(main.device(), channel, () -> {}));
    }
    SharedDevices<DvrSession>.Share extra = extra();
    DvrFeed feed;
    try {
      feed = DvrFeed.of(extra.device(), channel, extra::close);
    } catch (CameraException failure) {
      extra.close();
      throw failure;
    }
    return start(feed);
  }

  private DvrFeed start(DvrFeed feed) throws CameraException {
    remember(feed); // so that close() ends the wait
    try {
      feed.start();
      return feed;
    } catch (CameraException failure) {
      feed.close();
      throw failure;
    }
  }

  /** One session delivers one kind of stream; some DVRs let us in once only. */
  private SharedDevices<DvrSession>.Share extra() throws CameraException {
    try {
      return sessions.take(address, login, camera.credentials(), true);
    } catch (CameraException refused) {
      if (refused.kind() != Kind.UNAUTHORIZED) {
        throw refused;
      }
      throw new CameraException(
          Kind.UNSUPPORTED,
          "main stream only, the DVR lets us in once: " + refused.getMessage(),
          refused);
    }
  }

  private <T extends AutoCloseable> T remember(T opened) throws CameraException {
    synchronized (this) {
      if (!closed) {
        open.add(opened);
        return opened;
      }
    }
    close(opened);
    throw new CameraException(Kind.ENDED, address + ": closed");
  }

  @Override
  public Optional<PtzControl> ptz() {
    return keys.isEmpty() ? Optional.empty() : Optional.of(ptz);
  }

  @Override
  public Optional<EventFeed> events() throws CameraException {
    return Optional.of(remember(main.device().events(channel)));
  }

  @Override
  public void close() {
    List<AutoCloseable> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(open);
      open.clear();
    }
    all.forEach(DvrChannel::close);
    main.close();
  }

  private static void close(AutoCloseable opened) {
    try {
      opened.close();
    } catch (Exception none) {
      throw new IllegalStateException(none); // ours throw nothing
    }
  }
}

package io.vedette.source.rtsp;

import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.api.driver.DeviceInfo;
import io.vedette.api.driver.MediaFeed;
import io.vedette.api.driver.StreamOffer;
import io.vedette.api.stream.Profile;
import io.vedette.rtsp.Login;
import io.vedette.rtsp.RtspPlayer;
import io.vedette.rtsp.RtspUrl;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A camera with one address per stream. RTSP has no connection to a camera as such: each feed has a
 * TCP connection of its own, and this remembers which are open.
 */
final class RtspConnection implements CameraConnection {
  private static final Logger LOG = LoggerFactory.getLogger(RtspConnection.class);

  /** Redirections in a row that are followed. */
  private static final int MAX_REDIRECTS = 3;

  private final Dialer dialer;
  private final Clock clock;
  private final Duration stall;
  private final Optional<Login> login;
  private final List<StreamOffer> streams;
  private final SecureRandom random = new SecureRandom();
  private final Set<RtspLink> links = new HashSet<>(); // guarded by this
  private boolean closed; // guarded by this
  private volatile boolean udp; // the camera does not send over TCP

  RtspConnection(CameraAddress address, Dialer dialer, Clock clock, Duration stall) {
    this.stall = stall;
    this.dialer = dialer;
    this.clock = clock;
    this.login = address.credentials().map(c -> new Login(c.user(), c.password()));
    List<StreamOffer> offers = new ArrayList<>(2);
    offers.add(new StreamOffer(Profile.MAIN, address.main().toString()));
    address.sub().ifPresent(sub -> offers.add(new StreamOffer(Profile.SUB, sub.toString())));
    this.streams = List.copyOf(offers);
  }

  /** Asks the camera to describe its main stream: wrong addresses and logins show here. */
  void probe() throws CameraException {
    RtspLink link = connected(streams.get(0), RtspPlayer::isDescribed, false);
    forget(link);
    link.close();
  }

  @Override
  public DeviceInfo info() {
    return DeviceInfo.UNKNOWN; // RTSP has no word for it
  }

  @Override
  public List<StreamOffer> streams() {
    return streams;
  }

  @Override
  public MediaFeed open(StreamOffer offer) throws CameraException {
    long endNanos = System.nanoTime() + RtspFeed.OPENING.toNanos();
    while (true) {
      boolean overUdp = udp;
      RtspLink link = connected(offer, RtspPlayer::isDescribed, overUdp);
      try {
        return RtspFeed.start(link, offer.locator(), endNanos);
      } catch (CameraException failure) {
        forget(link);
        link.close();
        udp = !overUdp && link.wantsUdp(failure);
        if (!udp) {
          throw failure;
        }
      }
    }
  }

  /** A link that has reached the condition, after redirections if need be. */
  private RtspLink connected(StreamOffer offer, RtspLink.Condition until, boolean overUdp)
      throws CameraException {
    RtspUrl url = url(offer.locator());
    RtspUrl first = url;
    for (int redirects = 0; ; redirects++) {
      RtspLink link = link(url, loginFor(url, first), overUdp);
      remember(link);
      try {
        link.connect(dialer);
        link.pull(until);
        return link;
      } catch (CameraException failure) {
        forget(link);
        link.close();
        Optional<RtspUrl> elsewhere = link.redirect();
        if (elsewhere.isEmpty() || redirects == MAX_REDIRECTS) {
          throw failure;
        }
        url = elsewhere.get();
      }
    }
  }

  private RtspLink link(RtspUrl url, Optional<Login> with, boolean overUdp) throws CameraException {
    if (!overUdp || url.tls()) { // beside TLS, UDP would carry the pictures in the clear
      return new RtspLink(url, with, random, clock, stall);
    }
    UdpSockets sockets = null;
    try {
      sockets = new UdpSockets();
      if (sockets.grantedBytes() < UdpSockets.BUFFER_BYTES) {
        LOG.info(
            "{}: sends over UDP only; pictures may be lost, since the system grants a receive"
                + " buffer of {} KiB instead of {} (sysctl net.core.rmem_max)",
            Dialer.where(url),
            sockets.grantedBytes() / 1024,
            UdpSockets.BUFFER_BYTES / 1024);
      }
      return new RtspLink(url, with, random, clock, stall, sockets);
    } catch (IOException failure) {
      if (sockets != null) {
        sockets.close();
      }
      throw new CameraException(
          Kind.UNREACHABLE, "no UDP sockets for " + url + ": " + failure.getMessage(), failure);
    }
  }

  /**
   * The camera's login goes to the camera alone: not to another host that somebody in its place
   * redirects to, and not in the clear if it was set up for TLS.
   */
  private Optional<Login> loginFor(RtspUrl url, RtspUrl first) {
    boolean camera = url.host().equalsIgnoreCase(first.host()) && (url.tls() || !first.tls());
    return camera ? login.or(first::login) : Optional.empty();
  }

  private static RtspUrl url(String locator) throws CameraException {
    try {
      return RtspUrl.parse(locator);
    } catch (IllegalArgumentException unusable) {
      throw new CameraException(Kind.UNSUPPORTED, unusable.getMessage(), unusable);
    }
  }

  private void remember(RtspLink link) throws CameraException {
    synchronized (this) {
      links.removeIf(RtspLink::isClosed);
      if (!closed) {
        links.add(link);
        return;
      }
    }
    link.close();
    throw new CameraException(Kind.ENDED, "closed");
  }

  private synchronized void forget(RtspLink link) {
    links.remove(link);
  }

  @Override
  public void close() {
    List<RtspLink> open;
    synchronized (this) {
      closed = true;
      open = List.copyOf(links);
      links.clear();
    }
    open.forEach(RtspLink::close);
  }
}

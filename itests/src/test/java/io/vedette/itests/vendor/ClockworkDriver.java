package io.vedette.itests.vendor;

import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraDriver;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.api.driver.DeviceInfo;
import io.vedette.api.driver.MediaFeed;
import io.vedette.api.driver.StreamOffer;
import io.vedette.api.stream.Profile;
import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import io.vedette.testkit.Clip;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * A driver as a vendor would write it, from {@code api} and {@code media} alone: cameras of the
 * scheme {@code clockwork} play a clip without any network. {@link VendorBundle} packs it.
 */
public final class ClockworkDriver implements CameraDriver, BundleActivator {
  @Override
  public void start(BundleContext context) {
    context.registerService(CameraDriver.class, this, null);
  }

  @Override
  public void stop(BundleContext context) {
    // The framework takes the service back.
  }

  @Override
  public String name() {
    return "clockwork";
  }

  @Override
  public Set<String> schemes() {
    return Set.of("clockwork");
  }

  @Override
  public CameraConnection connect(CameraAddress address) {
    return new Connection();
  }

  private static final class Connection implements CameraConnection {
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public DeviceInfo info() {
      return new DeviceInfo("Clockwork", "C1", "1.0", "0001");
    }

    @Override
    public List<StreamOffer> streams() {
      return List.of(new StreamOffer(Profile.MAIN, ""));
    }

    @Override
    public MediaFeed open(StreamOffer offer) {
      return new Feed(closed);
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  private static final class Feed implements MediaFeed {
    private final Clip clip = Clip.of(Clip.Scene.STREET, Profile.SUB);
    private final CountDownLatch closed;
    private final long startNanos = System.nanoTime();
    private int next;

    Feed(CountDownLatch closed) {
      this.closed = closed;
    }

    @Override
    public List<Track> tracks() {
      return List.of(clip.track());
    }

    @Override
    public AccessUnit next() throws CameraException {
      long dueNanos = startNanos + next * 1_000_000_000L / clip.fps();
      try {
        if (closed.await(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          throw new CameraException(Kind.ENDED, "closed");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CameraException(Kind.ENDED, "interrupted", e);
      }
      AccessUnit unit = clip.units().get(next % clip.units().size());
      long dts = next * (long) clip.track().clockRate() / clip.fps();
      next++;
      return new AccessUnit(
          clip.track(), dts, dts, Instant.now(), unit.randomAccess(), unit.payload());
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}

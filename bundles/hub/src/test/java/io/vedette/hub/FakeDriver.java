package io.vedette.hub;

import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraDriver;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.api.driver.DeviceInfo;
import io.vedette.api.driver.EventFeed;
import io.vedette.api.driver.MediaFeed;
import io.vedette.api.driver.PtzControl;
import io.vedette.api.driver.StreamOffer;
import io.vedette.api.stream.Profile;
import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A driver that plays a script: each element is a unit to deliver, an exception to throw (checked
 * or not), from next() of whichever feed asks first. With an empty script next() blocks until
 * closed.
 */
final class FakeDriver implements CameraDriver {
  private final Queue<Object> script = new ArrayDeque<>(); // guarded by itself
  final AtomicInteger connects = new AtomicInteger();
  final AtomicInteger opens = new AtomicInteger();
  final AtomicInteger openFeeds = new AtomicInteger();
  final AtomicInteger openConnections = new AtomicInteger();
  volatile PtzControl ptz; // null: cannot be moved
  volatile EventFeed events; // null: knows none
  volatile Throwable onConnect; // thrown by connect

  /** Adds steps to the script. */
  void play(Object... steps) {
    synchronized (script) {
      script.addAll(List.of(steps));
      script.notifyAll();
    }
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Set<String> schemes() {
    return Set.of("fake");
  }

  @Override
  public CameraConnection connect(CameraAddress address) throws CameraException {
    connects.incrementAndGet();
    raise(onConnect);
    openConnections.incrementAndGet();
    return new CameraConnection() {
      @Override
      public DeviceInfo info() {
        return DeviceInfo.UNKNOWN;
      }

      @Override
      public List<StreamOffer> streams() {
        return List.of(new StreamOffer(Profile.MAIN, "main"));
      }

      @Override
      public MediaFeed open(StreamOffer offer) {
        opens.incrementAndGet();
        openFeeds.incrementAndGet();
        return new Feed();
      }

      @Override
      public Optional<PtzControl> ptz() {
        return Optional.ofNullable(ptz);
      }

      @Override
      public Optional<EventFeed> events() {
        return Optional.ofNullable(events);
      }

      @Override
      public void close() {
        openConnections.decrementAndGet();
      }
    };
  }

  private static void raise(Throwable fault) throws CameraException {
    if (fault instanceof CameraException e) {
      throw e;
    } else if (fault instanceof RuntimeException e) {
      throw e;
    } else if (fault instanceof Error e) {
      throw e;
    }
  }

  private final class Feed implements MediaFeed {
    private boolean closed; // guarded by script

    @Override
    public List<Track> tracks() {
      return List.of(Units.VIDEO);
    }

    @Override
    public AccessUnit next() throws CameraException {
      Object step = step();
      if (step instanceof AccessUnit unit) {
        return unit;
      }
      raise((Throwable) step);
      throw new CameraException(Kind.ENDED, "closed");
    }

    private Object step() {
      try {
        synchronized (script) {
          while (script.isEmpty() && !closed) {
            script.wait();
          }
          return closed ? null : script.remove();
        }
      } catch (InterruptedException e) {
        return new CameraException(Kind.ENDED, "interrupted", e);
      }
    }

    @Override
    public void close() {
      synchronized (script) {
        if (!closed) {
          closed = true;
          openFeeds.decrementAndGet();
          script.notifyAll();
        }
      }
    }
  }
}

package io.vedette.discovery;

import io.vedette.api.camera.Camera;
import io.vedette.api.camera.CameraControl;
import io.vedette.api.camera.CameraRegistry;
import io.vedette.api.discovery.CameraFinder;
import io.vedette.api.discovery.Discovery;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks every finder at once, each on a thread of its own that lives as long as the search. */
@Component(service = Discovery.class)
public final class Search implements Discovery {
  private static final Logger LOG = LoggerFactory.getLogger(Search.class);

  private static final Duration WINDOW = Duration.ofSeconds(5);

  /** A finder that overstays is left alone after this. */
  private static final long JOIN_MILLIS = 3_000;

  private final CameraRegistry cameras;
  private final KnownDevices known;
  private final Duration window;
  private final List<CameraFinder> finders = new CopyOnWriteArrayList<>();
  private Devices devices = new Devices(); // guarded by this
  private List<Thread> threads = List.of(); // of the running search; guarded by this
  private boolean running; // guarded by this

  /** Called by SCR. */
  @Activate
  public Search(@Reference CameraRegistry cameras, @Reference CameraControl control) {
    this(cameras, control, WINDOW);
  }

  Search(CameraRegistry cameras, CameraControl control, Duration window) {
    this.cameras = cameras;
    this.known = new KnownDevices(control);
    this.window = window;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindFinder(CameraFinder finder) {
    finders.add(finder);
  }

  void unbindFinder(CameraFinder finder) {
    finders.remove(finder);
  }

  @Deactivate
  void close() throws InterruptedException {
    List<Thread> searching;
    synchronized (this) {
      searching = threads;
    }
    searching.forEach(Thread::interrupt);
    for (Thread thread : searching) {
      thread.join(JOIN_MILLIS);
    }
  }

  @Override
  public synchronized boolean start() {
    if (running) {
      return false;
    }
    running = true;
    Devices fresh = new Devices();
    devices = fresh;
    threads = finders.stream().map(finder -> thread(finder, fresh)).toList();
    Thread end = new Thread(this::awaitEnd, "search for cameras");
    end.setDaemon(true);
    threads.forEach(Thread::start);
    end.start();
    return true;
  }

  private Thread thread(CameraFinder finder, Devices into) {
    Thread thread = new Thread(() -> find(finder, into), "search by " + finder.via());
    thread.setDaemon(true);
    return thread;
  }

  private void find(CameraFinder finder, Devices into) {
    try {
      finder.find(window, camera -> into.add(finder.via(), camera));
    } catch (IOException e) {
      LOG.warn("search by {}: {}", finder.via(), e.getMessage());
    } catch (InterruptedException e) {
      LOG.debug("search by {} interrupted", finder.via());
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("search by {} failed", finder.via(), e);
    }
  }

  private void awaitEnd() {
    List<Thread> searching;
    synchronized (this) {
      searching = threads;
    }
    try {
      known.learn(cameras.cameras()); // meanwhile
      long endNs = System.nanoTime() + window.plusMillis(JOIN_MILLIS).toNanos();
      for (Thread thread : searching) {
        thread.join(Math.max(1, (endNs - System.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      synchronized (this) {
        running = false;
      }
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return running;
  }

  @Override
  public List<Found> found() {
    Devices now;
    synchronized (this) {
      now = devices;
    }
    List<Camera> added = cameras.cameras();
    return now.all().stream()
        .map(
            device -> {
              Optional<Camera> as = known.find(device, added);
              return new Found(
                  device.camera(),
                  device.via(),
                  as.map(Camera::id),
                  as.isPresent() && !device.isAt(as.get().address().main()));
            })
        .toList();
  }
}

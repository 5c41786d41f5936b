package io.vedette.discovery;

import io.vedette.api.camera.Camera;
import io.vedette.api.camera.CameraControl;
import io.vedette.api.camera.CameraRegistry;
import io.vedette.api.discovery.CameraFinder;
import io.vedette.api.discovery.Discovery;
import io.vedette.api.event.EventBus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
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

  private static final Duration LEARN = Duration.ofMinutes(5);

  /** A finder that overstays is left alone after this. */
  private static final long JOIN_MILLIS = 3_000;

  private final CameraRegistry cameras;
  private final KnownDevices known;
  private final MovedCameras moved;
  private final Thread learner;
  private final List<CameraFinder> finders = new CopyOnWriteArrayList<>();
  private Devices devices = new Devices(); // guarded by this
  private List<Thread> threads = List.of(); // of the running search; guarded by this
  private boolean running; // guarded by this

  /** Called by SCR. */
  @Activate
  public Search(
      BundleContext context,
      @Reference CameraRegistry cameras,
      @Reference CameraControl control,
      @Reference EventBus events) {
    this.cameras = cameras;
    Path home = Path.of(context.getProperty("vedette.home"));
    this.known = new KnownDevices(control, home.resolve("identities.properties"));
    this.moved = new MovedCameras(cameras, known, events, Clock.systemUTC());
    this.learner = new Thread(this::learn, "identities of cameras");
    learner.setDaemon(true);
    learner.start();
  }

  /**
   * Cameras tell who they are while they are connected: when one has moved it is too late. One that
   * is away is searched for.
   */
  private void learn() {
    try {
      while (true) {
        Thread.sleep(LEARN.toMillis());
        known.learn(cameras.cameras(), WINDOW);
        if (known.misses(cameras.cameras())) {
          start();
        }
      }
    } catch (InterruptedException closed) {
      LOG.debug("interrupted");
    }
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
    List<Thread> searching = new ArrayList<>(List.of(learner));
    synchronized (this) {
      searching.addAll(threads);
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
      finder.find(WINDOW, camera -> into.add(finder.via(), camera));
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
    Devices found;
    synchronized (this) {
      searching = threads;
      found = devices;
    }
    try {
      known.learn(cameras.cameras(), WINDOW); // meanwhile
      long endNs = System.nanoTime() + WINDOW.plusMillis(JOIN_MILLIS).toNanos();
      for (Thread thread : searching) {
        thread.join(Math.max(1, (endNs - System.nanoTime()) / 1_000_000));
      }
      moved.follow(found.all());
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

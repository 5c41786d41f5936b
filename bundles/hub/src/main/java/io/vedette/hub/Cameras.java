package io.vedette.hub;

import io.vedette.api.camera.Camera;
import io.vedette.api.camera.CameraControl;
import io.vedette.api.camera.CameraListener;
import io.vedette.api.camera.CameraRegistry;
import io.vedette.api.driver.CameraDriver;
import io.vedette.api.driver.CameraException;
import io.vedette.api.event.EventBus;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamKey;
import io.vedette.api.stream.StreamStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cameras we are set up to use, and their running loops. Cameras start when their driver comes
 * and end when it goes. One lock guards the state; loops are ended and listeners called outside it.
 */
@Component(service = {CameraRegistry.class, CameraControl.class})
public final class Cameras implements CameraRegistry, CameraControl {
  private static final Logger LOG = LoggerFactory.getLogger(Cameras.class);

  private final Streams streams;
  private final EventBus bus;
  private final Function<ServiceReference<CameraListener>, CameraListener> services;
  private final CameraStore store; // guarded by this
  private final Map<String, Camera> cameras = new TreeMap<>(); // guarded by this
  private final Map<String, CameraLoop> loops = new HashMap<>(); // running ones; guarded by this
  private final List<CameraDriver> drivers = new ArrayList<>(); // guarded by this
  private final List<ServiceReference<CameraListener>> listeners = new CopyOnWriteArrayList<>();
  private final Object telling = new Object(); // listeners hear one change at a time, in order

  @Activate
  public Cameras(BundleContext context, @Reference Streams streams, @Reference EventBus bus)
      throws IOException {
    this(Path.of(context.getProperty("vedette.home")), streams, bus, context::getService);
  }

  /**
   * Reads the cameras.
   *
   * @param services gives the service of a reference, null if it has gone
   */
  Cameras(
      Path home,
      Streams streams,
      EventBus bus,
      Function<ServiceReference<CameraListener>, CameraListener> services)
      throws IOException {
    this.streams = streams;
    this.bus = bus;
    this.services = services;
    Files.createDirectories(home);
    PrivateFile.create(home.resolve("cameras.db"));
    store = new CameraStore(home.resolve("cameras.db"), SecretBox.of(home.resolve("secret.key")));
    store.all().forEach(c -> cameras.put(c.id(), c));
    cameras.values().forEach(this::openStreams);
  }

  @Deactivate
  void close() throws InterruptedException {
    List<CameraLoop> ending;
    synchronized (this) {
      ending = List.copyOf(loops.values());
      loops.clear();
    }
    end(ending);
    synchronized (this) {
      store.close();
    }
  }

  private static void end(List<CameraLoop> ending) throws InterruptedException {
    ending.forEach(CameraLoop::close); // all at once, then wait for each
    for (CameraLoop loop : ending) {
      loop.join();
    }
  }

  private static void endQuietly(List<CameraLoop> ending) {
    try {
      end(ending);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A driver came: its cameras start. */
  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  synchronized void bindDriver(CameraDriver driver) {
    drivers.add(driver);
    LOG.info(
        "driver {} is ready, for addresses that begin with {}",
        driver.name(),
        driver.schemes().stream().sorted().map(s -> s + "://").collect(Collectors.joining(" or ")));
    cameras.values().forEach(this::startIfPossible);
  }

  /** A driver goes: its cameras end before this returns, nobody else's. */
  void unbindDriver(CameraDriver driver) {
    List<CameraLoop> ending = new ArrayList<>();
    synchronized (this) {
      drivers.remove(driver);
      loops.values().removeIf(loop -> loop.driver() == driver && ending.add(loop));
      ending.forEach(loop -> showDriverMissing(loop.camera()));
    }
    endQuietly(ending);
    ending.forEach(
        loop ->
            LOG.info("{}: ended, driver {} is gone", loop.camera().id(), loop.camera().driver()));
  }

  /**
   * Not fetched yet: a listener needs this registry, and SCR refuses to make each for the other.
   */
  @Reference(
      service = CameraListener.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bindListener(ServiceReference<CameraListener> reference) {
    listeners.add(reference);
  }

  void unbindListener(ServiceReference<CameraListener> reference) {
    listeners.remove(reference);
  }

  private void tell(Consumer<CameraListener> news) {
    synchronized (telling) {
      for (ServiceReference<CameraListener> reference : listeners) {
        try {
          CameraListener listener = services.apply(reference);
          if (listener != null) { // null: it has just gone
            news.accept(listener);
          }
        } catch (RuntimeException | LinkageError e) {
          LOG.warn("{} failed on a change of cameras", reference, e);
        }
      }
    }
  }

  // guarded by this
  private void openStreams(Camera camera) {
    if (!camera.enabled()) {
      return;
    }
    streams.open(new StreamKey.Live(camera.id(), Profile.MAIN));
    if (camera.subAddress().isPresent()) {
      streams.open(new StreamKey.Live(camera.id(), Profile.SUB));
    }
    if (driver(camera.driver()).isEmpty()) {
      showDriverMissing(camera);
    }
  }

  private void showDriverMissing(Camera camera) {
    for (Profile profile : Profile.values()) {
      StreamKey key = new StreamKey.Live(camera.id(), profile);
      if (streams.status(key).isPresent()) {
        streams
            .open(key)
            .state()
            .enter(
                StreamStatus.State.UNSUPPORTED,
                Optional.of("no driver \"" + camera.driver() + "\" is installed"));
      }
    }
  }

  // guarded by this
  private Optional<CameraDriver> driver(String name) {
    return drivers.stream().filter(d -> d.name().equals(name)).findFirst();
  }

  // guarded by this
  private void startIfPossible(Camera camera) {
    if (!camera.enabled() || loops.containsKey(camera.id())) {
      return;
    }
    driver(camera.driver())
        .ifPresent(
            driver -> {
              CameraLoop loop = new CameraLoop(camera, driver, streams, bus, Clock.systemUTC());
              loops.put(camera.id(), loop);
              loop.start();
            });
  }

  @Override
  public synchronized List<Camera> cameras() {
    return List.copyOf(cameras.values());
  }

  @Override
  public synchronized Optional<Camera> find(String id) {
    return Optional.ofNullable(cameras.get(id));
  }

  @Override
  public void add(Camera camera) {
    synchronized (this) {
      if (cameras.containsKey(camera.id())) {
        throw new IllegalStateException("there is a camera " + camera.id() + " already");
      }
      store.put(camera);
      cameras.put(camera.id(), camera);
      openStreams(camera);
      startIfPossible(camera);
    }
    LOG.info("{}: added, {} {}", camera.id(), camera.driver(), camera.address().main());
    tell(listener -> listener.changed(camera));
  }

  @Override
  public boolean update(Camera camera) {
    Camera before;
    List<CameraLoop> ending = new ArrayList<>();
    synchronized (this) {
      before = cameras.get(camera.id());
      if (before == null) {
        return false;
      }
      store.put(camera);
      cameras.put(camera.id(), camera);
      if (!sameSource(before, camera) && loops.containsKey(camera.id())) {
        ending.add(loops.remove(camera.id()));
      }
    }
    endQuietly(ending); // one connection per stream: the old ones end before new ones begin
    synchronized (this) {
      if (camera.equals(cameras.get(camera.id()))) {
        if (!camera.enabled() || before.subAddress().isPresent() && camera.subAddress().isEmpty()) {
          removeStreams(camera.id());
        }
        openStreams(camera);
        startIfPossible(camera);
      }
    }
    tell(listener -> listener.changed(camera));
    return true;
  }

  private static boolean sameSource(Camera a, Camera b) {
    return a.enabled() == b.enabled()
        && a.driver().equals(b.driver())
        && a.address().equals(b.address());
  }

  @Override
  public boolean remove(String id) {
    List<CameraLoop> ending = new ArrayList<>();
    synchronized (this) {
      if (cameras.remove(id) == null) {
        return false;
      }
      store.remove(id);
      CameraLoop loop = loops.remove(id);
      if (loop != null) {
        ending.add(loop);
      }
    }
    endQuietly(ending);
    synchronized (this) {
      if (!cameras.containsKey(id)) {
        removeStreams(id);
      }
    }
    LOG.info("{}: removed", id);
    tell(listener -> listener.removed(id));
    return true;
  }

  private void removeStreams(String id) {
    for (Profile profile : Profile.values()) {
      streams.remove(new StreamKey.Live(id, profile));
    }
  }

  @Override
  public Map<Profile, StreamStatus> status(String id) {
    Map<Profile, StreamStatus> status = new EnumMap<>(Profile.class);
    for (Profile profile : Profile.values()) {
      streams.status(new StreamKey.Live(id, profile)).ifPresent(s -> status.put(profile, s));
    }
    return status;
  }

  @Override
  public <T> T ask(String camera, Request<T> request) throws CameraException {
    return requests(camera).ask(request);
  }

  @Override
  public void move(String camera, double pan, double tilt, double zoom, Duration time)
      throws CameraException {
    CameraRequests requests = requests(camera);
    requests.ask(
        connection -> {
          requests.move(connection, pan, tilt, zoom, time);
          return true;
        });
  }

  @Override
  public void stop(String camera) throws CameraException {
    CameraRequests requests = requests(camera);
    requests.ask(
        connection -> {
          requests.stop(connection);
          return true;
        });
  }

  private synchronized CameraRequests requests(String camera) throws CameraException {
    CameraLoop loop = loops.get(camera);
    if (loop == null) {
      throw new CameraException(
          CameraException.Kind.UNREACHABLE, "the camera is not enabled, or has no driver");
    }
    return loop.requests();
  }

  @Override
  public synchronized List<DriverInfo> drivers() {
    return drivers.stream()
        .map(d -> new DriverInfo(d.name(), d.schemes().stream().sorted().toList(), bundleOf(d)))
        .sorted(Comparator.comparing(DriverInfo::name))
        .toList();
  }

  private static OptionalLong bundleOf(CameraDriver driver) {
    Bundle bundle = FrameworkUtil.getBundle(driver.getClass());
    return bundle == null ? OptionalLong.empty() : OptionalLong.of(bundle.getBundleId());
  }
}

package io.vedette.testkit;

import io.vedette.api.stream.Profile;
import io.vedette.media.AccessUnit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.LongAdder;

/**
 * Any number of simulated RTSP cameras on one thread. A clip is cut into access units once, however
 * many cameras play it; what a viewer costs is packetizing.
 *
 * <p>Thread-safe; the cameras' methods too.
 */
public final class SimulatedCameras implements AutoCloseable {
  private static final long LONGEST_WAIT_MILLIS = 1_000;

  private final Clock clock;
  private final Random random;
  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Collection<SimulatedCamera> cameras = new CopyOnWriteArrayList<>();
  private final MediaLoop tick = MediaLoop.tick();
  private final LongAdder sentUnits = new LongAdder();
  private final LongAdder sentBytes = new LongAdder();
  private volatile boolean closed;

  /** Starts the thread; cameras come with {@link #add}. */
  public SimulatedCameras() throws IOException {
    this(Clock.systemUTC(), new Random());
  }

  SimulatedCameras(Clock clock, Random random) throws IOException {
    this.clock = clock;
    this.random = random;
    this.selector = Selector.open();
    this.thread = new Thread(this::run, "simulated-cameras");
    thread.setDaemon(true);
    thread.start();
  }

  /** Switches on a camera at a free port of the loopback interface. */
  public SimulatedCamera add(CameraSetup setup) throws IOException {
    return add(setup, InetAddress.getLoopbackAddress(), 0);
  }

  /**
   * Switches on a camera.
   *
   * @param port 0: any free one
   * @throws IOException if the port is taken
   */
  public SimulatedCamera add(CameraSetup setup, InetAddress address, int port) throws IOException {
    SimulatedCamera camera = new SimulatedCamera(this, setup, address, port);
    try {
      onThread(camera::listen);
    } catch (UncheckedIOException e) {
      camera.close();
      throw e.getCause();
    }
    cameras.add(camera);
    return camera;
  }

  /** Switches off all cameras and waits for the thread. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Selector selector() {
    return selector;
  }

  Random random() {
    return random;
  }

  /** Access units that were due on the connections of all cameras, also where a client was slow. */
  public long sentUnits() {
    return sentUnits.sum();
  }

  /** Payload of these. */
  public long sentBytes() {
    return sentBytes.sum();
  }

  void sent(AccessUnit unit) {
    sentUnits.increment();
    sentBytes.add(unit.payload().remaining());
  }

  long nowMillis() {
    return clock.millis();
  }

  /** The tracks of each profile of a camera. */
  Map<Profile, List<MediaLoop>> loops(CameraSetup setup) {
    Map<Profile, List<MediaLoop>> tracks = new EnumMap<>(Profile.class);
    setup
        .clips()
        .forEach(
            (profile, clip) -> {
              MediaLoop video = MediaLoop.video(clip);
              tracks.put(profile, setup.audio() ? List.of(video, tick) : List.of(video));
            });
    return tracks;
  }

  void forget(SimulatedCamera camera) {
    cameras.remove(camera);
  }

  /** Runs something on the cameras' thread and waits for it. */
  void onThread(Runnable work) {
    FutureTask<Void> task = new FutureTask<>(work, null);
    tasks.add(task);
    selector.wakeup();
    try {
      if (closed) {
        thread.join();
        task.run(); // the thread may have gone without it
      }
      task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Gives up closed sockets: a selector holds them, and they accept, until it looks again. */
  void letGo() {
    try {
      selector.selectNow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run() {
    try {
      while (!closed) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        long due = nowMillis() + LONGEST_WAIT_MILLIS;
        for (SimulatedCamera camera : cameras) {
          due = Math.min(due, camera.sendDue(nowMillis()));
        }
        selector.select(Math.max(1, due - nowMillis()));
        serveReady();
      }
      cameras.forEach(SimulatedCamera::end);
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serveReady() {
    for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
      SelectionKey key = keys.next();
      keys.remove();
      if (key.isValid()) {
        ((Runnable) key.attachment()).run();
      }
    }
  }
}

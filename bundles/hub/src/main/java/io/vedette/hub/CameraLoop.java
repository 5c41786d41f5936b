package io.vedette.hub;

import io.vedette.api.camera.Camera;
import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraDriver;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.api.driver.StreamOffer;
import io.vedette.api.event.Event;
import io.vedette.api.event.EventBus;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamKey;
import io.vedette.api.stream.StreamStatus.State;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one camera running: connects, starts a {@link SourceLoop} per offered stream, starts those
 * anew that ended, connects anew when none is left. One thread per camera, so that a driver that
 * hangs or throws costs its own camera only.
 */
final class CameraLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CameraLoop.class);

  /** Longer than any time-out a driver has by itself (15 s): a call that takes it is stuck. */
  private static final long STUCK_NS = Duration.ofSeconds(40).toNanos();

  /** How often stuck calls are looked for. */
  private static final long WATCH_MS = 5000;

  /** A driver gets this long to let go of its sockets before its thread is left alone. */
  private static final long JOIN_MS = 3000;

  private final Camera camera;
  private final CameraDriver driver;
  private final Streams streams;
  private final EventBus bus;
  private final Clock clock;
  private final Thread thread;
  private final CameraRequests requests = new CameraRequests(this::wake);

  private final Map<Profile, Slot> slots = new EnumMap<>(Profile.class); // guarded by this
  private CameraConnection connection; // guarded by this
  private EventLoop events; // guarded by this
  private Thread eventThread; // guarded by this
  private final List<Event> news = new ArrayList<>(); // guarded by this
  private boolean ran; // a stream was started on this connection; guarded by this
  private boolean closed; // guarded by this

  /** One offered stream: its running loop, or when the next one starts. Guarded by the loop. */
  private static final class Slot {
    final Streams.Stream stream;
    final Backoff backoff = new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    SourceLoop loop; // null while none runs
    Thread thread;
    long startAtNs = System.nanoTime();
    long startedNs; // of the newest loop

    Slot(Streams.Stream stream) {
      this.stream = stream;
    }
  }

  CameraLoop(Camera camera, CameraDriver driver, Streams streams, EventBus bus, Clock clock) {
    this.camera = camera;
    this.driver = driver;
    this.streams = streams;
    this.bus = bus;
    this.clock = clock;
    slot(Profile.MAIN); // shown as connecting before anything is known
    if (camera.subAddress().isPresent()) {
      slot(Profile.SUB);
    }
    this.thread = new Thread(this::run, "camera " + camera.id());
    this.thread.setDaemon(true);
  }

  void start() {
    synchronized (this) {
      slots.values().forEach(slot -> slot.stream.state().restart());
    }
    thread.start();
  }

  private synchronized Slot slot(Profile profile) {
    return slots.computeIfAbsent(
        profile, p -> new Slot(streams.open(new StreamKey.Live(camera.id(), p))));
  }

  Camera camera() {
    return camera;
  }

  CameraDriver driver() {
    return driver;
  }

  /** What is asked of the camera beside its streams. */
  CameraRequests requests() {
    return requests;
  }

  private synchronized void wake() {
    notifyAll();
  }

  private void run() {
    Backoff backoff = new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    try {
      while (!isClosed()) {
        long begunNs = System.nanoTime();
        try {
          List<StreamOffer> offers = connect();
          backoff.reset();
          supervise(offers);
        } catch (CameraException e) {
          failAll(e);
          requests.refuse("the camera is not connected: " + e.getMessage());
          tellNews();
          pause(backoff.after(e.kind(), since(begunNs)));
        } finally {
          disconnect();
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("{}: loop interrupted", camera.id());
    }
  }

  private List<StreamOffer> connect() throws CameraException {
    try {
      CameraConnection opened = driver.connect(camera.address());
      synchronized (this) {
        connection = opened;
      }
      List<StreamOffer> offers = opened.streams();
      if (offers.isEmpty()) {
        throw new CameraException(Kind.UNSUPPORTED, "the camera offers no stream");
      }
      return offers;
    } catch (RuntimeException | LinkageError e) {
      throw new CameraException(Kind.PROTOCOL, "the driver failed: " + e, e);
    }
  }

  /** Returns when streams ran and none is left: the connection itself is then in doubt. */
  private void supervise(List<StreamOffer> offers) throws InterruptedException {
    CameraConnection open = beginEvents();
    requests.accept();
    while (tend(offers)) {
      tellNews();
      requests.serve(open, camera.id()); // without the lock: it calls the driver
    }
  }

  private synchronized CameraConnection beginEvents() {
    ran = false;
    events = new EventLoop(camera.id(), connection, bus, clock);
    eventThread = new Thread(events, "events " + camera.id());
    eventThread.setDaemon(true);
    eventThread.start();
    return connection;
  }

  /** Starts what is due, then waits until there is something to do; false: the connection ends. */
  @SuppressWarnings("WaitNotInLoop") // supervise is the loop
  private synchronized boolean tend(List<StreamOffer> offers) throws InterruptedException {
    boolean running = slots.values().stream().anyMatch(s -> s.loop != null);
    if (closed || ran && !running) {
      return false;
    }
    long waitMs = Math.min(WATCH_MS, requests.dueMs());
    for (StreamOffer offer : offers) {
      Slot slot = slot(offer.profile());
      long dueMs = (slot.startAtNs - System.nanoTime() + 999_999) / 1_000_000;
      if (slot.loop == null && dueMs <= 0) {
        startLoop(slot, offer);
        ran = true;
      } else if (slot.loop == null) {
        waitMs = Math.min(waitMs, dueMs);
      } else if (slot.loop.silentNs() > STUCK_NS) {
        abandon(slot);
      }
    }
    if (waitMs > 0) {
      wait(waitMs);
    }
    return true;
  }

  private void startLoop(Slot slot, StreamOffer offer) {
    slot.loop =
        new SourceLoop(
            connection,
            offer,
            slot.stream,
            () -> live(slot),
            (loop, why) -> ended(slot, loop, why));
    slot.startedNs = System.nanoTime();
    slot.thread = new Thread(slot.loop, "source " + camera.id() + "/" + offer.profile().id());
    slot.thread.setDaemon(true);
    slot.thread.start();
  }

  /** Called on the source's thread at its end. */
  private synchronized void ended(Slot slot, SourceLoop loop, CameraException why) {
    if (slot.loop != loop) {
      return; // given up as stuck, or closed
    }
    if (loop.hasDelivered()) {
      slot.backoff.reset();
    }
    slot.loop = null;
    startAfter(slot, why.kind());
    fail(slot, why);
    notifyAll();
  }

  private static void startAfter(Slot slot, Kind failure) {
    Duration pause = slot.backoff.after(failure, since(slot.startedNs));
    slot.startAtNs = System.nanoTime() + pause.toNanos();
  }

  private static Duration since(long begunNs) {
    return Duration.ofNanos(System.nanoTime() - begunNs);
  }

  /** A call into the driver does not come back: its thread is left to itself. */
  private void abandon(Slot slot) {
    SourceLoop stuck = slot.loop;
    slot.loop = null;
    startAfter(slot, Kind.TIMEOUT);
    fail(
        slot,
        new CameraException(Kind.TIMEOUT, "the driver does not answer; its call was given up"));
    slot.thread.interrupt();
    Thread closer = new Thread(stuck::close, "close " + camera.id());
    closer.setDaemon(true); // close() may hang as well
    closer.start();
  }

  private synchronized void failAll(CameraException why) {
    slots.values().forEach(slot -> fail(slot, why));
  }

  private void fail(Slot slot, CameraException why) {
    if (closed) {
      return;
    }
    State state =
        switch (why.kind()) {
          case UNAUTHORIZED -> State.UNAUTHORIZED;
          case UNSUPPORTED -> State.UNSUPPORTED;
          case UNREACHABLE, TIMEOUT, PROTOCOL, ENDED -> State.OFFLINE;
        };
    if (slot.stream.state().enter(state, Optional.of(why.getMessage()))) {
      String words = state.name().toLowerCase(Locale.ROOT) + ": " + why.getMessage();
      LOG.info("{}: {}", slot.stream.key(), words);
      if (slot == slots.get(Profile.MAIN)) {
        note(words);
      }
    }
  }

  /** Called on the source's thread when its stream has gone live. */
  private synchronized void live(Slot slot) {
    if (slot == slots.get(Profile.MAIN)) {
      note("live");
    }
  }

  /** An event to tell; the camera's thread does, without the lock. */
  private void note(String text) {
    news.add(
        new Event(
            clock.instant(),
            Event.Kind.CAMERA,
            Event.Phase.HAPPENED,
            Optional.of(camera.id()),
            text));
    notifyAll();
  }

  private void tellNews() {
    List<Event> now;
    synchronized (this) {
      now = List.copyOf(news);
      news.clear();
    }
    now.forEach(bus::publish);
  }

  private synchronized void pause(Duration time) throws InterruptedException {
    long endNs = System.nanoTime() + time.toNanos();
    while (!closed && endNs - System.nanoTime() > 0) {
      wait(Math.max(1, (endNs - System.nanoTime()) / 1_000_000));
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Ends what runs on the connection; waits for the threads, but not for ever. */
  private void disconnect() throws InterruptedException {
    requests.refuse("the camera is not connected");
    CameraConnection open;
    EventLoop hearing;
    List<Thread> sources = new ArrayList<>();
    List<SourceLoop> loops = new ArrayList<>();
    synchronized (this) {
      open = connection;
      connection = null;
      hearing = events;
      events = null;
      if (hearing != null) {
        sources.add(eventThread);
      }
      for (Slot slot : slots.values()) {
        if (slot.loop != null) {
          loops.add(slot.loop);
          sources.add(slot.thread);
          slot.loop = null;
        }
      }
    }
    loops.forEach(SourceLoop::close);
    if (hearing != null) {
      hearing.close();
    }
    if (open != null) {
      try {
        open.close();
      } catch (RuntimeException | LinkageError e) {
        LOG.warn("{}: the driver failed while closing: {}", camera.id(), e.toString());
      }
    }
    for (Thread source : sources) {
      source.join(JOIN_MS);
      if (source.isAlive()) {
        LOG.warn("{}: thread \"{}\" does not end; left alone", camera.id(), source.getName());
      }
    }
  }

  /** Begins to end the camera's connection and threads; its streams stay in {@link Streams}. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Waits for the end that {@link #close} began, but not for ever. */
  void join() throws InterruptedException {
    thread.join(2 * JOIN_MS);
    if (thread.isAlive()) {
      LOG.warn("{}: the driver does not end; its thread is left alone", camera.id());
      thread.interrupt();
    }
  }
}

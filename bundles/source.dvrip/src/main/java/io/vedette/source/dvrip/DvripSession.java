package io.vedette.source.dvrip;

import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.api.driver.EventQueue;
import io.vedette.api.driver.SharedDevices;
import io.vedette.dvrip.DvripAddress;
import io.vedette.dvrip.DvripAlarm;
import io.vedette.dvrip.DvripClient;
import io.vedette.dvrip.DvripException;
import io.vedette.dvrip.DvripLogin;
import io.vedette.dvrip.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The control session of one device: a thread that moves bytes between a socket and a {@link
 * DvripClient}. The other methods are called by the threads of the cameras that share it.
 */
final class DvripSession implements SharedDevices.Device {
  private static final Duration OPENING = Duration.ofSeconds(15);
  private static final Duration REPLY = Duration.ofSeconds(12);
  private static final long JOIN_MILLIS = 2_000;

  /** What a request waits at most before it is sent: short enough for a joystick. */
  private static final int READ_MILLIS = 50;

  private final DvripAddress address;
  private final DvripLogin login;
  private final DvripClient.Settings settings;
  private final Clock clock;
  private final Consumer<DvripSession> whenEnded;
  private final Thread thread;
  private final DvripSocket socket;
  private final DvripEvents events = new DvripEvents();

  private DvripClient client; // guarded by this; null before it is connected
  private boolean closing; // guarded by this
  private CameraException end; // guarded by this; null while it lives

  DvripSession(
      DvripAddress address,
      DvripLogin login,
      DvripClient.Settings settings,
      Clock clock,
      Consumer<DvripSession> whenEnded) {
    this.address = address;
    this.login = login;
    this.settings = settings;
    this.clock = clock;
    this.whenEnded = whenEnded;
    this.socket = new DvripSocket(address);
    this.thread = new Thread(this::run, "dvrip " + address);
    thread.setDaemon(true);
  }

  DvripAddress address() {
    return address;
  }

  /** Connects and signs in. */
  void start() throws CameraException {
    thread.start();
    try {
      await(() -> client != null && client.isReady(), OPENING, "does not tell what it is");
    } catch (CameraException failure) {
      close();
      throw failure;
    }
  }

  @Override
  public synchronized boolean isAlive() {
    return end == null && !closing;
  }

  /** Asks the client something under the session's lock. */
  synchronized <T> T ask(Function<DvripClient, T> question) {
    return question.apply(client);
  }

  /** A request and its outcome. */
  private static final class Outcome implements DvripClient.OnReply {
    boolean done;
    DvripException refusal; // null: accepted

    @Override
    public void accepted(Json reply) {
      done = true;
    }

    @Override
    public void refused(DvripException why) {
      done = true;
      refusal = why;
    }
  }

  /**
   * Makes a request and waits for the reply.
   *
   * @throws CameraException UNSUPPORTED if the device refuses
   */
  void request(int id, Map<String, Object> json) throws CameraException {
    request(id, json, REPLY);
  }

  /** The same, with less patience: later replies do not matter. */
  void request(int id, Map<String, Object> json, Duration limit) throws CameraException {
    Outcome outcome = new Outcome();
    tell(id, json, outcome);
    await(() -> outcome.done, limit, "no reply");
    if (outcome.refusal != null) {
      throw socket.failed(outcome.refusal, Kind.UNSUPPORTED);
    }
  }

  private synchronized void tell(int id, Map<String, Object> json, Outcome outcome)
      throws CameraException {
    checkAlive();
    try {
      client.ask(id, json, outcome);
    } catch (DvripException full) {
      throw socket.failed(full, Kind.PROTOCOL);
    }
  }

  /** What the device notices of a channel from 0, from now on. */
  EventQueue events(int channel) {
    EventQueue queue = events.listen(channel);
    synchronized (this) {
      if (end != null) {
        queue.end(end);
      }
    }
    return queue;
  }

  /** Throws why the session ended, if it did. */
  synchronized void checkAlive() throws CameraException {
    if (end != null) {
      throw new CameraException(end.kind(), end.getMessage(), end);
    }
  }

  /** Something to wait for. */
  @FunctionalInterface
  private interface Condition {
    boolean holds();
  }

  private synchronized void await(Condition until, Duration limit, String what)
      throws CameraException {
    long endNanos = System.nanoTime() + limit.toNanos();
    try {
      while (!until.holds()) {
        checkAlive();
        long left = (endNanos - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new CameraException(Kind.TIMEOUT, address + ": " + what);
        }
        wait(left);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new CameraException(Kind.ENDED, address + ": stopped", stopped);
    }
  }

  private void run() {
    CameraException why;
    try {
      socket.connect(READ_MILLIS);
      synchronized (this) {
        client = new DvripClient(login, settings, System.nanoTime());
      }
      while (!isClosing()) {
        turn();
      }
      why = new CameraException(Kind.ENDED, address + ": closed");
    } catch (CameraException failure) {
      why = failure;
    } catch (DvripException failure) {
      // What a login is refused for besides its password: the device is full. It may have room
      // later.
      why = socket.failed(failure, Kind.UNREACHABLE);
    } catch (IOException broken) {
      why = socket.ended(broken);
    } catch (RuntimeException bug) {
      why = new CameraException(Kind.PROTOCOL, address + ": the driver failed: " + bug, bug);
    }
    socket.close();
    synchronized (this) {
      end = why;
      notifyAll();
    }
    events.end(why);
    whenEnded.accept(this);
  }

  /** One round: what is to be sent, what came, what is due. */
  private void turn() throws DvripException, IOException {
    for (ByteBuffer out = output(); out != null; out = output()) {
      socket.write(out);
    }
    ByteBuffer bytes = socket.read();
    synchronized (this) {
      client.received(bytes);
      client.tick(System.nanoTime(), clock.instant());
      notifyAll();
    }
    for (DvripAlarm alarm = nextAlarm(); alarm != null; alarm = nextAlarm()) {
      events.happened(alarm);
    }
  }

  private synchronized ByteBuffer output() {
    return client.output(System.nanoTime());
  }

  private synchronized DvripAlarm nextAlarm() {
    return client.nextAlarm();
  }

  private synchronized boolean isClosing() {
    return closing;
  }

  @Override
  public void close() {
    synchronized (this) {
      closing = true;
    }
    try {
      thread.join(4 * READ_MILLIS); // the round it is in, perhaps with the stop of a stream
      socket.close(); // ends a connect that hangs
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}

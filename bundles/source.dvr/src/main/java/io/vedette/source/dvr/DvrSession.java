package io.vedette.source.dvr;

import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.api.driver.EventQueue;
import io.vedette.api.driver.SharedDevices;
import io.vedette.dvr.ChannelReader;
import io.vedette.dvr.DvrAddress;
import io.vedette.dvr.DvrClient;
import io.vedette.dvr.DvrEvent;
import io.vedette.dvr.DvrException;
import io.vedette.dvr.DvrLogin;
import io.vedette.dvr.DvrSettings;
import io.vedette.media.AccessUnit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One session with a DVR: a thread that moves bytes between two sockets and a {@link DvrClient}.
 * The other methods are called by the threads of the cameras that share it.
 */
final class DvrSession implements SharedDevices.Device {
  private static final Duration OPENING = Duration.ofSeconds(15);
  private static final long GOODBYE_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long JOIN_MILLIS = 3_000;

  private final DvrAddress address;
  private final DvrLogin login;
  private final DvrSettings settings;
  private final Clock clock;
  private final Semaphore arming;
  private final Consumer<DvrSession> whenEnded;
  private final Thread thread;
  private final DvrSockets sockets;
  private final DvrEvents events = new DvrEvents();

  private DvrClient client; // guarded by this; null before the thread runs
  private boolean armed; // guarded by this
  private int readers; // guarded by this
  private boolean closing; // guarded by this
  private CameraException end; // guarded by this; null while it lives
  private boolean holdsArming; // the session's thread only

  /**
   * @param arming held while the DVR cannot know whose the next data connection is
   */
  DvrSession(
      DvrAddress address,
      DvrLogin login,
      DvrSettings settings,
      Clock clock,
      Semaphore arming,
      Consumer<DvrSession> whenEnded) {
    this.address = address;
    this.login = login;
    this.settings = settings;
    this.clock = clock;
    this.arming = arming;
    this.whenEnded = whenEnded;
    this.sockets = new DvrSockets(address);
    this.thread = new Thread(this::run, "dvr " + address + (settings.extra() ? " extra" : " main"));
    thread.setDaemon(true);
  }

  /** Connects and signs in. */
  void start() throws CameraException {
    thread.start();
    try {
      await(c -> c.isReady() ? true : null, OPENING, "does not tell what it is");
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
  synchronized <T> T ask(Function<DvrClient, T> question) {
    return question.apply(client);
  }

  /** Starts to read a channel from 0. */
  ChannelReader read(int channel) throws CameraException {
    ChannelReader reader;
    synchronized (this) {
      checkAlive();
      readers++;
      reader = client.open(channel);
    }
    sockets.wakeup();
    return reader;
  }

  /** Ends a reader. */
  void stop(ChannelReader reader) {
    synchronized (this) {
      readers--;
      client.close(reader);
      notifyAll(); // ends what waits for it
    }
    sockets.wakeup();
  }

  /** Waits for a reader's next unit. */
  AccessUnit next(ChannelReader reader, Duration limit, String what) throws CameraException {
    return await(
        c -> {
          AccessUnit unit = reader.next();
          if (reader.isClosed()) {
            throw new CameraException(Kind.ENDED, address + ": closed");
          }
          if (unit == null && reader.unsupported().isPresent()) {
            throw new CameraException(
                Kind.UNSUPPORTED, address + ": " + reader.unsupported().get());
          }
          return unit;
        },
        limit,
        what);
  }

  /** Something to wait for; null while it is not there. */
  @FunctionalInterface
  private interface Condition<T> {
    T value(DvrClient client) throws CameraException;
  }

  void ptzKey(int channel, int key, boolean press) throws CameraException {
    synchronized (this) {
      checkAlive();
      try {
        client.ptzKey(channel, key, press);
      } catch (DvrException failure) {
        throw failed(failure);
      }
    }
    sockets.wakeup();
  }

  /** What the DVR notices of a channel from 0, from now on. */
  EventQueue events(int channel) {
    EventQueue queue = events.listen(channel, !ask(c -> c.hasSignal(channel)));
    synchronized (this) {
      if (end != null) {
        queue.end(end);
      }
    }
    return queue;
  }

  private void checkAlive() throws CameraException {
    if (end != null) {
      throw new CameraException(end.kind(), end.getMessage(), end);
    }
  }

  private synchronized <T> T await(Condition<T> until, Duration limit, String what)
      throws CameraException {
    long endNanos = System.nanoTime() + limit.toNanos();
    try {
      while (true) {
        T value = client == null ? null : until.value(client);
        if (value != null) {
          return value;
        }
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
      sockets.openControl();
      synchronized (this) {
        client = new DvrClient(login, settings, System.nanoTime());
      }
      while (!isClosing()) {
        turn();
      }
      sayGoodbye();
      why = new CameraException(Kind.ENDED, address + ": closed");
    } catch (CameraException failure) {
      why = failure;
    } catch (DvrException failure) {
      why = failed(failure);
    } catch (IOException broken) {
      why = new CameraException(Kind.ENDED, address + ": " + said(broken), broken);
    } catch (RuntimeException bug) {
      why = new CameraException(Kind.PROTOCOL, address + ": the driver failed: " + bug, bug);
    }
    sockets.close();
    releaseArming();
    synchronized (this) {
      end = why;
      notifyAll();
    }
    events.end(why);
    whenEnded.accept(this);
  }

  /** One round: what is to be sent, what came, what is due. */
  private void turn() throws DvrException, IOException, CameraException {
    armIfWanted();
    send();
    ByteBuffer bytes = sockets.await();
    synchronized (this) {
      if (sockets.hasControl()) {
        client.controlReceived(bytes, clock.instant());
      } else if (bytes.hasRemaining()) {
        client.dataReceived(bytes, System.nanoTime(), clock.instant());
      }
      client.tick(System.nanoTime(), clock.instant());
      notifyAll();
    }
    for (DvrEvent event = nextEvent(); event != null; event = nextEvent()) {
      events.happened(event);
    }
  }

  private synchronized DvrEvent nextEvent() {
    return client.nextEvent();
  }

  private void armIfWanted() throws DvrException, IOException, CameraException {
    boolean wanted;
    synchronized (this) {
      wanted = !armed && client.isReady() && readers > 0;
      if (client.isStreaming()) {
        releaseArming();
      }
    }
    if (!wanted || !arming.tryAcquire()) {
      return;
    }
    holdsArming = true;
    synchronized (this) {
      armed = true;
      client.arm();
    }
    send();
    sockets.openData(); // at once: some devices answer STREAM_CONNECT only then
    synchronized (this) {
      client.dataOpened();
    }
  }

  private void releaseArming() {
    if (holdsArming) {
      holdsArming = false;
      arming.release();
    }
  }

  private void send() throws IOException {
    while (true) {
      ByteBuffer bytes;
      synchronized (this) {
        bytes = client.output(System.nanoTime());
      }
      if (bytes == null) {
        sockets.flush();
        return;
      }
      sockets.send(bytes);
    }
  }

  private void sayGoodbye() throws DvrException, IOException, CameraException {
    synchronized (this) {
      client.disconnect();
    }
    long endNanos = System.nanoTime() + GOODBYE_NANOS;
    while (!ask(DvrClient::isOver) && System.nanoTime() < endNanos) {
      turn();
    }
  }

  private CameraException failed(DvrException failure) {
    Kind kind =
        switch (failure.kind()) {
          case PROTOCOL, FAILED -> Kind.PROTOCOL;
          case REFUSED -> Kind.UNAUTHORIZED;
          case TIMEOUT -> Kind.TIMEOUT;
        };
    return new CameraException(kind, address + ": " + failure.getMessage(), failure);
  }

  private static String said(IOException broken) {
    return broken.getMessage() == null ? broken.getClass().getSimpleName() : broken.getMessage();
  }

  private synchronized boolean isClosing() {
    return closing;
  }

  @Override
  public void close() {
    synchronized (this) {
      closing = true;
    }
    sockets.wakeup();
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}

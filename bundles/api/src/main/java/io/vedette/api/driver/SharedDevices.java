package io.vedette.api.driver;

import io.vedette.api.driver.CameraException.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * For drivers of recorders with many channels: one connection to a device serves the cameras of all
 * its channels. The first camera opens it, the last closes it; those who come while it is being
 * opened wait and share the outcome. Thread-safe.
 *
 * <p>A refused login is not tried again for a minute, the second time and later for five, whichever
 * camera asks: sixteen channels that each tried once a minute would lock the account. Another user
 * or password is tried at once.
 *
 * @param <D> the driver's connection to a device
 */
public final class SharedDevices<D extends SharedDevices.Device> {
  private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long LATER_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(5);

  /** Entries of devices that nobody uses are forgotten when there are more than this. */
  private static final int MAX_IDLE = 256;

  private final LongSupplier nanos;
  private final Map<Key, Entry> entries = new HashMap<>(); // guarded by this

  /** A connection that can be shared. */
  public interface Device {
    /** False once it broke: whoever comes next gets a new one. */
    boolean isAlive();

    /** Ends it; called once, when nobody shares it any more, without a lock held. */
    void close();
  }

  /** Opens a connection. */
  @FunctionalInterface
  public interface Opener<D> {
    /** Blocks, as {@link CameraDriver#connect} may. */
    D open() throws CameraException;
  }

  private record Key(String device, Optional<Credentials> login) {}

  /** What is known of one device and login. Guarded by the outer object. */
  private final class Entry {
    Opened current; // null: none is open
    boolean opening;
    CameraException failure; // of the newest try; null if it went well
    int refusals; // in a row
    long notBeforeNanos;
  }

  private final class Opened {
    final Key key;
    final D device;
    int shares;

    Opened(Key key, D device) {
      this.key = key;
      this.device = device;
    }
  }

  /** One camera's part in a device. */
  public final class Share implements AutoCloseable {
    private final Opened opened;
    private boolean closed; // guarded by SharedDevices.this

    private Share(Opened opened) {
      this.opened = opened;
    }

    /** The device; not to be closed. */
    public D device() {
      return opened.device;
    }

    /** Gives the share back; the last closes the device. */
    @Override
    public void close() {
      synchronized (SharedDevices.this) {
        if (closed) {
          return;
        }
        closed = true;
        if (--opened.shares > 0) {
          return;
        }
        Entry entry = entries.get(opened.key);
        if (entry != null && entry.current == opened) {
          entry.current = null;
          if (!entry.opening) {
            entries.remove(opened.key);
          }
        }
      }
      opened.device.close();
    }
  }

  /**
   * @param nanos monotonic time, for instance {@code System::nanoTime}
   */
  public SharedDevices(LongSupplier nanos) {
    this.nanos = Objects.requireNonNull(nanos, "nanos");
  }

  /**
   * A share in the connection to a device, which is opened if there is none.
   *
   * @param device which device, and which of its connections if there are several kinds
   * @throws CameraException as the opener throws it; UNAUTHORIZED also while a pause lasts
   */
  public Share take(String device, Optional<Credentials> login, Opener<D> opener)
      throws CameraException {
    Key key = new Key(device, login);
    synchronized (this) {
      boolean waited = awaitTurn(key);
      Entry entry = entry(key);
      Opened alive = alive(entry);
      if (alive != null) {
        return share(alive);
      }
      if (waited && entry.failure != null) {
        throw again(entry.failure);
      }
      checkPause(entry);
      entry.opening = true;
    }
    return open(key, opener);
  }

  private Share open(Key key, Opener<D> opener) throws CameraException {
    CameraException failure = new CameraException(Kind.PROTOCOL, "the driver failed");
    try {
      D device = opener.open();
      failure = null;
      return succeeded(key, device);
    } catch (CameraException refused) {
      failure = refused;
      throw refused;
    } finally {
      if (failure != null) {
        failed(key, failure);
      }
    }
  }

  private synchronized Share succeeded(Key key, D device) {
    Entry entry = entries.get(key);
    entry.opening = false;
    entry.failure = null;
    entry.refusals = 0;
    entry.current = new Opened(key, device);
    notifyAll();
    return share(entry.current);
  }

  private synchronized void failed(Key key, CameraException failure) {
    Entry entry = entries.get(key);
    entry.opening = false;
    entry.failure = failure;
    if (failure.kind() == Kind.UNAUTHORIZED) {
      long pause = entry.refusals == 0 ? FIRST_PAUSE_NANOS : LATER_PAUSE_NANOS;
      entry.refusals++;
      entry.notBeforeNanos = nanos.getAsLong() + pause;
    }
    notifyAll();
    if (entries.size() > MAX_IDLE) {
      entries.values().removeIf(e -> e != entry && e.current == null && !e.opening);
    }
  }

  private void checkPause(Entry entry) throws CameraException {
    long left = entry.notBeforeNanos - nanos.getAsLong();
    if (entry.refusals > 0 && left > 0) {
      throw new CameraException(
          Kind.UNAUTHORIZED,
          entry.failure.getMessage()
              + "; not tried for "
              + TimeUnit.NANOSECONDS.toSeconds(left)
              + " s more, so that the account is not locked");
    }
  }

  private Opened alive(Entry entry) {
    Opened opened = entry.current;
    return opened != null && opened.device.isAlive() ? opened : null;
  }

  private Share share(Opened opened) {
    opened.shares++;
    return new Share(opened);
  }

  private Entry entry(Key key) {
    return entries.computeIfAbsent(key, k -> new Entry());
  }

  /** Waits while somebody else opens the device; true if that was so. */
  private synchronized boolean awaitTurn(Key key) throws CameraException {
    boolean waited = false;
    try {
      while (entry(key).opening) {
        waited = true;
        wait();
      }
      return waited;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new CameraException(Kind.ENDED, "stopped", stopped);
    }
  }

  /** The same for another thread: stack traces belong to one. */
  private static CameraException again(CameraException failure) {
    return new CameraException(failure.kind(), failure.getMessage(), failure);
  }
}

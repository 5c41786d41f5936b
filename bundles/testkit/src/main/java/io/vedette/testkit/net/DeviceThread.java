package io.vedette.testkit.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Clock;
import java.util.Collection;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/** Serves the ports of simulated devices on one thread. Thread-safe. */
public final class DeviceThread implements AutoCloseable {
  private static final long LONGEST_WAIT_MILLIS = 1_000;

  private final Clock clock;
  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Collection<DevicePort> ports = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /**
   * Starts the thread.
   *
   * @param name of the thread
   * @param clock gives the peers their time
   */
  public DeviceThread(String name, Clock clock) throws IOException {
    this.clock = clock;
    this.selector = Selector.open();
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Listens.
   *
   * @param port 0: any free one
   * @param accept makes the peer of a connection from an address; called on the thread
   * @throws IOException if the port is taken
   */
  public DevicePort listen(InetAddress address, int port, Function<InetAddress, Peer> accept)
      throws IOException {
    DevicePort opened = new DevicePort(this, address, port, accept);
    try {
      call(opened::open);
    } catch (UncheckedIOException e) {
      call(opened::close);
      throw e.getCause();
    }
    ports.add(opened);
    return opened;
  }

  /** Runs something on the thread and waits for it. */
  public void call(Runnable work) {
    FutureTask<Void> task = new FutureTask<>(work, null);
    if (Thread.currentThread() == thread) {
      task.run();
    } else {
      tasks.add(task);
      selector.wakeup();
    }
    try {
      if (closed) {
        thread.join();
        task.run(); // the thread may have gone without it
      }
      task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Closes all ports and waits for the thread. */
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

  long nowMillis() {
    return clock.millis();
  }

  private void run() {
    try {
      while (!closed) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        long due = nowMillis() + LONGEST_WAIT_MILLIS;
        for (DevicePort port : ports) {
          due = Math.min(due, port.sendDue(nowMillis()));
        }
        selector.select(Math.max(1, due - nowMillis()));
        serveReady();
      }
      ports.forEach(DevicePort::close);
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

package io.vedette.testkit.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP port of this machine that stays ours while nothing listens there: connections to it are
 * refused, and the system gives its number to nobody. Without, it may become the local port of any
 * connection meanwhile, even of one to itself, which then succeeds. Whoever listens there sets
 * SO_REUSEADDR, as servers in Java do by themselves; it may be another process. Thread-safe.
 */
public final class HeldPort implements AutoCloseable {
  private static final long LONGEST_NS = 5_000_000_000L;
  private static final long AGAIN_NS = 1_000_000L;

  private final Socket holder = new Socket(); // bound, and never more

  /**
   * Takes the port.
   *
   * @param port 0: any free one
   * @throws IOException if it is somebody else's
   */
  public HeldPort(InetAddress address, int port) throws IOException {
    try {
      holder.setReuseAddress(true);
      holder.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      close();
      throw new IOException("cannot listen on " + address + " port " + port, e);
    }
  }

  public int number() {
    return holder.getLocalPort();
  }

  /**
   * Waits until nobody listens there any more: a socket that was closed goes on while a thread is
   * about to accept from it, or until its selector looks again.
   *
   * @throws IOException if somebody still does after 5 s
   */
  public void awaitSilence() throws IOException {
    long end = System.nanoTime() + LONGEST_NS;
    while (true) {
      try (Socket other = new Socket()) {
        other.setReuseAddress(true);
        other.bind(holder.getLocalSocketAddress()); // refused while one listens
        return;
      } catch (BindException taken) {
        if (System.nanoTime() - end > 0) {
          throw taken;
        }
        LockSupport.parkNanos(AGAIN_NS);
      }
    }
  }

  /** Lets it go. */
  @Override
  public void close() {
    try {
      holder.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a socket without a peer
    }
  }
}

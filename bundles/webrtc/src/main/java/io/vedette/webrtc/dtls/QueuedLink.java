package io.vedette.webrtc.dtls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A link between the thread that reads the socket and the one that does the handshake: {@link
 * #offer} puts a datagram in and never blocks, {@link #receive} waits for it. What to do with
 * outgoing datagrams and with the end, a subclass says.
 */
public abstract class QueuedLink implements DtlsLink {
  /** A flight has at most 6 datagrams; what comes while 16 wait is lost and will be repeated. */
  private static final int CAPACITY = 16;

  private static final byte[] END = new byte[0];

  private final BlockingQueue<byte[]> incoming = new ArrayBlockingQueue<>(CAPACITY);
  private volatile boolean broken;

  /**
   * Puts in a copy of the datagram, which is not moved.
   *
   * @return false if there is no room or the link is broken off
   */
  public boolean offer(ByteBuffer datagram) {
    byte[] copy = new byte[datagram.remaining()];
    datagram.duplicate().get(copy);
    return copy.length > 0 && !broken && incoming.offer(copy);
  }

  /** True if a datagram waits to be received. */
  public boolean hasWaiting() {
    return !broken && !incoming.isEmpty();
  }

  /** Makes {@link #receive} throw, now and later: whoever waits there wakes up. */
  public void breakOff() {
    broken = true;
    incoming.clear();
    incoming.offer(END);
  }

  @Override
  public int receive(byte[] into, int offset, int length, int waitMillis) throws IOException {
    byte[] datagram;
    try {
      datagram =
          waitMillis == 0 ? incoming.take() : incoming.poll(waitMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stopped);
    }
    if (broken) {
      incoming.offer(END);
      throw new IOException("the link is closed");
    }
    if (datagram == null) {
      return -1;
    }
    int size = Math.min(length, datagram.length);
    System.arraycopy(datagram, 0, into, offset, size);
    return size;
  }
}

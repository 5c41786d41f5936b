package io.vedette.testkit.kurento;

import io.vedette.media.AccessUnit;
import io.vedette.rtsp.RtspException;
import io.vedette.rtsp.RtspPlayer;
import io.vedette.rtsp.RtspUrl;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * One attempt to play an RTSP address, with a thread of its own. It never tries again, and waits
 * for a silent camera for ever: so does Kurento.
 */
final class RtspPull implements Runnable {
  private static final int CONNECT_MILLIS = 5_000;

  /** How long a stop may go unnoticed. */
  private static final int READ_MILLIS = 100;

  /** rtspsrc's tcp-timeout: an answer must come within it. */
  private static final long ANSWER_NANOS = 20_000_000_000L;

  /** What becomes of it; called by its thread. */
  interface Listener {
    void unit(RtspPull from, AccessUnit unit);

    /**
     * It is over, but not because of a stop.
     *
     * @param played media had come
     */
    void failed(RtspPull from, boolean played);
  }

  private final String uri;
  private final CompletableFuture<Void> before;
  private final Listener listener;
  private final UUID id = UUID.randomUUID();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Socket socket = new Socket();
  private volatile boolean stopping;
  private boolean played; // used by its thread only

  /**
   * @param before what must be over before this one connects
   */
  RtspPull(String uri, CompletableFuture<Void> before, Listener listener) {
    this.uri = uri;
    this.before = before;
    this.listener = listener;
  }

  /** Names the unbroken delivery. */
  UUID id() {
    return id;
  }

  @Override
  public void run() {
    before.join();
    boolean failed = false;
    try {
      RtspUrl url = RtspUrl.parse(uri);
      RtspPlayer player =
          new RtspPlayer(url, Optional.empty(), new SecureRandom(), System.nanoTime());
      socket.connect(new InetSocketAddress(url.host(), url.port()), CONNECT_MILLIS);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(READ_MILLIS);
      play(player);
    } catch (IOException | RtspException | IllegalArgumentException lost) {
      failed = !stopping;
    } finally {
      kill();
      ended.complete(null);
    }
    if (failed) {
      listener.failed(this, played); // whoever hears of it finds the connection closed
    }
  }

  private void play(RtspPlayer player) throws IOException, RtspException {
    long deadline = System.nanoTime() + ANSWER_NANOS;
    while (!stopping) {
      for (AccessUnit unit = player.next(); unit != null; unit = player.next()) {
        played = true;
        if (unit.track().isVideo()) {
          listener.unit(this, unit);
        }
      }
      write(player);
      read(player);
      if (!player.isPlaying() && System.nanoTime() - deadline > 0) {
        throw new IOException("no answer");
      }
    }
    player.tearDown();
    write(player);
  }

  private void write(RtspPlayer player) throws IOException {
    for (ByteBuffer out = player.output(); out != null; out = player.output()) {
      socket
          .getOutputStream()
          .write(out.array(), out.arrayOffset() + out.position(), out.remaining());
    }
  }

  private void read(RtspPlayer player) throws IOException {
    ByteBuffer space = player.space();
    int count = 0;
    try {
      count = socket.getInputStream().read(space.array(), space.arrayOffset(), space.remaining());
    } catch (SocketTimeoutException quiet) {
      // Nothing came.
    }
    if (count < 0) {
      throw new IOException("the camera closed the connection");
    }
    player.received(count, System.nanoTime(), Instant.now());
    player.tick(System.nanoTime());
  }

  /** Done when the connection is closed. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  /** Says goodbye and ends, soon. */
  void stop() {
    stopping = true;
  }

  /** Ends at once without a word. */
  void kill() {
    stopping = true;
    try {
      socket.close();
    } catch (IOException ignored) {
      // It is closed, one way or the other.
    }
  }
}

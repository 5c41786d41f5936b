package io.vedette.source.rtsp;

import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.media.AccessUnit;
import io.vedette.rtsp.Datagram;
import io.vedette.rtsp.Login;
import io.vedette.rtsp.RtspException;
import io.vedette.rtsp.RtspPlayer;
import io.vedette.rtsp.RtspUrl;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * One TCP connection to a camera: a socket and the {@link RtspPlayer} that talks over it; and UDP
 * sockets if the camera sends its packets that way. Pulled by one thread; {@link #close} may come
 * from any and ends what that thread waits for.
 */
final class RtspLink implements AutoCloseable {
  /** How long {@link #close} lets the camera read the goodbye. */
  private static final long GOODBYE_MILLIS = 300;

  private final RtspUrl url;
  private final Clock clock;
  private final Duration stall;
  private final RtspPlayer player; // guarded by this, except its read buffer
  private final ReentrantLock pulling = new ReentrantLock(); // held while a thread reads
  private final UdpSockets udp; // null: the packets come in the connection
  private final Socket plain;
  private volatile Socket socket; // plain or TLS around it
  private volatile boolean closed;
  private volatile boolean connected;

  /**
   * @param stall no answer or no video for so long ends it
   */
  RtspLink(
      RtspUrl url, Optional<Login> login, RandomGenerator random, Clock clock, Duration stall) {
    this.url = url;
    this.clock = clock;
    this.stall = stall;
    this.udp = null;
    this.plain = new Socket();
    this.socket = plain;
    this.player = new RtspPlayer(url, login, random, System.nanoTime());
  }

  /**
   * A link whose packets come over UDP.
   *
   * @param udp closed with the link
   */
  RtspLink(
      RtspUrl url,
      Optional<Login> login,
      RandomGenerator random,
      Clock clock,
      Duration stall,
      UdpSockets udp)
      throws IOException {
    this.url = url;
    this.clock = clock;
    this.stall = stall;
    this.udp = udp;
    this.plain = udp.connection();
    this.socket = plain;
    this.player = new RtspPlayer(url, login, random, System.nanoTime(), udp.ports());
  }

  /** Connects; once. */
  void connect(Dialer dialer) throws CameraException {
    try {
      socket = dialer.connect(plain, url);
    } catch (CameraException failure) {
      throw closed ? new CameraException(Kind.ENDED, where() + "closed", failure) : failure;
    }
    try {
      if (udp != null) {
        udp.watch();
      }
    } catch (IOException | ClosedSelectorException failure) {
      throw new CameraException(Kind.ENDED, where() + "closed", failure);
    }
    connected = true;
    if (closed) {
      close(socket); // close() came between and saw the plain socket only
    }
  }

  /**
   * Waits for the next unit, or until the condition of the handshake holds.
   *
   * @param until asked after each message and unit
   * @return null if the condition holds and no unit is ready
   * @throws CameraException TIMEOUT if nothing useful came for too long, else as the camera behaves
   */
  AccessUnit pull(Condition until) throws CameraException {
    pulling.lock();
    try {
      while (true) {
        synchronized (this) {
          AccessUnit unit = player.next();
          if (unit != null || until.holds(player)) {
            return unit;
          }
        }
        write();
        read();
      }
    } catch (RtspException refused) {
      throw new CameraException(kind(refused.kind()), where() + refused.getMessage(), refused);
    } catch (IOException | ClosedSelectorException broken) {
      String reason = closed ? "closed" : "connection broken: " + said(broken);
      throw new CameraException(Kind.ENDED, where() + reason, broken);
    } finally {
      pulling.unlock();
    }
  }

  /** What a caller of {@link #pull} waits for besides units. */
  @FunctionalInterface
  interface Condition {
    boolean holds(RtspPlayer player);
  }

  private void write() throws IOException {
    while (true) {
      ByteBuffer bytes;
      synchronized (this) {
        bytes = player.output();
      }
      if (bytes == null) {
        break;
      }
      send(bytes);
    }
    while (udp != null) {
      Datagram packet;
      synchronized (this) {
        packet = player.datagramOutput();
      }
      if (packet == null) {
        break;
      }
      udp.send(packet);
    }
  }

  private void send(ByteBuffer bytes) throws IOException {
    if (udp != null) {
      udp.write(bytes);
    } else {
      socket
          .getOutputStream()
          .write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }
  }

  private void read() throws IOException, CameraException, RtspException {
    if (udp != null && takeDatagram()) {
      return;
    }
    checkStall();
    ByteBuffer space;
    long due;
    synchronized (this) {
      space = player.space();
      due = player.dueNanos();
    }
    int count = udp == null ? read(space) : udp.read(space, waitMillis(due));
    long now = System.nanoTime();
    synchronized (this) {
      if (closed) {
        throw new CameraException(Kind.ENDED, where() + "closed");
      }
      if (count < 0) {
        boolean playing = player.isPlaying();
        throw new CameraException(
            playing ? Kind.ENDED : Kind.PROTOCOL,
            where()
                + "the camera closed the connection"
                + (playing ? "" : " instead of answering"));
      }
      player.received(count, now, clock.instant());
      player.tick(now);
    }
  }

  /**
   * Asked when all that was received is understood: a picture that came at the last moment counts.
   * While more waits in the socket it is not too late either, because a busy machine reads late;
   * but a camera that sends other things without end does not put it off for ever.
   */
  private void checkStall() throws IOException, CameraException {
    synchronized (this) {
      long silentNanos = System.nanoTime() - player.lastVideoNanos();
      if (silentNanos <= stall.toNanos()
          || udp == null
              && silentNanos <= 2 * stall.toNanos()
              && socket.getInputStream().available() > 0) {
        return;
      }
      throw new CameraException(
          Kind.TIMEOUT,
          where()
              + (player.isPlaying() ? "no video for " : "no answer for ")
              + stall.toSeconds()
              + (udp != null && player.isPlaying() ? " s over UDP; is it let through?" : " s"));
    }
  }

  private int read(ByteBuffer space) throws IOException {
    try {
      return socket.getInputStream().read(space.array(), space.arrayOffset(), space.remaining());
    } catch (SocketTimeoutException quiet) {
      return 0;
    }
  }

  private static long waitMillis(long dueNanos) {
    return dueNanos == Long.MAX_VALUE
        ? Dialer.READ_MILLIS
        : TimeUnit.NANOSECONDS.toMillis(dueNanos - System.nanoTime());
  }

  private boolean takeDatagram() throws IOException, RtspException {
    ByteBuffer bytes = udp.receive(this::sources);
    if (bytes == null) {
      return false;
    }
    synchronized (this) {
      player.datagram(udp.channel(), udp.port(), bytes, System.nanoTime(), clock.instant());
    }
    return true;
  }

  private synchronized List<String> sources() {
    return player.sources();
  }

  boolean isClosed() {
    return closed;
  }

  /** True if that failure says that only UDP would do; never for TLS, which UDP would go around. */
  boolean wantsUdp(CameraException failure) {
    return !url.tls()
        && failure.getCause() instanceof RtspException said
        && said.kind() == RtspException.Kind.TRANSPORT;
  }

  /** What the camera asked us to use instead; after an exception of kind ENDED. */
  synchronized Optional<RtspUrl> redirect() {
    return player.redirect();
  }

  synchronized <T> T ask(Function<RtspPlayer, T> question) {
    return question.apply(player);
  }

  private String where() {
    return Dialer.where(url) + ": ";
  }

  private static String said(Exception broken) {
    return broken.getMessage() == null ? broken.getClass().getSimpleName() : broken.getMessage();
  }

  private static Kind kind(RtspException.Kind kind) {
    return switch (kind) {
      case PROTOCOL -> Kind.PROTOCOL;
      case UNAUTHORIZED -> Kind.UNAUTHORIZED;
      case UNSUPPORTED -> Kind.UNSUPPORTED;
      case BUSY -> Kind.UNREACHABLE; // full: as good as not there, tried again with back-off
      case ENDED -> Kind.ENDED;
      case TRANSPORT -> Kind.UNSUPPORTED;
    };
  }

  /**
   * Says TEARDOWN, gives the camera up to 0.3 s to read it, and closes. A camera that is cut off
   * goes on sending into the void, or (old live555) into the next connection.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      player.tearDown();
    }
    if (udp != null) {
      udp.close();
    }
    try {
      if (connected) {
        write();
        socket.shutdownOutput();
        drain();
      }
    } catch (IOException | InterruptedException gone) {
      if (gone instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    } finally {
      close(socket);
      close(plain);
    }
  }

  /** Reads on until the camera closes: closing a socket with unread bytes resets the connection. */
  private void drain() throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GOODBYE_MILLIS);
    if (!pulling.tryLock(GOODBYE_MILLIS, TimeUnit.MILLISECONDS)) {
      return;
    }
    try {
      byte[] scrap = new byte[16 * 1024];
      socket.setSoTimeout((int) GOODBYE_MILLIS);
      while (System.nanoTime() < end && socket.getInputStream().read(scrap) >= 0) {
        // thrown away
      }
    } finally {
      pulling.unlock();
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // There is nobody left to tell.
    }
  }
}

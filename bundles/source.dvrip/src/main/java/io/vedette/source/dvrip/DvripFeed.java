package io.vedette.source.dvrip;

import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.api.driver.MediaFeed;
import io.vedette.dvrip.DvripClient;
import io.vedette.dvrip.DvripException;
import io.vedette.dvrip.DvripId;
import io.vedette.dvrip.DvripStream;
import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * A stream on a connection of its own. Pulled by one thread; {@link #close} may come from any and
 * ends what that thread waits for.
 */
final class DvripFeed implements MediaFeed {
  private static final long OPENING_NANOS = Duration.ofSeconds(15).toNanos();

  /** Nothing announces audio; it comes within this time after the first picture, or never. */
  private static final long AUDIO_NANOS = Duration.ofMillis(600).toNanos();

  /** A device that does not answer must not hold up who closes. */
  private static final Duration STOP = Duration.ofSeconds(1);

  private static final int READ_MILLIS = 200;

  private final DvripSession session;
  private final int channel;
  private final String name;
  private final Clock clock;
  private final Duration stall;
  private final DvripSocket socket;
  private final DvripStream stream;
  private final Queue<AccessUnit> first = new ArrayDeque<>(); // came while the tracks were learnt
  private List<Track> tracks = List.of();
  private volatile long lostUnits;
  private volatile boolean started;
  private volatile boolean closed;

  /**
   * @param name of the stream, as the device calls it
   */
  DvripFeed(DvripSession session, int channel, String name, Clock clock, Duration stall) {
    this.session = session;
    this.channel = channel;
    this.name = name;
    this.clock = clock;
    this.stall = stall;
    this.socket = new DvripSocket(session.address());
    this.stream = session.ask(client -> client.stream(channel, name));
  }

  /** Claims and starts the stream; waits for its first key picture. */
  void start() throws CameraException {
    long endNanos = System.nanoTime() + OPENING_NANOS;
    try {
      socket.connect(READ_MILLIS);
      socket.write(stream.claim());
      while (!stream.isClaimed()) {
        read(endNanos, "the claim of a stream is not answered");
      }
      monitor("Start");
      started = true;
      while (stream.video().isEmpty()) {
        read(endNanos, "no key picture of channel " + (channel + 1));
      }
      long audioNanos = System.nanoTime() + AUDIO_NANOS;
      while (stream.audio().isEmpty() && System.nanoTime() < audioNanos) {
        read(endNanos, "no pictures of channel " + (channel + 1));
        for (AccessUnit unit = stream.next(); unit != null; unit = stream.next()) {
          first.add(unit);
        }
      }
    } catch (IOException broken) {
      throw broken(broken);
    }
    List<Track> known = new ArrayList<>();
    known.add(first.isEmpty() ? stream.video().orElseThrow() : first.peek().track());
    stream.audio().ifPresent(known::add);
    tracks = List.copyOf(known);
  }

  private void monitor(String action) throws CameraException {
    session.request(DvripId.MONITOR, session.ask(client -> client.monitor(channel, name, action)));
  }

  private void read(long endNanos, String what) throws IOException, CameraException {
    try {
      stream.received(socket.read(), System.nanoTime(), clock.instant());
    } catch (DvripException unusable) {
      throw socket.failed(unusable, Kind.UNSUPPORTED);
    }
    lostUnits = stream.lostUnits();
    session.checkAlive();
    if (System.nanoTime() - endNanos > 0) {
      throw new CameraException(Kind.TIMEOUT, session.address() + ": " + what);
    }
  }

  private CameraException broken(IOException broken) {
    return closed
        ? new CameraException(Kind.ENDED, session.address() + ": closed", broken)
        : socket.ended(broken);
  }

  @Override
  public List<Track> tracks() {
    return tracks;
  }

  @Override
  public AccessUnit next() throws CameraException {
    long endNanos = System.nanoTime() + stall.toNanos();
    try {
      while (true) {
        AccessUnit unit = first.isEmpty() ? stream.next() : first.poll();
        if (unit != null && (unit.track().isVideo() || tracks.size() > 1)) {
          return unit; // sound that began late has no track
        }
        if (unit == null) {
          read(
              endNanos,
              "no pictures of channel " + (channel + 1) + " for " + stall.toSeconds() + " s");
        }
      }
    } catch (IOException broken) {
      throw broken(broken);
    }
  }

  @Override
  public long lostUnits() {
    return lostUnits;
  }

  @Override
  public Optional<Duration> clockOffset() {
    return session.ask(DvripClient::clockOffset);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (started) {
        // Awaited: a stop names the stream only, so one that is late ends whoever claims it next.
        session.request(
            DvripId.MONITOR, session.ask(client -> client.monitor(channel, name, "Stop")), STOP);
      }
    } catch (CameraException gone) {
      // Then there is nothing to stop, or nobody who would.
    }
    socket.close();
  }
}

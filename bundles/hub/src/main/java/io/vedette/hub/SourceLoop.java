package io.vedette.hub;

import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.api.driver.MediaFeed;
import io.vedette.api.driver.StreamOffer;
import io.vedette.api.stream.Run;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a stream: opens the feed, pulls units into the log until it breaks, says why. Runs on
 * a thread of its own and never retries; {@link CameraLoop} starts it and hears of its end. Vendor
 * code is fenced here: whatever it throws ends this run and nothing else.
 */
final class SourceLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(SourceLoop.class);

  private final CameraConnection connection;
  private final StreamOffer offer;
  private final StreamKey key;
  private final StreamLog log;
  private final SourceState state;
  private final Runnable live;
  private final BiConsumer<SourceLoop, CameraException> ended;

  private final Map<Integer, Long> newestDts = new HashMap<>(); // by track; source thread only
  private final RunPace pace = new RunPace(); // source thread only
  private volatile MediaFeed feed; // null before open has returned
  private volatile long progressNs; // when a vendor call last returned
  private volatile boolean delivered;
  private volatile boolean closed;

  SourceLoop(
      CameraConnection connection,
      StreamOffer offer,
      Streams.Stream stream,
      Runnable live,
      BiConsumer<SourceLoop, CameraException> ended) {
    this.connection = connection;
    this.offer = offer;
    this.key = stream.key();
    this.log = stream.log();
    this.state = stream.state();
    this.live = live;
    this.ended = ended;
    this.progressNs = System.nanoTime();
  }

  StreamOffer offer() {
    return offer;
  }

  /** True once a unit came: the camera works, whatever happens later. */
  boolean hasDelivered() {
    return delivered;
  }

  /** Nanoseconds since a call into the driver last returned. */
  long silentNs() {
    return System.nanoTime() - progressNs;
  }

  @Override
  public void run() {
    CameraException end;
    try {
      end = pull();
    } catch (CameraException e) {
      end = e;
    } catch (RuntimeException | LinkageError e) {
      end = new CameraException(Kind.PROTOCOL, "the driver failed: " + e, e);
    } finally {
      closeFeed();
    }
    ended.accept(this, end);
  }

  private CameraException pull() throws CameraException {
    MediaFeed opened = connection.open(offer);
    feed = opened;
    progressNs = System.nanoTime();
    if (closed) {
      return new CameraException(Kind.ENDED, "stopped");
    }
    Run run = null;
    long lost = 0;
    try {
      while (true) {
        AccessUnit told = opened.next();
        progressNs = System.nanoTime();
        checkOrder(told);
        AccessUnit unit = pace.keep(told, progressNs);
        if (run == null) {
          run = new Run(UUID.randomUUID(), startOf(unit), opened.tracks());
          begin(run);
        }
        long lostNow = opened.lostUnits();
        if (lostNow > lost) {
          log.lost(lostNow - lost);
          state.lost(lostNow - lost);
          lost = lostNow;
        }
        log.append(run, unit);
        state.count(unit);
        if (unit.randomAccess() && unit.track().isVideo()) {
          opened.clockOffset().ifPresent(state::clockOffset);
        }
      }
    } catch (CameraException e) {
      if (run != null) {
        log.endRun(run, closed ? "stopped" : e.getMessage());
      }
      return e;
    } catch (RuntimeException | LinkageError e) {
      if (run != null) {
        log.endRun(run, "the driver failed: " + e);
      }
      throw e;
    }
  }

  private void begin(Run run) {
    delivered = true;
    if (state.begin(run.tracks())) {
      LOG.info("{}: live, {}", key, words(run.tracks()));
      live.run();
    }
  }

  private static String words(List<Track> tracks) {
    return tracks.stream().map(t -> t.config().toString()).collect(Collectors.joining(" and "));
  }

  /** Our wall time when dts was 0. */
  private static Instant startOf(AccessUnit unit) {
    long micros = unit.dts() * 1_000_000 / unit.track().clockRate();
    return unit.received().minusNanos(micros * 1000);
  }

  /** What every reader relies on; a driver that breaks it would break files and viewers. */
  private void checkOrder(AccessUnit unit) throws CameraException {
    Track track = unit.track();
    Long before = newestDts.put(track.id(), unit.dts());
    if (before != null && unit.dts() < before) {
      throw new CameraException(
          Kind.PROTOCOL,
          "the driver delivered track "
              + track.id()
              + " with dts "
              + unit.dts()
              + " after "
              + before);
    }
  }

  /** Ends the run from another thread. */
  void close() {
    closed = true;
    closeFeed();
  }

  private void closeFeed() {
    MediaFeed open = feed;
    if (open != null) {
      try {
        open.close();
      } catch (RuntimeException | LinkageError e) {
        LOG.warn("{}: the driver failed while closing: {}", key, e.toString());
      }
    }
  }
}

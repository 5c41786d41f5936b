package io.vedette.transcoder.ffmpeg;

import io.vedette.api.transcode.TranscodeException;
import io.vedette.api.transcode.TranscodeException.Kind;
import io.vedette.media.AccessUnit;
import io.vedette.media.MalformedMediaException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * JPEGs for many. The start of an ffmpeg costs eight times what a picture does (130 and 16 ms of a
 * processor for 1080p), and whoever moves along a timeline wants one picture of a camera after the
 * other: so the last processes are kept for a while. Thread-safe.
 */
final class Stills implements AutoCloseable {
  /** At work at the same time: recording needs the rest of a small machine. */
  private static final int AT_WORK = 2;

  /** Who waits holds a thread of the server: a wall of 16 thumbnails has half of them refused. */
  private static final int WAITING = 6;

  private static final long WAIT_MS = 1000;

  /** A cold start and a 4K picture take a second on a busy machine; of garbage nothing comes. */
  private static final long LIMIT_MS = 3000;

  /** About 50 MB each. */
  private static final int KEPT = 2;

  private static final long KEPT_MS = 20_000;

  private final Ffmpeg ffmpeg;
  private final ScheduledExecutorService timer;
  private final Semaphore places = new Semaphore(AT_WORK, true);
  private final Deque<Kept> kept = new ArrayDeque<>(); // oldest first; guarded by itself
  private boolean closed; // guarded by kept

  private record Kept(Still still, long sinceNs) {}

  Stills(Ffmpeg ffmpeg, ScheduledExecutorService timer) {
    this.ffmpeg = ffmpeg;
    this.timer = timer;
    timer.scheduleWithFixedDelay(this::dropOld, KEPT_MS, KEPT_MS / 4, TimeUnit.MILLISECONDS);
  }

  byte[] jpeg(Path program, AccessUnit key, int maxWidth)
      throws TranscodeException, InterruptedException {
    Codec codec =
        Codec.of(key.track().config())
            .orElseThrow(() -> new TranscodeException(Kind.IMPOSSIBLE, "that is no picture"));
    if (places.getQueueLength() >= WAITING || !places.tryAcquire(WAIT_MS, TimeUnit.MILLISECONDS)) {
      throw new TranscodeException(Kind.BUSY, "many others want a picture right now");
    }
    try {
      return make(program, key, new Still.Kind(key.track().config(), maxWidth), codec);
    } catch (IOException | MalformedMediaException e) {
      throw new TranscodeException(
          Kind.IMPOSSIBLE, "the picture cannot be decoded: " + e.getMessage());
    } finally {
      places.release();
    }
  }

  private byte[] make(Path program, AccessUnit key, Still.Kind kind, Codec codec)
      throws IOException, MalformedMediaException {
    Optional<Still> warm = take(kind);
    Still still = warm.isPresent() ? warm.get() : new Still(ffmpeg, program, kind, codec);
    ScheduledFuture<?> limit = timer.schedule(still::close, LIMIT_MS, TimeUnit.MILLISECONDS);
    boolean whole = false;
    try {
      byte[] jpeg = still.jpeg(key);
      whole = limit.cancel(false);
      return jpeg;
    } finally {
      limit.cancel(false);
      if (whole) {
        keep(still);
      } else {
        still.close();
      }
    }
  }

  private Optional<Still> take(Still.Kind kind) throws IOException {
    synchronized (kept) {
      for (Iterator<Kept> each = kept.descendingIterator(); each.hasNext(); ) {
        Still still = each.next().still();
        if (still.kind().equals(kind)) {
          each.remove();
          if (still.isUsable()) {
            return Optional.of(still);
          }
          still.close();
        }
      }
    }
    return Optional.empty();
  }

  private void keep(Still still) throws IOException {
    Still over = still;
    if (still.isUsable()) {
      synchronized (kept) {
        if (!closed) {
          kept.addLast(new Kept(still, System.nanoTime()));
          over = kept.size() > KEPT ? kept.removeFirst().still() : null;
        }
      }
    }
    if (over != null) {
      over.close();
    }
  }

  private void dropOld() {
    List<Still> old = new ArrayList<>();
    synchronized (kept) {
      while (!kept.isEmpty()
          && System.nanoTime() - kept.getFirst().sinceNs() > KEPT_MS * 1_000_000) {
        old.add(kept.removeFirst().still());
      }
    }
    old.forEach(Still::close);
  }

  /** Processes that wait for a picture. */
  List<Long> waiting() {
    synchronized (kept) {
      return kept.stream().map(k -> k.still().pid()).toList();
    }
  }

  @Override
  public void close() {
    synchronized (kept) {
      closed = true;
      kept.forEach(k -> k.still().close());
      kept.clear();
    }
  }
}

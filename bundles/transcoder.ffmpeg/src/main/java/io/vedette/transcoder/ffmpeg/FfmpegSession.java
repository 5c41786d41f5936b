package io.vedette.transcoder.ffmpeg;

import io.vedette.api.transcode.Transcoder;
import io.vedette.media.AccessUnit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream that is made anew, over as many processes as that takes: other parameter sets and a
 * process that failed mean another one, from the next key picture on. A thread of its own feeds it,
 * so that whoever adds pictures never waits.
 */
final class FfmpegSession implements Transcoder.Session {
  private static final Logger LOG = LoggerFactory.getLogger(FfmpegSession.class);

  /** Eight seconds of 32 Mbit/s, and more pictures than the longest group. */
  private static final long MAX_WAITING_BYTES = 32 << 20;

  private static final int MAX_WAITING = 1500;

  /** Pictures that kill each process cost no more than this many starts. */
  private static final long START_PAUSE_NS = 1_000_000_000L;

  private static final long STUCK_NS = 5_000_000_000L;

  private final Ffmpeg ffmpeg;
  private final Path program;
  private final int maxWidth;
  private final Consumer<AccessUnit> pictures;
  private final Consumer<FfmpegSession> onClose;
  private final Thread feeder;
  private final Deque<Waiting> waiting = new ArrayDeque<>(); // guarded by this
  private long waitingBytes; // guarded by this
  private int waitingBegins; // guarded by this
  private boolean mustBegin = true; // what is added is left out until then; guarded by this
  private boolean closed; // guarded by this
  private Pipeline pipeline; // null: none; set by the feeder; guarded by this
  private List<String> decoding; // feeder only
  private long startedNs; // feeder only
  private String told = ""; // complaint that is in the log; feeder only

  /**
   * @param begins a decoder can begin with it
   */
  private record Waiting(AccessUnit picture, boolean begins) {}

  FfmpegSession(
      Ffmpeg ffmpeg,
      Path program,
      List<String> decoding,
      int maxWidth,
      Consumer<AccessUnit> pictures,
      Consumer<FfmpegSession> onClose) {
    this.ffmpeg = ffmpeg;
    this.program = program;
    this.decoding = decoding;
    this.maxWidth = maxWidth;
    this.pictures = pictures;
    this.onClose = onClose;
    startedNs = System.nanoTime() - START_PAUSE_NS;
    feeder = new Thread(this::feed, "transcoder session");
    feeder.setDaemon(true);
    feeder.start();
  }

  @Override
  public synchronized void add(AccessUnit picture) {
    Waiting added = new Waiting(picture, Codec.begins(picture));
    if (waiting.size() >= MAX_WAITING || waitingBytes > MAX_WAITING_BYTES) {
      clear();
    }
    if (closed || mustBegin && !added.begins()) {
      return;
    }
    mustBegin = false;
    waiting.addLast(added);
    count(added, 1);
    notifyAll();
  }

  private void count(Waiting one, int sign) {
    waitingBytes += (long) sign * one.picture().sizeBytes();
    waitingBegins += one.begins() ? sign : 0;
  }

  @Override
  public synchronized void flush() {
    clear();
  }

  private void clear() {
    waiting.clear();
    waitingBytes = 0;
    waitingBegins = 0;
    mustBegin = true;
  }

  private void feed() {
    try {
      for (Waiting next = take(); next != null; next = take()) {
        try {
          feed(next);
        } catch (IOException e) {
          tell(e.getMessage());
          drop();
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("interrupted");
    } finally {
      drop();
    }
  }

  /** The next picture, or the newest key picture if that is far behind; null: closed. */
  private synchronized Waiting take() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    if (closed) {
      return null;
    }
    Waiting next = waiting.removeFirst();
    count(next, -1);
    if (waitingBegins > 1) { // a whole group behind: better on time again than everything
      do {
        next = waiting.removeFirst();
        count(next, -1);
      } while (waitingBegins > 0);
    }
    return next;
  }

  private void feed(Waiting next) throws IOException {
    AccessUnit picture = next.picture();
    Pipeline running = pipeline();
    boolean ended = running != null && !running.isAlive();
    if (ended || running != null && next.begins() && !running.takes(picture)) {
      if (ended) {
        tell(running.complaint());
        decoding = running.hasMade() ? decoding : List.of(); // the graphics card, perhaps
      }
      drop();
      running = null;
    }
    if (running == null) {
      long nowNs = System.nanoTime();
      if (!next.begins() || nowNs - startedNs < START_PAUSE_NS) {
        return;
      }
      startedNs = nowNs;
      running = new Pipeline(ffmpeg, program, decoding, picture.track(), maxWidth, pictures);
      if (!use(running)) {
        running.close();
        return;
      }
    }
    running.write(picture);
  }

  private synchronized Pipeline pipeline() {
    return pipeline;
  }

  private synchronized boolean use(Pipeline started) {
    if (!closed) {
      pipeline = started;
    }
    return !closed;
  }

  private void drop() {
    Pipeline ended;
    synchronized (this) {
      ended = pipeline;
      pipeline = null;
    }
    if (ended != null) {
      ended.close();
    }
  }

  private void tell(String complaint) {
    if (!isClosed() && !complaint.equals(told)) {
      told = complaint;
      LOG.warn("ffmpeg failed, goes on with the next key picture: {}", complaint);
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Kills a process that takes nothing any more; any thread. */
  void killIfStuck(long nowNs) {
    Pipeline running = pipeline();
    if (running != null && running.isStuck(STUCK_NS, nowNs)) {
      running.close();
    }
  }

  @Override
  public void close() {
    Pipeline running;
    synchronized (this) {
      closed = true;
      waiting.clear();
      running = pipeline;
      notifyAll();
    }
    if (running != null) {
      running.close(); // the feeder may be writing to it
    }
    try {
      feeder.join(5000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    onClose.accept(this);
  }
}

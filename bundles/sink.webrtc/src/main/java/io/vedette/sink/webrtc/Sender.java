package io.vedette.sink.webrtc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that sends to all viewers of some streams. A stream's writer wakes it through the
 * viewers' cursors; a viewer whose packets are being paced asks to be called again in a
 * millisecond. Methods may be called from any thread.
 */
final class Sender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
  private static final long JOIN_MS = 2000;
  private static final long TICK_NS = Duration.ofSeconds(1).toNanos();

  private final Clock clock;
  private final Thread thread;
  private final Queue<Playback> woken = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private volatile boolean stopping;

  // Used by the thread only.
  private final PacketCache cache = new PacketCache();
  private final Set<Playback> all = new LinkedHashSet<>();
  private final Set<Playback> paced = new LinkedHashSet<>();

  Sender(int number, Clock clock) {
    this.clock = clock;
    this.thread = new Thread(this::loop, "webrtc-sender-" + number);
    this.thread.setDaemon(true);
    this.thread.start();
  }

  /** Takes a viewer up; it is sent to from now on. */
  void add(Playback playback) {
    command(
        () -> {
          all.add(playback);
          playback.onAppend(() -> wake(playback));
          wake(playback);
        });
  }

  /** Lets go of a viewer and closes its cursor. */
  void remove(Playback playback) {
    command(
        () -> {
          paced.remove(playback);
          if (all.remove(playback)) {
            playback.close();
          }
        });
  }

  private void command(Runnable command) {
    commands.add(command);
    LockSupport.unpark(thread);
  }

  /** There is something for this viewer to read. */
  void wake(Playback playback) {
    if (playback.woken.compareAndSet(false, true)) {
      woken.add(playback);
      LockSupport.unpark(thread);
    }
  }

  private void loop() {
    long tickNs = System.nanoTime() + TICK_NS;
    while (!stopping) {
      for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
        command.run();
      }
      for (Playback playback = woken.poll(); playback != null; playback = woken.poll()) {
        playback.woken.set(false);
        run(playback);
      }
      for (Playback playback : List.copyOf(paced)) {
        if (playback.dueNs() - System.nanoTime() <= 0) {
          run(playback);
        }
      }
      if (System.nanoTime() - tickNs >= 0) {
        tickNs = System.nanoTime() + TICK_NS;
        tick();
      }
      park(tickNs);
    }
    all.forEach(Playback::close);
  }

  private void run(Playback playback) {
    if (!all.contains(playback)) {
      return;
    }
    try {
      playback.run(cache, System.nanoTime(), clock.instant());
    } catch (RuntimeException fault) {
      // A fault of ours must cost one viewer, not all that this thread has.
      LOG.error("a viewer was dropped", fault);
      playback.end();
    }
    if (playback.dueNs() == Long.MAX_VALUE) {
      paced.remove(playback);
    } else {
      paced.add(playback);
    }
  }

  private void tick() {
    Instant now = clock.instant();
    for (Playback playback : List.copyOf(all)) {
      playback.tick(now);
    }
  }

  private void park(long tickNs) {
    if (!woken.isEmpty() || !commands.isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    long sleepNs = tickNs - now;
    for (Playback playback : paced) {
      sleepNs = Math.min(sleepNs, playback.dueNs() - now);
    }
    if (sleepNs > 0) {
      LockSupport.parkNanos(sleepNs);
    }
  }

  /** Stops and joins the thread. */
  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
    try {
      thread.join(JOIN_MS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.vedette.source.dvr;

import io.vedette.api.driver.CameraEvent;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.api.driver.EventFeed;
import io.vedette.api.event.Event;
import io.vedette.dvr.DvrEvent;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * What a DVR notices of one channel. An alarm input counts for the channel of the same number, as
 * DVRs leave the factory; a failing disk of the DVR is told by the camera of its first channel.
 */
final class DvrEventFeed implements EventFeed {
  private static final long WAIT_MILLIS = TimeUnit.SECONDS.toMillis(30);
  private static final int MAX_WAITING = 100;

  private final DvrSession session;
  private final int channel;
  private final Queue<CameraEvent> waiting = new ArrayDeque<>(); // guarded by this
  private CameraException end; // guarded by this

  DvrEventFeed(DvrSession session, int channel) {
    this.session = session;
    this.channel = channel;
  }

  /** Called by the session's thread. */
  void happened(DvrEvent event) {
    boolean disk = event.kind() == DvrEvent.Kind.DISK_FAILURE;
    if (disk ? channel != 0 : event.number() != channel) {
      return;
    }
    String number = Integer.toString(event.number() + 1);
    CameraEvent told =
        switch (event.kind()) {
          case MOTION -> new CameraEvent(Event.Kind.MOTION, event.active(), "");
          case VIDEO_LOSS -> new CameraEvent(Event.Kind.VIDEO_LOSS, event.active(), "");
          case ALARM_INPUT -> new CameraEvent(Event.Kind.INPUT, event.active(), "input " + number);
          case DISK_FAILURE ->
              new CameraEvent(Event.Kind.DISK, event.active(), "DVR disk " + number);
        };
    synchronized (this) {
      if (waiting.size() == MAX_WAITING) {
        waiting.poll();
      }
      waiting.add(told);
      notifyAll();
    }
  }

  synchronized void end(CameraException why) {
    end = why;
    notifyAll();
  }

  @Override
  public synchronized Optional<CameraEvent> next() throws CameraException {
    long endNanos = System.nanoTime() + WAIT_MILLIS * 1_000_000;
    try {
      while (waiting.isEmpty()) {
        if (end != null) {
          throw new CameraException(end.kind(), end.getMessage(), end);
        }
        long left = (endNanos - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return Optional.empty();
        }
        wait(left);
      }
      return Optional.of(waiting.poll());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new CameraException(Kind.ENDED, "stopped", stopped);
    }
  }

  @Override
  public void close() {
    session.remove(this);
    end(new CameraException(Kind.ENDED, "closed"));
  }
}

package io.vedette.source.dvr;

import io.vedette.api.driver.CameraEvent;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.EventQueue;
import io.vedette.api.event.Event;
import io.vedette.dvr.DvrEvent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Gives what a DVR notices to the cameras that it concerns. An alarm input counts for the channel
 * of the same number, as DVRs leave the factory; a failing disk of the DVR is told by the camera of
 * its first channel. Thread-safe.
 */
final class DvrEvents {
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  private record Listener(int channel, EventQueue queue) {}

  /**
   * What concerns a channel from 0, from now on.
   *
   * @param dark the channel has no signal, since before
   */
  EventQueue listen(int channel, boolean dark) {
    EventQueue[] queue = new EventQueue[1];
    queue[0] = new EventQueue(() -> listeners.removeIf(l -> l.queue().equals(queue[0])));
    if (dark) {
      told(new DvrEvent(DvrEvent.Kind.VIDEO_LOSS, channel, true, Optional.empty()), queue[0]);
    }
    listeners.add(new Listener(channel, queue[0]));
    return queue[0];
  }

  void happened(DvrEvent event) {
    int concerned = event.kind() == DvrEvent.Kind.DISK_FAILURE ? 0 : event.number();
    for (Listener listener : listeners) {
      if (listener.channel() == concerned) {
        told(event, listener.queue());
      }
    }
  }

  private static void told(DvrEvent event, EventQueue queue) {
    String number = Integer.toString(event.number() + 1);
    queue.put(
        switch (event.kind()) {
          case MOTION -> new CameraEvent(Event.Kind.MOTION, event.active(), "");
          case VIDEO_LOSS -> new CameraEvent(Event.Kind.VIDEO_LOSS, event.active(), "");
          case ALARM_INPUT -> new CameraEvent(Event.Kind.INPUT, event.active(), "input " + number);
          case DISK_FAILURE ->
              new CameraEvent(Event.Kind.DISK, event.active(), "DVR disk " + number);
        });
  }

  /** The session is over. */
  void end(CameraException why) {
    listeners.forEach(listener -> listener.queue().end(why));
  }
}

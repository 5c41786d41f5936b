package io.vedette.source.dvrip;

import io.vedette.api.driver.CameraEvent;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.EventQueue;
import io.vedette.api.event.Event;
import io.vedette.dvrip.DvripAlarm;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Gives what a device notices to the cameras that it concerns; a failing disk is told by the camera
 * of its first channel. Thread-safe.
 */
final class DvripEvents {
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  private record Listener(int channel, EventQueue queue) {}

  /** What concerns a channel from 0, from now on. */
  EventQueue listen(int channel) {
    EventQueue[] queue = new EventQueue[1];
    queue[0] = new EventQueue(() -> listeners.removeIf(l -> l.queue().equals(queue[0])));
    listeners.add(new Listener(channel, queue[0]));
    return queue[0];
  }

  void happened(DvripAlarm alarm) {
    int concerned = alarm.kind() == DvripAlarm.Kind.DISK_FAILURE ? 0 : alarm.channel();
    for (Listener listener : listeners) {
      if (listener.channel() == concerned) {
        listener.queue().put(event(alarm));
      }
    }
  }

  private static CameraEvent event(DvripAlarm alarm) {
    String input = "input " + (alarm.channel() + 1);
    return switch (alarm.kind()) {
      case MOTION -> new CameraEvent(Event.Kind.MOTION, alarm.active(), "");
      case TAMPER -> new CameraEvent(Event.Kind.TAMPER, alarm.active(), "");
      case VIDEO_LOSS -> new CameraEvent(Event.Kind.VIDEO_LOSS, alarm.active(), "");
      case ALARM_INPUT -> new CameraEvent(Event.Kind.INPUT, alarm.active(), input);
      case DISK_FAILURE -> new CameraEvent(Event.Kind.DISK, alarm.active(), "device's disk");
    };
  }

  /** The session is over. */
  void end(CameraException why) {
    listeners.forEach(listener -> listener.queue().end(why));
  }
}

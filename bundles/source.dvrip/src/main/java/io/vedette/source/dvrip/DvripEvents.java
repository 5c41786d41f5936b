package io.vedette.source.dvrip;

import io.vedette.api.driver.CameraEvent;
import io.vedette.api.driver.EventQueue;
import io.vedette.api.event.Event;
import io.vedette.dvrip.DvripAlarm;

/**
 * What a device notices of one channel. A failing disk is told by the camera of its first channel.
 *
 * @param channel from 0
 */
record DvripEvents(int channel, EventQueue queue) {
  /** Called by the session's thread. */
  void happened(DvripAlarm alarm) {
    boolean disk = alarm.kind() == DvripAlarm.Kind.DISK_FAILURE;
    if (disk ? channel != 0 : alarm.channel() != channel) {
      return;
    }
    queue.put(
        switch (alarm.kind()) {
          case MOTION -> new CameraEvent(Event.Kind.MOTION, alarm.active(), "");
          case TAMPER -> new CameraEvent(Event.Kind.TAMPER, alarm.active(), "");
          case VIDEO_LOSS -> new CameraEvent(Event.Kind.VIDEO_LOSS, alarm.active(), "");
          case ALARM_INPUT ->
              new CameraEvent(Event.Kind.INPUT, alarm.active(), "input " + (alarm.channel() + 1));
          case DISK_FAILURE -> new CameraEvent(Event.Kind.DISK, alarm.active(), "device's disk");
        });
  }
}

package io.vedette.source.dvr;

import io.vedette.api.driver.CameraEvent;
import io.vedette.api.driver.EventQueue;
import io.vedette.api.event.Event;
import io.vedette.dvr.DvrEvent;

/**
 * What a DVR notices of one channel. An alarm input counts for the channel of the same number, as
 * DVRs leave the factory; a failing disk of the DVR is told by the camera of its first channel.
 *
 * @param channel from 0
 */
record DvrEvents(int channel, EventQueue queue) {
  /** Called by the session's thread. */
  void happened(DvrEvent event) {
    boolean disk = event.kind() == DvrEvent.Kind.DISK_FAILURE;
    if (disk ? channel != 0 : event.number() != channel) {
      return;
    }
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
}

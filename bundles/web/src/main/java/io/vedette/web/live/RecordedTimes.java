package io.vedette.web.live;

import io.vedette.api.stream.LogEntry;
import java.util.List;

/**
 * Tells for each picture of a replay when it was recorded, by the RTP timestamp under which live
 * engines send it: the page that sees the picture knows by that what to show as its time. Used by
 * one thread.
 */
final class RecordedTimes implements Encoder {
  @Override
  public List<Message> offer(LogEntry entry) {
    if (entry instanceof LogEntry.Unit met && met.unit().track().isVideo()) {
      return List.of(new Message.Recorded(met.unit().pts(), met.unit().received()));
    }
    return List.of();
  }

  @Override
  public boolean holdsBack() {
    return false;
  }

  @Override
  public List<Message> release() {
    return List.of();
  }
}

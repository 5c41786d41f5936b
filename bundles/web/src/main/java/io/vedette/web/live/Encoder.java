package io.vedette.web.live;

import io.vedette.api.stream.LogEntry;
import java.util.List;

/** Turns what one viewer's cursor meets into messages. Used by one thread. */
interface Encoder {
  /** What is to be sent once this entry was met; often nothing. */
  List<Message> offer(LogEntry entry);

  /** True if something is held back until more comes, and should not wait long. */
  boolean holdsBack();

  /** What was held back, since nothing comes. */
  List<Message> release();
}

package io.vedette.web.live;

import java.nio.ByteBuffer;
import java.time.Instant;

/** What a viewer is sent, in order. */
sealed interface Message {
  /**
   * The stream begins, or goes on with another codec: its init segment follows.
   *
   * @param mime for {@code MediaSource.addSourceBuffer} or {@code SourceBuffer.changeType}
   */
  record Start(String mime) implements Message {}

  /**
   * Of when a picture of a replay is.
   *
   * @param ticks its RTP timestamp, or its time in the fragments, in 90 kHz
   * @param at when it was recorded
   */
  record Recorded(long ticks, Instant at) implements Message {}

  /** An init segment or a fragment. */
  record Binary(ByteBuffer bytes) implements Message {}
}

package io.vedette.web.live;

import java.nio.ByteBuffer;

/** What a viewer is sent, in order. */
sealed interface Message {
  /**
   * The stream begins, or goes on with another codec: its init segment follows.
   *
   * @param mime for {@code MediaSource.addSourceBuffer} or {@code SourceBuffer.changeType}
   */
  record Start(String mime) implements Message {}

  /** An init segment or a fragment. */
  record Binary(ByteBuffer bytes) implements Message {}
}

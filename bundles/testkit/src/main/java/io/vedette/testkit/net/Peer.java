package io.vedette.testkit.net;

import java.nio.ByteBuffer;

/** A device's side of one connection. Called by the devices' thread only. */
public interface Peer {
  /** Takes all bytes. */
  void received(ByteBuffer bytes, long nowMillis);

  /**
   * Puts what is due into {@link #out}.
   *
   * @return when something is due next, milliseconds since the epoch
   */
  long sendDue(long nowMillis);

  /** What is to be sent, filled up to its position. */
  ByteBuffer out();

  /** True once the connection is to be closed after {@link #out} is sent. */
  boolean isEnded();

  /** The connection is no more. */
  default void closed() {}
}

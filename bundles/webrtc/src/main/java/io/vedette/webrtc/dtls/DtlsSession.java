package io.vedette.webrtc.dtls;

import io.vedette.webrtc.srtp.SrtpKeys;

/** A finished handshake. Thread-safe. */
public interface DtlsSession {
  /** Keys to send with. */
  SrtpKeys localKeys();

  /** Keys to receive with. */
  SrtpKeys remoteKeys();

  /**
   * Works through a datagram that waits in the link: a repeated flight, or the peer's farewell,
   * which {@link DtlsLink#closed} tells. Blocks for a millisecond if there is none.
   */
  void receive();

  /** Says farewell (close_notify) and ends. Calls {@link DtlsLink#closed}. */
  void close();
}

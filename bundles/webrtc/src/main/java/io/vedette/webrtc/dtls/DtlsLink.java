package io.vedette.webrtc.dtls;

import java.io.IOException;

/** The way of DTLS datagrams to and from one peer, made by whoever owns the socket. */
public interface DtlsLink {
  /** Largest datagram we send: below the 1280 bytes that every path of IPv6 takes. */
  int MAX_SEND_BYTES = 1200;

  /** Largest datagram we take. Firefox's first has 1408 bytes. */
  int MAX_RECEIVE_BYTES = 2048;

  /**
   * Waits for the next datagram.
   *
   * @param waitMillis 0: as long as it takes
   * @return its length, or -1 if none came in time
   * @throws IOException if the link is closed
   */
  int receive(byte[] into, int offset, int length, int waitMillis) throws IOException;

  /** Sends one datagram. */
  void send(byte[] from, int offset, int length) throws IOException;

  /** The session is over: the peer said so (close_notify), or something went wrong. */
  void closed();
}

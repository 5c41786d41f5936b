package io.vedette.sink.webrtc;

/** Where the packets of a viewer go. */
interface Output {
  /** Sends one datagram; what cannot be sent is lost, as on any network. */
  void send(byte[] packet, int offset, int length);
}

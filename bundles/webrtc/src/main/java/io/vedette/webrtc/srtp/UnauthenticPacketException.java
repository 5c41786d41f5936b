package io.vedette.webrtc.srtp;

/**
 * A packet that the peer did not send, sent twice, or that was damaged. Thrown per packet, possibly
 * in floods: it carries no stack trace.
 */
public final class UnauthenticPacketException extends Exception {
  UnauthenticPacketException(String message) {
    super(message, null, false, false);
  }
}

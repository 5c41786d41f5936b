package io.vedette.webrtc.ice;

/** A datagram that begins like STUN and is none. The message says what is wrong, and where. */
public final class MalformedStunException extends Exception {
  public MalformedStunException(String message) {
    super(message);
  }
}

package io.vedette.webrtc.dtls;

/** A handshake that failed. */
public final class DtlsException extends Exception {
  public DtlsException(String message, Throwable cause) {
    super(message, cause);
  }
}

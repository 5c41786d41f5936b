package io.vedette.webrtc.dtls;

import java.time.Duration;

/** One end of DTLS with its certificate; makes any number of sessions. Thread-safe. */
public interface Dtls {
  /** SHA-256 of our certificate as {@code AB:CD:…}, for the SDP. */
  String fingerprint();

  /**
   * Takes a handshake as the server. Blocks until it is done; the calling thread works through it.
   *
   * @param peerFingerprint of the certificate that the peer must show
   * @param limit after which it gives up
   * @throws DtlsException if it fails, the peer is not who it should be, or the link breaks
   */
  DtlsSession accept(DtlsLink link, String peerFingerprint, Duration limit) throws DtlsException;

  /** Begins a handshake as the client: for viewers written in Java. */
  DtlsSession connect(DtlsLink link, String peerFingerprint, Duration limit) throws DtlsException;
}

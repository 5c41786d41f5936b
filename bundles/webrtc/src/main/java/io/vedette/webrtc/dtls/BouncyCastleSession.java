package io.vedette.webrtc.dtls;

import io.vedette.webrtc.srtp.SrtpKeys;
import java.io.IOException;
import org.bouncycastle.tls.DTLSTransport;

/** A finished handshake of BouncyCastle. */
final class BouncyCastleSession implements DtlsSession {
  private final DTLSTransport transport; // guarded by this
  private final SrtpKeyPair keys;
  private final boolean server;
  private final byte[] scratch = new byte[DtlsLink.MAX_RECEIVE_BYTES]; // guarded by this

  BouncyCastleSession(DTLSTransport transport, SrtpKeyPair keys, boolean server) {
    this.transport = transport;
    this.keys = keys;
    this.server = server;
  }

  @Override
  public SrtpKeys localKeys() {
    return server ? keys.server() : keys.client();
  }

  @Override
  public SrtpKeys remoteKeys() {
    return server ? keys.client() : keys.server();
  }

  @Override
  public synchronized void receive() {
    try {
      // Application data would be a data channel, which was not negotiated: read and forgotten.
      transport.receive(scratch, 0, scratch.length, 1);
    } catch (IOException | RuntimeException broken) {
      close();
    }
  }

  @Override
  public synchronized void close() {
    try {
      transport.close();
    } catch (IOException | RuntimeException alreadyGone) {
      // Nobody is left who could be told.
    }
  }
}

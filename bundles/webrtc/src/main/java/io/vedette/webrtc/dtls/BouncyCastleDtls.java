package io.vedette.webrtc.dtls;

import java.io.IOException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * DTLS 1.2 by BouncyCastle's lightweight API, with a P-256 certificate made at construction.
 * Without HelloVerifyRequest: it wants the whole ClientHello in one datagram, and with ML-KEM both
 * browsers need two; that the peer owns its address, ICE has proved.
 */
public final class BouncyCastleDtls implements Dtls {
  static final int[] CIPHER_SUITES = {
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
  };

  private final BcTlsCrypto crypto;
  private final AsymmetricKeyParameter privateKey;
  private final Certificate certificate;
  private final String fingerprint;

  /**
   * @param now wall time, for the certificate's dates
   */
  public BouncyCastleDtls(SecureRandom random, Instant now) {
    KeyPair keys = Certificates.newKeys(random);
    byte[] der = Certificates.selfSigned(keys, random, now);
    crypto = new BcTlsCrypto(random);
    fingerprint = Certificates.fingerprint(der);
    try {
      privateKey = PrivateKeyFactory.createKey(keys.getPrivate().getEncoded());
      certificate = new Certificate(new TlsCertificate[] {crypto.createCertificate(der)});
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public DtlsSession accept(DtlsLink link, String peerFingerprint, Duration limit)
      throws DtlsException {
    DtlsServer server = new DtlsServer(this, peerFingerprint, limit);
    Transport transport = new Transport(link);
    try {
      return new BouncyCastleSession(
          new DTLSServerProtocol().accept(server, transport), server.keys(), true);
    } catch (IOException | RuntimeException failed) {
      throw new DtlsException("DTLS handshake failed: " + reason(failed), failed);
    }
  }

  @Override
  public DtlsSession connect(DtlsLink link, String peerFingerprint, Duration limit)
      throws DtlsException {
    DtlsClient client = new DtlsClient(this, peerFingerprint, limit);
    Transport transport = new Transport(link);
    try {
      return new BouncyCastleSession(
          new DTLSClientProtocol().connect(client, transport), client.keys(), false);
    } catch (IOException | RuntimeException failed) {
      throw new DtlsException("DTLS handshake failed: " + reason(failed), failed);
    }
  }

  private static String reason(Exception failed) {
    String message = failed.getMessage();
    return message == null ? failed.getClass().getSimpleName() : message;
  }

  BcTlsCrypto crypto() {
    return crypto;
  }

  /** Signs with our key; ECDSA with SHA-256 is what each of our cipher suites takes. */
  TlsCredentialedSigner credentials(TlsContext context) {
    return new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        crypto,
        privateKey,
        certificate,
        SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
  }

  /** Refuses a peer that shows no certificate, or another than the SDP announced. */
  static void check(Certificate shown, String fingerprint) throws IOException {
    if (shown == null || shown.isEmpty()) {
      throw new TlsFatalAlert(AlertDescription.bad_certificate, "peer shows no certificate");
    }
    byte[] der = shown.getCertificateAt(0).getEncoded();
    if (!Certificates.fingerprint(der).equals(fingerprint)) {
      throw new TlsFatalAlert(
          AlertDescription.bad_certificate, "peer's certificate is not the one of its SDP");
    }
  }

  /** A link as BouncyCastle sees it. */
  private record Transport(DtlsLink link) implements DatagramTransport {
    @Override
    public int getReceiveLimit() {
      return DtlsLink.MAX_RECEIVE_BYTES;
    }

    @Override
    public int getSendLimit() {
      return DtlsLink.MAX_SEND_BYTES;
    }

    @Override
    public int receive(byte[] into, int offset, int length, int waitMillis) throws IOException {
      return link.receive(into, offset, length, waitMillis);
    }

    @Override
    public void send(byte[] from, int offset, int length) throws IOException {
      link.send(from, offset, length);
    }

    @Override
    public void close() {
      link.closed();
    }
  }
}

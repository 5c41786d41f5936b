package io.vedette.webrtc.dtls;

import io.vedette.webrtc.srtp.SrtpProfile;
import java.io.IOException;
import java.time.Duration;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;

/** What our server side decides in one handshake. Used by the thread of the handshake. */
@SuppressWarnings("JdkObsolete") // Hashtable and Vector are BouncyCastle's signatures
final class DtlsServer extends DefaultTlsServer {
  private final BouncyCastleDtls own;
  private final String peerFingerprint;
  private final Duration limit;
  private SrtpProfile profile; // null before the ClientHello
  private SrtpKeyPair keys; // null before the end

  DtlsServer(BouncyCastleDtls own, String peerFingerprint, Duration limit) {
    super(own.crypto());
    this.own = own;
    this.peerFingerprint = peerFingerprint;
    this.limit = limit;
  }

  SrtpKeyPair keys() {
    return keys;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return BouncyCastleDtls.CIPHER_SUITES;
  }

  @Override
  public boolean requiresExtendedMasterSecret() {
    return true;
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return (int) limit.toMillis();
  }

  @Override
  protected TlsCredentialedSigner getECDSASignerCredentials() {
    return own.credentials(context);
  }

  @Override
  public CertificateRequest getCertificateRequest() {
    short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
    Vector<SignatureAndHashAlgorithm> algorithms = new Vector<>();
    for (Object algorithm : TlsUtils.getDefaultSupportedSignatureAlgorithms(context)) {
      algorithms.add((SignatureAndHashAlgorithm) algorithm);
    }
    return new CertificateRequest(types, algorithms, null);
  }

  @Override
  public void notifyClientCertificate(Certificate shown) throws IOException {
    BouncyCastleDtls.check(shown, peerFingerprint);
  }

  /** RFC 5764 4.1: the client lists profiles, we take the one that we like best. */
  @Override
  @SuppressWarnings("rawtypes")
  public void processClientExtensions(Hashtable extensions) throws IOException {
    super.processClientExtensions(extensions);
    UseSRTPData offered = extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions);
    profile = offered == null ? null : SrtpKeyPair.best(offered.getProtectionProfiles());
    if (profile == null) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure, "peer offers no SRTP profile");
    }
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"})
  public Hashtable getServerExtensions() throws IOException {
    Hashtable extensions = super.getServerExtensions();
    int[] chosen = {profile.id()};
    TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(chosen, TlsUtils.EMPTY_BYTES));
    return extensions;
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    keys = SrtpKeyPair.export(context, profile);
  }
}

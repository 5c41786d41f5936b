package io.vedette.webrtc.dtls;

import io.vedette.webrtc.srtp.SrtpProfile;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Hashtable;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;

/** What our client side decides in one handshake. Used by the thread of the handshake. */
@SuppressWarnings("JdkObsolete") // Hashtable is BouncyCastle's signature
final class DtlsClient extends DefaultTlsClient {
  private final BouncyCastleDtls own;
  private final String peerFingerprint;
  private final Duration limit;
  private SrtpProfile profile; // null before the ServerHello
  private SrtpKeyPair keys; // null before the end

  DtlsClient(BouncyCastleDtls own, String peerFingerprint, Duration limit) {
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
  @SuppressWarnings({"rawtypes", "unchecked"})
  public Hashtable getClientExtensions() throws IOException {
    Hashtable extensions = super.getClientExtensions();
    int[] profiles = Arrays.stream(SrtpProfile.values()).mapToInt(SrtpProfile::id).toArray();
    TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(profiles, TlsUtils.EMPTY_BYTES));
    return extensions;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public void processServerExtensions(Hashtable extensions) throws IOException {
    super.processServerExtensions(extensions);
    UseSRTPData chosen = extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions);
    profile = chosen == null ? null : SrtpKeyPair.best(chosen.getProtectionProfiles());
    if (profile == null) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure, "peer chose no SRTP profile");
    }
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate shown) throws IOException {
        BouncyCastleDtls.check(shown.getCertificate(), peerFingerprint);
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest request) {
        return own.credentials(context);
      }
    };
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    keys = SrtpKeyPair.export(context, profile);
  }
}

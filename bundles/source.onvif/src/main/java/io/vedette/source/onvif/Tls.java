package io.vedette.source.onvif;

import java.net.HttpURLConnection;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** What is asked of the certificates of https cameras. */
final class Tls {
  private final boolean verify;
  private final SSLContext context;

  /**
   * @param verify certificates must be good for their host by the JVM's authorities; else any is
   *     taken, since cameras sign their own
   */
  Tls(boolean verify) {
    this.verify = verify;
    try {
      context = SSLContext.getInstance("TLS");
      context.init(null, verify ? null : new TrustManager[] {new TrustAny()}, new SecureRandom());
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JDK has TLS", missing);
    }
  }

  void apply(HttpURLConnection connection) {
    if (connection instanceof HttpsURLConnection https) {
      https.setSSLSocketFactory(context.getSocketFactory());
      if (!verify) {
        https.setHostnameVerifier((host, session) -> true);
      }
    }
  }

  private static final class TrustAny extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

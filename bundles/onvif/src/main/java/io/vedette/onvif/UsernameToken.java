package io.vedette.onvif;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/** WS-Security header with a digested password (Username Token Profile 1.1, section 3.1). */
final class UsernameToken {
  private static final String OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-";

  private UsernameToken() {}

  /**
   * The header's XML.
   *
   * @param nonce fresh, 16 bytes
   * @param created time by the camera's clock
   */
  static String xml(Login login, byte[] nonce, Instant created) {
    String time = created.truncatedTo(ChronoUnit.MILLIS).toString();
    return """
        <wsse:Security s:mustUnderstand="1" \
        xmlns:wsse="%1$swssecurity-secext-1.0.xsd" xmlns:wsu="%1$swssecurity-utility-1.0.xsd">\
        <wsse:UsernameToken><wsse:Username>%2$s</wsse:Username>\
        <wsse:Password Type="%1$susername-token-profile-1.0#PasswordDigest">%3$s</wsse:Password>\
        <wsse:Nonce EncodingType="%1$ssoap-message-security-1.0#Base64Binary">%4$s</wsse:Nonce>\
        <wsu:Created>%5$s</wsu:Created></wsse:UsernameToken></wsse:Security>"""
        .formatted(
            OASIS,
            XmlElement.escape(login.user()),
            digest(login.password(), nonce, time),
            Base64.getEncoder().encodeToString(nonce),
            time);
  }

  /** base64(sha1(nonce + created + password)). */
  static String digest(String password, byte[] nonce, String created) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(nonce);
      sha1.update(created.getBytes(StandardCharsets.UTF_8));
      sha1.update(password.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(sha1.digest());
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-1", missing);
    }
  }
}

package io.vedette.web.resource;

import io.vedette.api.driver.Credentials;
import io.vedette.web.http.Fields;
import io.vedette.web.http.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A camera's address as people paste it, taken apart into address and credentials.
 *
 * @param uri with a scheme in lower case and a host, without credentials
 */
record AddressText(URI uri, Optional<Credentials> credentials) {
  private static final int MAX_LENGTH = 2048;

  /**
   * Scheme, credentials, rest. Credentials reach up to the last @ before the path: passwords with
   * an @ or a : are pasted as they are, which is no URI, but is what everybody does.
   */
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(?:([^/?#]*)@)?([^@/?#]+)([/?#].*)?");

  /**
   * Reads a field.
   *
   * @throws Problem naming the field; does not repeat its value, which may hold a password
   */
  static AddressText parse(Fields body, String key) {
    String text = body.text(key).strip();
    Matcher form = FORM.matcher(text);
    if (text.length() > MAX_LENGTH || !form.matches()) {
      throw body.bad(key, "must be of the form rtsp://host/path");
    }
    String scheme = form.group(1).toLowerCase(Locale.ROOT);
    String rest = form.group(4) == null ? "" : form.group(4);
    try {
      URI uri = new URI(scheme + "://" + form.group(3) + rest).parseServerAuthority();
      if (uri.getPort() == 0 || uri.getPort() > 65535) {
        throw body.bad(key, "has a port that is not within 1 to 65535");
      }
      return new AddressText(uri, Optional.ofNullable(form.group(2)).map(c -> split(body, key, c)));
    } catch (URISyntaxException e) {
      throw body.bad(key, "is no address: " + e.getReason());
    }
  }

  private static Credentials split(Fields body, String key, String userInfo) {
    int colon = userInfo.indexOf(':');
    String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
    String password = colon < 0 ? "" : userInfo.substring(colon + 1);
    return new Credentials(decode(body, key, user), decode(body, key, password));
  }

  private static String decode(Fields body, String key, String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw body.bad(key, "has a % in its credentials; write it as %25");
    }
  }
}

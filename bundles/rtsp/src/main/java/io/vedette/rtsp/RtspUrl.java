package io.vedette.rtsp;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * An RTSP address as people and cameras write it: where to connect, and what to ask for there.
 *
 * @param tls rtsps
 * @param host name or address, IPv6 without brackets
 * @param port 1 to 65535
 * @param authority host and port as they stand in request URIs: our name for the camera, whatever
 *     it calls itself
 * @param path with its slash and query; empty or from {@code /} on
 * @param login that stood in the address
 */
public record RtspUrl(
    boolean tls, String host, int port, String authority, String path, Optional<Login> login) {
  /** IANA's. */
  public static final int RTSP_PORT = 554;

  /** IANA's. */
  public static final int RTSPS_PORT = 322;

  public RtspUrl {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(authority, "authority");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(login, "login");
  }

  /**
   * Reads {@code rtsp[s]://[user[:password]@]host[:port][/path][?query]}. A scheme that is missing
   * or stands twice is forgiven, a password may hold {@code @ : /} and {@code ?}, an IPv6 address
   * may lack its brackets.
   *
   * @throws IllegalArgumentException if there is no host or the port is none; the message holds no
   *     credentials
   */
  public static RtspUrl parse(String url) {
    String rest = url.strip();
    boolean tls = false;
    for (int at = rest.indexOf("://"); at >= 0 && at <= 5; at = rest.indexOf("://")) {
      String scheme = rest.substring(0, at).toLowerCase(Locale.ROOT);
      if (!scheme.equals("rtsp") && !scheme.equals("rtsps") && !scheme.equals("rtspt")) {
        throw new IllegalArgumentException("not an RTSP address: it begins with " + scheme + "://");
      }
      tls = scheme.equals("rtsps");
      rest = rest.substring(at + 3);
    }
    int user = endOfUserInfo(rest);
    Optional<Login> login =
        user < 0 ? Optional.empty() : Optional.of(login(rest.substring(0, user)));
    rest = rest.substring(user + 1);
    int end = 0;
    while (end < rest.length() && rest.charAt(end) != '/' && rest.charAt(end) != '?') {
      end++;
    }
    String path = rest.substring(end);
    if (path.startsWith("?")) {
      path = "/" + path;
    }
    return of(tls, rest.substring(0, end), path, login);
  }

  private static RtspUrl of(boolean tls, String authority, String path, Optional<Login> login) {
    int usual = tls ? RTSPS_PORT : RTSP_PORT;
    String host = authority;
    String portText = "";
    int bracket = authority.lastIndexOf(']');
    int colon = authority.lastIndexOf(':');
    if (bracket > 0) {
      host = authority.substring(1, bracket);
      portText = colon > bracket ? authority.substring(colon + 1) : "";
    } else if (colon >= 0 && authority.indexOf(':') == colon) {
      host = authority.substring(0, colon);
      portText = authority.substring(colon + 1);
    }
    int port = port(portText, usual);
    if (host.isEmpty() || port < 1 || authority.chars().anyMatch(c -> c <= ' ')) {
      throw new IllegalArgumentException("an RTSP address needs a host: " + authority);
    }
    String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return new RtspUrl(
        tls, host, port, port == usual ? shown : shown + ":" + port, clean(path), login);
  }

  /** -1 if it is none. */
  private static int port(String text, int usual) {
    try {
      int port = text.isEmpty() ? usual : Integer.parseInt(text);
      return port > 65535 ? -1 : port;
    } catch (NumberFormatException notANumber) {
      return -1;
    }
  }

  /**
   * Index of the {@code @} behind user and password, or -1. It is the last one before the path; if
   * what seems to be the host has no port but a password with a slash, the last of all.
   */
  private static int endOfUserInfo(String rest) {
    int path = rest.length();
    for (char end : new char[] {'/', '?'}) {
      int at = rest.indexOf(end);
      path = at >= 0 ? Math.min(path, at) : path;
    }
    int before = rest.lastIndexOf('@', path);
    if (before >= 0) {
      return before;
    }
    String seemsHost = rest.substring(0, path);
    boolean isHost = !seemsHost.startsWith("[") && seemsHost.matches("[^:]*(:\\d*)?");
    return isHost || seemsHost.startsWith("[") ? -1 : rest.lastIndexOf('@');
  }

  /** Blanks and worse would end the URI in a request line. */
  private static String clean(String text) {
    return text.replaceAll("[\\x00- \\x7f]", "%20");
  }

  private static Login login(String userInfo) {
    int colon = userInfo.indexOf(':');
    return colon < 0
        ? new Login(userInfo, "")
        : new Login(userInfo.substring(0, colon), userInfo.substring(colon + 1));
  }

  /** What goes into a request line: no credentials. */
  public String requestUri() {
    return at(path);
  }

  private String at(String otherPath) {
    return (tls ? "rtsps://" : "rtsp://") + authority + otherPath;
  }

  /**
   * The request URI for what a camera wrote (Content-Base, a=control), under the host that we
   * dialled: behind NAT the camera knows itself by another name. What it wrote may be absolute in
   * any of the ways {@link #parse} forgives, or a path.
   */
  String onOurHost(String written) {
    if (written.startsWith("/")) {
      return at(clean(written));
    }
    try {
      return at(parse(written).path);
    } catch (IllegalArgumentException unusable) {
      return requestUri();
    }
  }

  /**
   * Base and {@code a=control} → URI. Not as RFC 3986 joins: cameras mean "append behind one
   * slash", even if the base has a query ({@code …?channel=1&proto=Onvif/}, Dahua).
   *
   * @param base absolute, on our host
   */
  String join(String base, String control) {
    if (control.isEmpty() || control.equals("*")) {
      return base;
    }
    if (control.contains("://")) {
      return onOurHost(control);
    }
    String tail = clean(control.startsWith("/") ? control.substring(1) : control);
    return base.endsWith("/") || tail.startsWith("?") ? base + tail : base + "/" + tail;
  }

  @Override
  public String toString() {
    return requestUri();
  }
}

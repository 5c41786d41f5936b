package io.vedette.webui;

import java.net.URL;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Which file answers which path, and how long a browser may keep it. Immutable. */
final class Pages {
  private static final Pattern ASSET =
      Pattern.compile("/assets/[A-Za-z0-9_-]+(?:\\.[a-z0-9_-]+)*\\.([a-z0-9]+)");
  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "woff2", "font/woff2");

  private final Function<String, URL> resources;

  /**
   * @param resources finds a resource of this bundle by absolute name, null if there is none
   */
  Pages(Function<String, URL> resources) {
    this.resources = resources;
  }

  /** The one page; which of its views is shown is decided in the browser, by the address. */
  Optional<File> page() {
    return file("/index.html", "text/html; charset=utf-8", "no-cache");
  }

  /**
   * A file that the page loads. Its name holds a hash of its content, so it never changes.
   *
   * @param path of the request, as {@code /assets/index-BmGfzhQc.js}
   * @param gzip true if the browser takes gzip
   * @return empty if there is none
   */
  Optional<File> asset(String path, boolean gzip) {
    var matcher = ASSET.matcher(path);
    if (!matcher.matches() || !TYPES.containsKey(matcher.group(1))) {
      return Optional.empty();
    }
    String type = TYPES.get(matcher.group(1));
    String forEver = "public, max-age=31536000, immutable";
    Optional<File> compressed = gzip ? file(path + ".gz", type, forEver) : Optional.empty();
    return compressed.isPresent() ? compressed : file(path, type, forEver);
  }

  private Optional<File> file(String path, String type, String caching) {
    return Optional.ofNullable(resources.apply("/web" + path))
        .map(url -> new File(url, type, caching, path.endsWith(".gz")));
  }

  /**
   * A file to send.
   *
   * @param content where it is
   * @param type for Content-Type
   * @param caching for Cache-Control
   * @param gzip true if the content is compressed
   */
  record File(URL content, String type, String caching, boolean gzip) {}
}

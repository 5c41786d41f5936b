package io.vedette.testkit.net;

import java.util.Map;
import java.util.Optional;

/**
 * A request that has arrived whole.
 *
 * @param path with its query, without host
 * @param headers by name, in any case
 * @param body as UTF-8
 */
public record HttpRequest(String method, String path, Map<String, String> headers, String body) {
  /** The last header of that name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}

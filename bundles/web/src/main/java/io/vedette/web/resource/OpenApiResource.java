package io.vedette.web.resource;

import io.vedette.web.http.Exchange;
import io.vedette.web.http.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The description of this API, written by hand; a test holds it against the routes. */
final class OpenApiResource {
  private final byte[] document = read();

  OpenApiResource(Router router) {
    router.open("GET", "/api/v1/openapi.json", this::show);
  }

  private static byte[] read() {
    try (InputStream file = OpenApiResource.class.getResourceAsStream("openapi.json")) {
      return Objects.requireNonNull(file, "openapi.json").readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void show(Exchange exchange) throws IOException {
    exchange.send(200, "application/json", document);
  }
}

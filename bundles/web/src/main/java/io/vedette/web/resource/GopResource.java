package io.vedette.web.resource;

import io.vedette.api.access.Role;
import io.vedette.api.recording.RecordingReader;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Kind;
import io.vedette.web.http.Problem;
import io.vedette.web.http.Router;
import java.io.IOException;
import java.time.Instant;

/**
 * Recorded groups of pictures, one per request, for pages that decode them by themselves: played
 * backward, every picture must be there before the last one is shown.
 */
final class GopResource {
  static final String TYPE = "application/vnd.vedette.gop";

  private final Parts parts;
  private final Download downloads = new Download(); // a GOP is held in memory while it is sent

  GopResource(Parts parts, Router router) {
    this.parts = parts;
    router.add(Role.VIEWER, "GET", "/api/v1/cameras/{camera}/gop", this::send, "stream", "at");
  }

  private void send(Exchange exchange) throws IOException {
    Instant at =
        exchange
            .queryInstant("at")
            .orElseThrow(() -> Problem.ofField("at", "the parameter at is missing"));
    exchange.requireAccept(TYPE);
    downloads.<RuntimeException>inPlace(
        () -> {
          try (RecordingReader reader =
              parts.recordings().reader(exchange.path("camera"), exchange.queryProfile())) {
            RecordedGop gop =
                RecordedGop.read(reader, at)
                    .orElseThrow(
                        () -> new Problem(Kind.UNKNOWN, "nothing is recorded at or before " + at));
            exchange.send(200, TYPE, gop.bytes());
          }
        });
  }
}

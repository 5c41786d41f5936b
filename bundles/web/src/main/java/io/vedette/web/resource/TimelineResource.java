package io.vedette.web.resource;

import io.vedette.api.access.Role;
import io.vedette.api.recording.TimelineSpan;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Json;
import io.vedette.web.http.Problem;
import io.vedette.web.http.Router;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What was recorded when, and why not. Also of cameras that are gone: their recordings stay. */
final class TimelineResource {
  private final Parts parts;
  private final TimeRange.Reader ranges;

  TimelineResource(Parts parts, TimeRange.Reader ranges, Router router) {
    this.parts = parts;
    this.ranges = ranges;
    router.add(
        Role.VIEWER,
        "GET",
        "/api/v1/cameras/{camera}/timeline",
        this::show,
        "stream",
        "from",
        "to");
  }

  private void show(Exchange exchange) throws IOException {
    String camera = exchange.path("camera");
    TimeRange range = ranges.lastDayIfOpen(exchange);
    List<TimelineSpan> spans =
        range.from().equals(range.to())
            ? List.of()
            : parts
                .recordings()
                .timeline(camera, exchange.queryProfile(), range.from(), range.to());
    if (parts.cameras().find(camera).isEmpty()
        && spans.stream().allMatch(s -> s.gap().isPresent())) {
      throw Problem.unknown("camera", camera);
    }
    exchange.json(Json.object().with("spans", write(spans)));
  }

  /** Times are cut to milliseconds; a span that has none left is left out, and no hole stays. */
  static List<Json> write(List<TimelineSpan> spans) {
    List<Json> json = new ArrayList<>();
    for (TimelineSpan span : spans) {
      Instant from = span.from().truncatedTo(ChronoUnit.MILLIS);
      Instant to = span.to().truncatedTo(ChronoUnit.MILLIS);
      if (from.isBefore(to)) {
        json.add(
            Json.object()
                .with("from", from)
                .with("to", to)
                .with("kind", span.gap().isPresent() ? "gap" : "recorded")
                .with("cause", span.gap().map(TimelineSpan.Cause::id)));
      }
    }
    return json;
  }
}

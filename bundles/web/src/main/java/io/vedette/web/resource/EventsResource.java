package io.vedette.web.resource;

import io.vedette.api.access.Caller;
import io.vedette.api.access.Role;
import io.vedette.api.event.Event;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Json;
import io.vedette.web.http.Problem;
import io.vedette.web.http.Router;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What has happened, and what happens. */
final class EventsResource {
  /** Of one answer; the newest. */
  private static final int MAX = 5_000;

  /** How soon a stream notices that the server ends. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Looks without an event after which a comment keeps the connection open. */
  private static final int LOOKS_TO_COMMENT = 15;

  private final Parts parts;
  private final TimeRange.Reader ranges;

  EventsResource(Parts parts, TimeRange.Reader ranges, Router router) {
    this.parts = parts;
    this.ranges = ranges;
    router.add(Role.VIEWER, "GET", "/api/v1/events", this::list, "from", "to", "camera", "kind");
    router.add(Role.VIEWER, "GET", "/api/v1/events/stream", this::stream);
  }

  private void list(Exchange exchange) throws IOException {
    TimeRange range = ranges.lastDayIfOpen(exchange);
    Caller caller = exchange.caller();
    Optional<String> camera = exchange.query("camera");
    camera
        .filter(id -> !caller.sees(id))
        .ifPresent(
            id -> {
              throw Problem.unknown("camera", id);
            });
    List<Json> events =
        parts
            .events()
            .between(range.from(), range.to(), camera, exchange.query("kind").map(this::kind), MAX)
            .stream()
            .filter(event -> mayHear(caller, event))
            .map(EventsResource::write)
            .toList();
    exchange.json(Json.object().with("events", events));
  }

  private Event.Kind kind(String id) {
    return Arrays.stream(Event.Kind.values())
        .filter(kind -> kind.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.ofField(
                    "kind",
                    "kind must be one of "
                        + Arrays.stream(Event.Kind.values()).map(Event.Kind::id).toList()));
  }

  /** Server-Sent Events, for as long as the caller listens. */
  private void stream(Exchange exchange) throws IOException, InterruptedException {
    exchange.requireAccept("text/event-stream");
    Caller caller = exchange.caller();
    try (EventStreams.Stream events = parts.eventStreams().open()) {
      exchange.response().setContentType("text/event-stream");
      exchange.response().setCharacterEncoding("utf-8");
      exchange.response().setHeader("Cache-Control", "no-store");
      exchange.response().setHeader("X-Accel-Buffering", "no");
      ServletOutputStream out = exchange.response().getOutputStream();
      send(out, ": events\n\n");
      int quiet = 0;
      while (!events.isOver()) {
        Optional<Event> event = events.next(LOOK);
        if (event.isPresent() && mayHear(caller, event.get())) {
          send(
              out,
              "event: %s\ndata: %s\n\n"
                  .formatted(event.get().kind().id(), Json.text(write(event.get()))));
          quiet = 0;
        } else if (++quiet % LOOKS_TO_COMMENT == 0) {
          send(out, ":\n\n"); // tells us that the caller has gone
        }
      }
    }
  }

  private static void send(ServletOutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Of cameras that one may see; who signed in is for administrators. */
  private static boolean mayHear(Caller caller, Event event) {
    return event.kind() == Event.Kind.LOGIN
        ? caller.is(Role.ADMIN)
        : event.camera().map(caller::sees).orElse(caller.cameras().isEmpty());
  }

  private static Json write(Event event) {
    return Json.object()
        .with("at", event.at())
        .with("kind", event.kind().id())
        .with("phase", event.phase().name().toLowerCase(Locale.ROOT))
        .with("camera", event.camera())
        .with("text", event.text());
  }
}

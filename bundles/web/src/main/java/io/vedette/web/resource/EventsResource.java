package io.vedette.web.resource;

import io.vedette.api.access.Caller;
import io.vedette.api.access.Role;
import io.vedette.api.event.Event;
import io.vedette.api.event.EventHistory.Order;
import io.vedette.api.event.EventHistory.Wanted;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Json;
import io.vedette.web.http.Problem;
import io.vedette.web.http.Router;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What has happened, and what happens. */
final class EventsResource {
  /** Of one answer. */
  private static final int MAX = 5_000;

  private final Parts parts;
  private final TimeRange.Reader ranges;

  EventsResource(Parts parts, TimeRange.Reader ranges, Router router) {
    this.parts = parts;
    this.ranges = ranges;
    router.add(
        Role.VIEWER,
        "GET",
        "/api/v1/events",
        this::list,
        "from",
        "to",
        "camera",
        "kind",
        "order",
        "limit");
    router.add(Role.VIEWER, "GET", "/api/v1/events/stream", this::stream);
  }

  private void list(Exchange exchange) throws IOException {
    TimeRange range = ranges.lastDayIfOpen(exchange);
    Hearing hearing = new Hearing(exchange.caller());
    Wanted wanted =
        new Wanted(cameras(exchange), kinds(exchange, hearing.kinds()), order(exchange));
    int limit = limit(exchange);
    List<Event> events =
        wanted.kinds().isEmpty()
            ? List.of()
            : parts.events().between(range.from(), range.to(), wanted, limit + 1);
    boolean more = events.size() > limit;
    exchange.json(
        Json.object()
            .with(
                "events",
                (more ? page(events) : events)
                    .stream().filter(hearing::hears).map(Hearing::write).toList())
            .with("more", more));
  }

  /** Ends between two times, so that the next page can begin with a time. */
  private static List<Event> page(List<Event> events) {
    Instant next = events.get(events.size() - 1).at();
    List<Event> page = events.stream().filter(event -> !event.at().equals(next)).toList();
    return page.isEmpty() ? events.subList(0, events.size() - 1) : page;
  }

  /** Those asked for; else those that the caller may see, without a limit all. */
  private Set<String> cameras(Exchange exchange) throws IOException {
    Caller caller = exchange.caller();
    Optional<Set<String>> asked = exchange.query("camera").map(EventsResource::list);
    CameraIds ids = new CameraIds(parts);
    for (String id : asked.orElse(Set.of())) {
      if (!caller.sees(id) || !ids.isKnown(id)) {
        throw Problem.unknown("camera", id);
      }
    }
    return asked.or(caller::cameras).orElse(Set.of());
  }

  private static Set<Event.Kind> kinds(Exchange exchange, Set<Event.Kind> heard) {
    return exchange
        .query("kind")
        .map(ids -> list(ids).stream().map(EventsResource::kind).collect(Collectors.toSet()))
        .map(
            asked -> {
              asked.retainAll(heard);
              return asked;
            })
        .orElse(heard);
  }

  private static Set<String> list(String ids) {
    return Arrays.stream(ids.split(",")).collect(Collectors.toSet());
  }

  private static Event.Kind kind(String id) {
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

  private static Order order(Exchange exchange) {
    return switch (exchange.query("order").orElse("newest")) {
      case "newest" -> Order.NEWEST;
      case "oldest" -> Order.OLDEST;
      default -> throw Problem.ofField("order", "order must be newest or oldest");
    };
  }

  private static int limit(Exchange exchange) {
    int limit;
    try {
      limit = exchange.query("limit").map(Integer::parseInt).orElse(MAX);
    } catch (NumberFormatException e) {
      limit = 0;
    }
    if (limit < 1 || limit > MAX) {
      throw Problem.ofField("limit", "limit must be a number from 1 to " + MAX);
    }
    return limit;
  }

  /** Server-Sent Events, for as long as the caller listens and is signed in. */
  private void stream(Exchange exchange) throws IOException {
    exchange.requireAccept("text/event-stream");
    parts.eventStreams().open(exchange, parts.grants());
  }
}

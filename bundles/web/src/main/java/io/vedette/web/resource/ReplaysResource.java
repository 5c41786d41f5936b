package io.vedette.web.resource;

import io.vedette.api.access.Caller;
import io.vedette.api.access.Role;
import io.vedette.api.replay.ReplayException;
import io.vedette.api.replay.Replays;
import io.vedette.api.replay.Replays.Change;
import io.vedette.api.replay.Replays.State;
import io.vedette.api.stream.Profile;
import io.vedette.web.http.Dispatcher;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Fields;
import io.vedette.web.http.Json;
import io.vedette.web.http.Kind;
import io.vedette.web.http.Problem;
import io.vedette.web.http.Router;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Replays. Whoever began one, or an administrator, may see and steer it. */
final class ReplaysResource {
  private static final int MAX_CAMERAS = 16;
  private static final double MAX_RATE = 64;

  private static final Change NO_CHANGE =
      new Change(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private final Parts parts;
  private final Owners owners;

  ReplaysResource(Parts parts, Router router) {
    this.parts = parts;
    owners = new Owners(parts.grants());
    router
        .add(Role.VIEWER, "POST", "/api/v1/replays", this::create)
        .add(Role.VIEWER, "GET", "/api/v1/replays", this::list)
        .add(Role.VIEWER, "GET", "/api/v1/replays/{id}", this::show)
        .add(Role.VIEWER, "PATCH", "/api/v1/replays/{id}", this::change)
        .add(Role.VIEWER, "DELETE", "/api/v1/replays/{id}", this::delete);
  }

  private void create(Exchange exchange) throws IOException, ReplayException {
    Replays replays = parts.replays();
    Fields body = exchange.body("cameras", "at", "stream", "rate");
    List<String> cameras = cameras(body);
    Instant at = body.instant("at");
    Profile profile = profile(body).orElse(Profile.MAIN);
    double rate = rate(body).orElse(1.0);
    cameras.forEach(camera -> Dispatcher.requireCamera(exchange.caller(), camera));
    String owner = exchange.caller().name();
    State state = replays.create(new Replays.Request(cameras, at, profile, rate, true, owner));
    owners.note(state.id(), exchange, replays::ids, replays::close);
    exchange.created("/api/v1/replays/" + state.id(), write(state));
  }

  private static List<String> cameras(Fields body) {
    List<String> cameras = body.textsIfAny("cameras").orElse(List.of());
    if (cameras.isEmpty()) {
      throw body.bad("cameras", "must be a list of 1 to " + MAX_CAMERAS + " ids");
    }
    if (cameras.size() > MAX_CAMERAS) {
      throw Problem.ofField(
          Kind.IMPOSSIBLE,
          "cameras",
          "a replay has at most " + MAX_CAMERAS + " cameras, not " + cameras.size());
    }
    if (Set.copyOf(cameras).size() < cameras.size()) {
      throw body.bad("cameras", "names a camera twice");
    }
    return cameras;
  }

  private static Optional<Profile> profile(Fields body) {
    return body.wordIfAny("stream", Profile::of, "main, sub");
  }

  private static Optional<Double> rate(Fields body) {
    Optional<Double> rate = body.numberIfAny("rate");
    if (rate.isPresent() && (rate.get() == 0 || Math.abs(rate.get()) > MAX_RATE)) {
      throw body.bad("rate", "must be from -64 to 64, and not 0");
    }
    return rate;
  }

  /** Those that the caller may steer. */
  private void list(Exchange exchange) throws IOException {
    exchange.json(
        parts.replays().ids().stream()
            .map(id -> mine(exchange.caller(), id))
            .flatMap(Optional::stream)
            .filter(state -> state.cameras().keySet().stream().allMatch(exchange.caller()::sees))
            .map(ReplaysResource::write)
            .toList());
  }

  private Optional<State> mine(Caller caller, String id) {
    return parts.replays().find(id).filter(state -> parts.replays().mayUse(caller, id));
  }

  private void show(Exchange exchange) throws IOException {
    exchange.json(write(find(exchange)));
  }

  private void change(Exchange exchange) throws IOException, ReplayException {
    State before = find(exchange);
    Fields body = exchange.body("playing", "rate", "seek", "step", "stream", "camera", "smooth");
    Change change =
        new Change(
            body.flagIfAny("playing"),
            rate(body),
            body.instantIfAny("seek"),
            step(body),
            profile(body),
            body.textIfAny("camera"),
            body.flagIfAny("smooth"));
    if (change.equals(NO_CHANGE)) {
      throw new Problem(
          Kind.MALFORMED, "nothing to change: give playing, rate, seek, step, stream or smooth");
    }
    change.profileCamera().ifPresent(camera -> requirePart(body, camera, before));
    State after =
        parts
            .replays()
            .change(before.id(), change)
            .orElseThrow(() -> Problem.unknown("replay", before.id()));
    exchange.json(write(after));
  }

  private static void requirePart(Fields body, String camera, State state) {
    if (!state.cameras().containsKey(camera)) {
      throw body.bad("camera", "is not a camera of this replay");
    }
    if (!body.has("stream")) {
      throw body.bad("camera", "says whose stream changes; stream is missing");
    }
  }

  private static Optional<Integer> step(Fields body) {
    Optional<Double> step = body.numberIfAny("step");
    if (step.isPresent() && Math.abs(step.get()) != 1) {
      throw body.bad("step", "must be 1 or -1");
    }
    return step.map(Double::intValue);
  }

  private void delete(Exchange exchange) {
    State state = find(exchange);
    if (!parts.replays().close(state.id())) {
      throw Problem.unknown("replay", state.id());
    }
    exchange.noContent();
  }

  private State find(Exchange exchange) {
    String id = exchange.path("id");
    State state = mine(exchange.caller(), id).orElseThrow(() -> Problem.unknown("replay", id));
    state.cameras().keySet().forEach(c -> Dispatcher.requireCamera(exchange.caller(), c));
    return state;
  }

  private static Json write(State state) {
    Map<String, Json> cameras = new LinkedHashMap<>();
    state
        .cameras()
        .forEach(
            (camera, one) ->
                cameras.put(
                    camera,
                    Json.object()
                        .with("whep", "/whep/replay/" + state.id() + "/" + camera)
                        .with("mode", one.mode())
                        .with("reason", one.reason())
                        .with("stream", one.profile().id())
                        .with("shown", one.shown())));
    return Json.object()
        .with("id", state.id())
        .with("clock", state.clock())
        .with("rate", state.rate())
        .with("playing", state.playing())
        .with("cameras", cameras)
        .with(
            "skippedGap",
            state.skippedGap().map(g -> Json.object().with("from", g.from()).with("to", g.to())))
        .with("atEnd", Optional.of(true).filter(yes -> state.atEnd()))
        .with("smooth", Optional.of(true).filter(yes -> state.smooth()));
  }
}

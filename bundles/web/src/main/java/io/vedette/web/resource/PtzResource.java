package io.vedette.web.resource;

import io.vedette.api.access.Role;
import io.vedette.api.camera.Camera;
import io.vedette.api.camera.CameraControl;
import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.PtzControl;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Fields;
import io.vedette.web.http.Json;
import io.vedette.web.http.Kind;
import io.vedette.web.http.Problem;
import io.vedette.web.http.Router;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Moving a camera. */
final class PtzResource {
  /** A click without a time is a nudge. */
  private static final double DEFAULT_SECONDS = 0.5;

  private static final String PATH = "/api/v1/cameras/{camera}/ptz";

  private final Parts parts;

  PtzResource(Parts parts, Router router) {
    this.parts = parts;
    router.add(Role.OPERATOR, "POST", PATH, this::move);
    router.add(Role.OPERATOR, "GET", PATH, this::show);
  }

  /** Whether it can be moved, and to which presets. */
  private void show(Exchange exchange) throws IOException {
    Camera camera = CamerasResource.find(parts, exchange);
    Optional<List<String>> presets;
    try {
      presets = parts.control().ask(camera.id(), PtzResource::presets);
    } catch (CameraException failure) {
      throw problem(camera, failure);
    }
    exchange.json(
        Json.object()
            .with("movable", presets.isPresent())
            .with("presets", presets.orElse(List.of())));
  }

  private static Optional<List<String>> presets(CameraConnection connection)
      throws CameraException {
    Optional<PtzControl> ptz = connection.ptz();
    return ptz.isEmpty() ? Optional.empty() : Optional.of(ptz.get().presets());
  }

  private void move(Exchange exchange) {
    Camera camera = CamerasResource.find(parts, exchange);
    Fields body = exchange.body("pan", "tilt", "zoom", "seconds", "stop", "preset");
    double pan = number(body, "pan", -1, 1, 0);
    double tilt = number(body, "tilt", -1, 1, 0);
    double zoom = number(body, "zoom", -1, 1, 0);
    double seconds = number(body, "seconds", 0, 10, DEFAULT_SECONDS);
    boolean stop = body.flagIfAny("stop").orElse(false);
    Optional<String> preset = body.textIfAny("preset");
    boolean moves = pan != 0 || tilt != 0 || zoom != 0;
    boolean speeds = body.has("pan") || body.has("tilt") || body.has("zoom");
    if (preset.isEmpty() && !stop && !speeds) {
      throw new Problem(Kind.MALFORMED, "nothing to do: give pan, tilt or zoom, a preset, or stop");
    }
    if (preset.isPresent() && (moves || stop) || moves && stop) {
      throw new Problem(Kind.MALFORMED, "a movement, a stop or a preset: only one at a time");
    }
    CameraControl control = parts.control();
    try {
      if (preset.isPresent()) {
        control.ask(camera.id(), connection -> go(connection, preset.get()));
      } else if (moves) {
        Duration time = Duration.ofMillis(Math.round(seconds * 1000));
        control.move(camera.id(), pan, tilt, zoom, time);
      } else {
        control.stop(camera.id()); // asked for, or by a stick that is let go: all speeds are 0
      }
    } catch (CameraException failure) {
      throw problem(camera, failure);
    }
    exchange.noContent();
  }

  private static boolean go(CameraConnection connection, String preset) throws CameraException {
    connection
        .ptz()
        .orElseThrow(
            () ->
                new CameraException(CameraException.Kind.UNSUPPORTED, "the camera cannot be moved"))
        .go(preset);
    return true;
  }

  /** What a camera did not do, as a problem: it cannot, or not now. */
  static Problem problem(Camera camera, CameraException failure) {
    String detail = camera.id() + ": " + failure.getMessage();
    return switch (failure.kind()) {
      case UNSUPPORTED, UNAUTHORIZED, PROTOCOL -> new Problem(Kind.IMPOSSIBLE, detail);
      case UNREACHABLE, TIMEOUT, ENDED ->
          new Problem(Kind.NOT_READY, detail).retryAfter(Duration.ofSeconds(5));
    };
  }

  private static double number(Fields body, String key, double min, double max, double otherwise) {
    double value = body.numberIfAny(key).orElse(otherwise);
    if (!(value >= min && value <= max)) {
      throw body.bad(key, "must be from " + min + " to " + max);
    }
    return value;
  }
}

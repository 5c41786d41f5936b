package io.vedette.web.resource;

import io.vedette.api.access.Role;
import io.vedette.api.camera.Camera;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Fields;
import io.vedette.web.http.Kind;
import io.vedette.web.http.Problem;
import io.vedette.web.http.Router;

/** Moving a camera. No driver can yet, so that each request is answered with why not. */
final class PtzResource {
  private final Parts parts;

  PtzResource(Parts parts, Router router) {
    this.parts = parts;
    router.add(Role.OPERATOR, "POST", "/api/v1/cameras/{camera}/ptz", this::move);
  }

  private void move(Exchange exchange) {
    Camera camera = CamerasResource.find(parts, exchange);
    Fields body = exchange.body("pan", "tilt", "zoom", "seconds", "stop", "preset");
    speed(body, "pan", -1, 1);
    speed(body, "tilt", -1, 1);
    speed(body, "zoom", -1, 1);
    speed(body, "seconds", 0, 10);
    body.flagIfAny("stop");
    body.textIfAny("preset");
    throw new Problem(
        Kind.IMPOSSIBLE,
        "the camera %s cannot be moved through the driver %s"
            .formatted(camera.id(), camera.driver()));
  }

  private static void speed(Fields body, String key, double min, double max) {
    body.numberIfAny(key)
        .filter(value -> value < min || value > max)
        .ifPresent(
            value -> {
              throw body.bad(key, "must be from " + min + " to " + max);
            });
  }
}

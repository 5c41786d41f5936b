package io.vedette.web.resource;

import io.vedette.api.access.Role;
import io.vedette.api.camera.Camera;
import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.Imaging;
import io.vedette.api.driver.Imaging.IrCutFilter;
import io.vedette.api.driver.Imaging.Level;
import io.vedette.api.driver.ImagingControl;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Fields;
import io.vedette.web.http.Json;
import io.vedette.web.http.Router;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a camera makes its picture: brightness and the like. */
final class ImagingResource {
  private static final String PATH = "/api/v1/cameras/{camera}/imaging";
  private static final String FILTER = "irCutFilter";

  private final Parts parts;

  ImagingResource(Parts parts, Router router) {
    this.parts = parts;
    router.add(Role.OPERATOR, "GET", PATH, this::show);
    router.add(Role.ADMIN, "PUT", PATH, this::set);
  }

  private void show(Exchange exchange) throws IOException {
    Camera camera = CamerasResource.find(parts, exchange);
    exchange.json(write(read(camera)));
  }

  private Imaging read(Camera camera) {
    try {
      return parts.control().ask(camera.id(), connection -> control(connection).read());
    } catch (CameraException failure) {
      throw PtzResource.problem(camera, failure);
    }
  }

  /** Changes what the body names; the answer is what the camera says afterwards. */
  private void set(Exchange exchange) throws IOException {
    Camera camera = CamerasResource.find(parts, exchange);
    Fields body = exchange.body("brightness", "contrast", "saturation", "sharpness", FILTER);
    Imaging wanted = changed(read(camera), body);
    try {
      exchange.json(
          write(
              parts
                  .control()
                  .ask(
                      camera.id(),
                      connection -> {
                        control(connection).set(wanted);
                        return control(connection).read();
                      })));
    } catch (CameraException failure) {
      throw PtzResource.problem(camera, failure);
    }
  }

  private static Imaging changed(Imaging now, Fields body) {
    Imaging wanted = now;
    for (Level level : Level.values()) {
      String name = name(level);
      Optional<Double> value = body.numberIfAny(name);
      if (value.isEmpty()) {
        continue;
      }
      Imaging.Value limits = now.levels().get(level);
      if (limits == null) {
        throw body.bad(name, "is none of this camera's settings");
      }
      if (!(value.get() >= limits.min() && value.get() <= limits.max())) {
        throw body.bad(name, "must be from " + limits.min() + " to " + limits.max());
      }
      wanted = wanted.with(level, value.get());
    }
    Optional<String> filter = body.textIfAny(FILTER);
    if (filter.isPresent()) {
      wanted =
          wanted.with(
              now.irCutFilters().stream()
                  .filter(one -> name(one).equals(filter.get()))
                  .findFirst()
                  .orElseThrow(() -> body.bad(FILTER, "must be one of " + names(now))));
    }
    return wanted;
  }

  private static ImagingControl control(CameraConnection connection) throws CameraException {
    return connection
        .imaging()
        .orElseThrow(
            () ->
                new CameraException(
                    CameraException.Kind.UNSUPPORTED,
                    "its picture cannot be set through its driver"));
  }

  private static Json write(Imaging imaging) {
    Json json = Json.object();
    for (Level level : Level.values()) {
      Imaging.Value value = imaging.levels().get(level);
      if (value != null) {
        json =
            json.with(
                name(level),
                Json.object()
                    .with("value", value.now())
                    .with("min", value.min())
                    .with("max", value.max()));
      }
    }
    if (imaging.irCutFilter().isPresent()) {
      json =
          json.with(
              FILTER,
              Json.object()
                  .with("value", name(imaging.irCutFilter().get()))
                  .with("values", names(imaging)));
    }
    return json;
  }

  private static List<String> names(Imaging imaging) {
    return Arrays.stream(IrCutFilter.values())
        .filter(imaging.irCutFilters()::contains)
        .map(ImagingResource::name)
        .toList();
  }

  private static String name(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}

package io.vedette.web.resource;

import io.vedette.api.access.Role;
import io.vedette.api.camera.Camera;
import io.vedette.api.camera.CameraRegistry;
import io.vedette.api.camera.CameraRegistry.DriverInfo;
import io.vedette.api.recording.RecordingStore;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Fields;
import io.vedette.web.http.Json;
import io.vedette.web.http.Kind;
import io.vedette.web.http.Problem;
import io.vedette.web.http.Router;
import io.vedette.web.settings.Settings.Described;
import io.vedette.web.settings.SettingsSchema;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The cameras we are set up to use, and the drivers they can have. */
final class CamerasResource {
  private final Parts parts;

  CamerasResource(Parts parts, Router router) {
    this.parts = parts;
    router
        .add(Role.VIEWER, "GET", "/api/v1/cameras", this::list)
        .add(Role.ADMIN, "POST", "/api/v1/cameras", this::create)
        .add(Role.VIEWER, "GET", "/api/v1/cameras/{camera}", this::show)
        .add(Role.ADMIN, "PUT", "/api/v1/cameras/{camera}", this::change)
        .add(Role.ADMIN, "DELETE", "/api/v1/cameras/{camera}", this::delete, "recordings")
        .add(Role.VIEWER, "GET", "/api/v1/drivers", this::drivers);
  }

  /** The camera that a path names. */
  static Camera find(Parts parts, Exchange exchange) {
    String id = exchange.path("camera");
    return parts.cameras().find(id).orElseThrow(() -> Problem.unknown("camera", id));
  }

  private void list(Exchange exchange) throws IOException {
    exchange.json(
        parts.cameras().cameras().stream()
            .filter(c -> exchange.caller().sees(c.id()))
            .map(CameraJson::write)
            .toList());
  }

  private void show(Exchange exchange) throws IOException {
    exchange.json(CameraJson.write(find(parts, exchange)));
  }

  private void create(Exchange exchange) throws IOException {
    CameraRegistry registry = parts.cameras();
    Fields body = CameraJson.body(exchange);
    Camera camera = CameraJson.read(body, new CameraIds(parts).of(body), Optional.empty());
    requireDriver(registry, camera);
    try {
      registry.add(camera);
    } catch (IllegalStateException e) {
      throw Problem.ofField(
          Kind.CONFLICT, "id", "there is a camera with the id " + camera.id() + " already");
    }
    Audit.note(parts, exchange, "camera added", camera.id());
    exchange.created("/api/v1/cameras/" + camera.id(), CameraJson.write(camera));
  }

  private void change(Exchange exchange) throws IOException {
    CameraRegistry registry = parts.cameras();
    Camera before = find(parts, exchange);
    Fields body = CameraJson.body(exchange);
    if (!body.textIfAny("id").orElse(before.id()).equals(before.id())) {
      throw body.bad("id", "cannot be changed");
    }
    Camera camera = CameraJson.read(body, before.id(), Optional.of(before));
    if (!camera.driver().equals(before.driver()) || !camera.address().equals(before.address())) {
      requireDriver(registry, camera); // else it may be away for a moment
    }
    if (!registry.update(camera)) {
      throw Problem.unknown("camera", camera.id());
    }
    Audit.note(parts, exchange, "camera changed", camera.id());
    exchange.json(CameraJson.write(camera));
  }

  private static void requireDriver(CameraRegistry registry, Camera camera) {
    List<DriverInfo> drivers = registry.drivers();
    DriverInfo driver =
        drivers.stream()
            .filter(d -> d.name().equals(camera.driver()))
            .findFirst()
            .orElseThrow(
                () ->
                    Problem.ofField(
                        Kind.IMPOSSIBLE,
                        "driver",
                        "this driver is not installed; those that are: "
                            + drivers.stream().map(DriverInfo::name).toList()));
    requireScheme(driver, "address", camera.address().main());
    camera.address().sub().ifPresent(sub -> requireScheme(driver, "subAddress", sub));
  }

  private static void requireScheme(DriverInfo driver, String field, URI address) {
    if (!driver.schemes().contains(address.getScheme().toLowerCase(Locale.ROOT))) {
      throw Problem.ofField(
          field,
          "the driver %s takes addresses of the schemes %s, not %s"
              .formatted(driver.name(), driver.schemes(), address.getScheme()));
    }
  }

  private void delete(Exchange exchange) throws IOException {
    String id = exchange.path("camera");
    boolean alsoRecordings =
        switch (exchange.query("recordings").orElse("keep")) {
          case "delete" -> true;
          case "keep" -> false;
          default -> throw Problem.ofField("recordings", "recordings must be keep or delete");
        };
    Optional<RecordingStore> store =
        alsoRecordings ? Optional.of(parts.recordings()) : Optional.empty();
    if (!parts.cameras().remove(id)) {
      throw Problem.unknown("camera", id);
    }
    Audit.note(
        parts, exchange, "camera deleted", id + (alsoRecordings ? " with its recordings" : ""));
    if (store.isPresent()) {
      store.get().delete(id);
    }
    exchange.noContent();
  }

  private void drivers(Exchange exchange) throws IOException {
    exchange.json(parts.cameras().drivers().stream().map(this::write).toList());
  }

  private Json write(DriverInfo driver) {
    Optional<Described> settings =
        driver.bundle().isPresent()
            ? parts.settings().ofBundle(driver.bundle().getAsLong(), driver.name())
            : Optional.empty();
    return Json.object()
        .with("name", driver.name())
        .with("schemes", driver.schemes())
        .with("pid", settings.map(Described::pid))
        .with(
            "settings",
            settings.map(d -> SettingsSchema.of(d.metatype())).orElseGet(SettingsSchema::nothing));
  }
}

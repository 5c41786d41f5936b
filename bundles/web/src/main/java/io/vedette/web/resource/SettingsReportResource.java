package io.vedette.web.resource;

import io.vedette.api.access.Role;
import io.vedette.api.camera.Camera;
import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraSettings;
import io.vedette.api.stream.Profile;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Json;
import io.vedette.web.http.Router;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What in a camera's settings hurts, and its correction through the camera's driver. */
final class SettingsReportResource {
  private static final String PATH = "/api/v1/cameras/{camera}/report";

  private final Parts parts;

  SettingsReportResource(Parts parts, Router router) {
    this.parts = parts;
    router.add(Role.OPERATOR, "GET", PATH, this::show);
    router.add(Role.ADMIN, "POST", PATH + "/corrections", this::correct);
  }

  private void show(Exchange exchange) throws IOException {
    Camera camera = CamerasResource.find(parts, exchange);
    try {
      exchange.json(
          write(parts.control().ask(camera.id(), SettingsReportResource::findings), List.of()));
    } catch (CameraException failure) {
      throw PtzResource.problem(camera, failure);
    }
  }

  /** Corrects all that can be; one that the camera refuses does not keep it from the others. */
  private void correct(Exchange exchange) throws IOException {
    Camera camera = CamerasResource.find(parts, exchange);
    List<String> refused = new ArrayList<>();
    try {
      List<Finding> before = parts.control().ask(camera.id(), SettingsReportResource::findings);
      for (Finding finding : before) {
        if (finding.correction().isEmpty()) {
          continue;
        }
        try {
          parts
              .control()
              .ask(
                  camera.id(),
                  connection -> {
                    finding.correction().get().apply(settings(connection));
                    return true;
                  });
        } catch (CameraException failure) {
          refused.add(finding.setting() + ": " + failure.getMessage());
        }
      }
      exchange.json(
          write(parts.control().ask(camera.id(), SettingsReportResource::findings), refused));
    } catch (CameraException failure) {
      throw PtzResource.problem(camera, failure);
    }
  }

  private static List<Finding> findings(CameraConnection connection) throws CameraException {
    CameraSettings settings = settings(connection);
    return Finding.of(settings.encoders(), settings.clockOffset());
  }

  private static CameraSettings settings(CameraConnection connection) throws CameraException {
    return connection
        .settings()
        .orElseThrow(
            () ->
                new CameraException(
                    CameraException.Kind.UNSUPPORTED,
                    "its settings cannot be read through its driver; ONVIF can"));
  }

  private static Json write(List<Finding> findings, List<String> refused) {
    return Json.object()
        .with("findings", findings.stream().map(SettingsReportResource::write).toList())
        .with("refused", refused);
  }

  private static Json write(Finding finding) {
    return Json.object()
        .with("stream", finding.stream().map(Profile::id))
        .with("setting", finding.setting())
        .with("is", finding.is())
        .with("should", finding.should())
        .with("why", finding.why())
        .with("correctable", finding.correction().isPresent());
  }
}
